// The mailboxes of the palette: to move something to, or to put on it as labels; and a new one where the words name none.

import type { MailAccount, Mailbox } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { moveTo } from "../commands/act.ts";
import { targetOf, type Target } from "../commands/target.ts";
import { movableTo } from "../list/move-items.ts";
import type { Entry } from "../settings/command-palette.tsx";
import { matches } from "../settings/match-words.ts";
import { mailboxIcon, mailboxName } from "../shell/mailbox-name.ts";
import type { MailApp } from "../state/mail-app.ts";
import { hasLabel, labelsOf, toggleLabel } from "./label.ts";
import { mailboxPath } from "./mailbox-path.ts";

export type FolderPurpose = "move" | "label";

export function folderEntries(app: MailApp, purpose: FolderPurpose, typed: string): Entry[] {
  const target = app.actOn.peek() ?? targetOf(app);
  if (!target) return [];
  const { t, locale } = app.wordStore.words.peek();
  const isMove = purpose === "move";
  const nodes = target.account.mailboxes.peek() ?? [];
  const offered = (isMove ? movableTo(target.account) : labelsOf(target))
    .filter(({ mailbox }) => !isMove || mailbox.id !== target.selection.mailboxId)
    .map(({ mailbox }): Entry => ({
      key: mailbox.id,
      label: mailboxPath(mailbox, nodes, t),
      icon: isMove ? mailboxIcon(mailbox) : "label",
      isOn: !isMove && hasLabel(target, mailbox.id),
      run: () => apply(app, purpose, mailbox, target),
    }))
    .filter(({ label }) => matches(typed, label));
  const name = typed.trim();
  const isNamed = nodes.some(({ mailbox }) => mailboxName(mailbox, t).toLowerCase() === name.toLowerCase());
  if (name === "" || isNamed) return offered;
  const run = () => void create(app, target.account, name).then((made) => made && apply(app, purpose, made, target));
  return [...offered, { key: "new", label: mailboxWords[locale].createNamed(name), icon: "plus", run }];
}

type Named = Pick<Mailbox, "id" | "name" | "role">;

function apply(app: MailApp, purpose: FolderPurpose, mailbox: Named, target: Target): void {
  if (purpose === "move") moveTo(app, mailbox, target);
  else toggleLabel(app, mailbox, target);
}

/** Tells why when it does not come to be. */
async function create(app: MailApp, account: MailAccount, name: string): Promise<Named | undefined> {
  const outcome = await account.mailboxActions.create({ name, parentId: null });
  if (outcome.ok) return { id: outcome.value, name, role: null };
  app.tellFailure(outcome.failure);
  return undefined;
}
