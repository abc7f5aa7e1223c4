// Folding what stands in a folder away, and back: kept with the person's preferences, so it is so in every window and browser.

import type { MailApp } from "../state/mail-app.ts";

/** `path` is "account id/mailbox id". */
export function toggleFolded(app: MailApp, path: string): void {
  const { foldedMailboxes } = app.preferences.value.peek();
  const others = foldedMailboxes.filter((folded) => folded !== path && isThere(app, folded));
  app.preferences.set({ foldedMailboxes: foldedMailboxes.includes(path) ? others : [...others, path] });
}

/** Deleted folders are forgotten; an account that is not at hand may be so again. */
function isThere({ client }: MailApp, path: string): boolean {
  const [accountId, mailboxId] = path.split("/");
  const nodes = client.accounts
    .peek()
    .find(({ id }) => id === accountId)
    ?.mailboxes.peek();
  return nodes === undefined || nodes.some(({ mailbox }) => mailbox.id === mailboxId);
}
