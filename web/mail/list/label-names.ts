// The labels of a conversation: the folders that mail of it is in, but for the one that is looked at.

import type { MailAccount } from "../../client/types.ts";

export function labelNames(account: MailAccount, mailboxIds: readonly string[], except?: string): string[] {
  return mailboxIds.flatMap((id) => {
    const mailbox = id === except ? undefined : account.mailbox(id).value.value;
    return mailbox?.role === null ? [mailbox.name] : [];
  });
}
