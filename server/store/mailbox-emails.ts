// The emails of one mailbox, for what is done to all of them.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Oldest first. */
export async function emailsOfMailbox(tx: ReadTx, accountId: AccountId, mailboxId: MailboxId): Promise<EmailId[]> {
  const rows = await tx.rows(sql<{ id: EmailId }>`
    select email_id as id from mailbox_email where account_id = ${accountId} and mailbox_id = ${mailboxId}
    order by received_at, email_id`);
  return rows.map(({ id }) => id);
}

export async function threadsOfMailbox(tx: ReadTx, accountId: AccountId, mailboxId: MailboxId): Promise<ThreadId[]> {
  const rows = await tx.rows(sql<{ id: ThreadId }>`
    select thread_id as id from mailbox_thread where account_id = ${accountId} and mailbox_id = ${mailboxId}`);
  return rows.map(({ id }) => id);
}
