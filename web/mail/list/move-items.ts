// The mailboxes that something can be moved to, as the items of a menu.

import type { MailAccount, MailboxNode } from "../../client/types.ts";
import type { MenuItem } from "../../ui/menu.tsx";
import { moveTo } from "../commands/act.ts";
import { targetOf, type Target } from "../commands/target.ts";
import { mailboxIcon, mailboxName } from "../shell/mailbox-name.ts";
import type { MailApp } from "../state/mail-app.ts";

export function moveItems(app: MailApp, target?: Target | null): MenuItem[] {
  const view = app.view.peek();
  const { t } = app.wordStore.words.peek();
  const chosen = target ?? targetOf(app);
  return (view ? movableTo(view.account) : []).map(({ mailbox, depth }) => ({
    label: mailboxName(mailbox, t),
    icon: mailboxIcon(mailbox),
    depth,
    isDisabled: mailbox.id === view?.mailbox?.id,
    onSelect: () => moveTo(app, mailbox, chosen),
  }));
}

export function movableTo(account: MailAccount): MailboxNode[] {
  return (account.mailboxes.peek() ?? []).filter(
    ({ mailbox }) => mailbox.myRights.mayAddItems && mailbox.role !== "drafts" && mailbox.role !== "sent",
  );
}
