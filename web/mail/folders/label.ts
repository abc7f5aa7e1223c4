// Labels. A folder of the person's own is a label of all the mail in it: mail may be in several, and stays where it is when one more
// is put on it (RFC 8621 §1.1).

import type { Mailbox, MailboxNode } from "../../client/types.ts";
import { mailboxWords } from "../../i18n/parts/mailboxes.ts";
import { concernsOpen } from "../commands/act.ts";
import { planAdvance } from "../commands/move-about.ts";
import { targetOf, type Target } from "../commands/target.ts";
import type { MailApp } from "../state/mail-app.ts";

/** The mailboxes of the account that can stand on mail as labels. */
export function labelsOf({ account }: Pick<Target, "account">): MailboxNode[] {
  return (account.mailboxes.peek() ?? []).filter(
    ({ mailbox }) => mailbox.role === null && mailbox.myRights.mayAddItems && mailbox.myRights.mayRemoveItems,
  );
}

/** Whether every conversation of the target has it, as far as they are loaded. */
export function hasLabel({ account, selection }: Target, mailboxId: string): boolean {
  if (selection.kind !== "conversations") return false;
  return selection.threadIds.every((threadId) =>
    account
      .thread(threadId)
      .peek()
      .value?.emailIds.some((id) => account.email(id).peek().value?.mailboxIds[mailboxId]),
  );
}

/** Puts the label on, or takes it off where all have it. False when there is nothing to act on. */
export function toggleLabel(app: MailApp, mailbox: Pick<Mailbox, "id" | "name">, target = targetOf(app)): boolean {
  if (!target) return false;
  const { account, selection } = target;
  const { id, name } = mailbox;
  const isOn = hasLabel(target, id);
  const leaves = isOn && selection.mailboxId === id && concernsOpen(app, target);
  const advance = leaves ? planAdvance(app) : undefined;
  const { [isOn ? "unlabel" : "label"]: told } = mailboxWords[app.wordStore.words.peek().locale];
  const action = isOn ? account.actions.unlabel(selection, id) : account.actions.label(selection, id);
  app.performer.tell(action, selection, (count) => told(count, name), app.selection.count.peek());
  app.selection.clear();
  advance?.();
  return true;
}
