// The conversations of a mailbox together with all their emails, in whichever mailbox they are: what a list shows, by one statement.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import type { ListPage } from "./email-list.ts";
import { listedEmailColumns, listedEmailOf, type ListedEmailRow } from "./emails.ts";
import type { ListedEmail } from "./mail-types.ts";
import { sql, unseen } from "./sql.ts";

interface ConversationRow extends ListedEmailRow {
  place: number;
  newestEmailId: EmailId;
  /** These two are null but on the first conversation: every value of so many rows has its price. */
  total: number;
  emailModseq: number;
}

export interface ConversationsPage extends ListPage {
  threadIds: ThreadId[];
  /** Of each thread in the order of the page, oldest first (RFC 8621 §3). */
  emails: ListedEmail[];
}

/** Newest first. Undefined when there is no conversation, or more emails than `atMost`: then `mailboxPage` has the answer. */
export async function conversationsPage(
  tx: ReadTx,
  { accountId, mailboxId }: { accountId: AccountId; mailboxId: MailboxId },
  { offset, limit, atMost }: { offset: number; limit: number; atMost: number },
): Promise<ConversationsPage | undefined> {
  const rows = await tx.rows(sql<ConversationRow>`
    select l.place, l.newest_email_id as "newestEmailId",
      case l.place when ${offset + 1}::int then m.total_threads end as total,
      case l.place when ${offset + 1}::int then a.email_modseq end as "emailModseq",
      ${listedEmailColumns}
    from mailbox m join mail_account a on a.account_id = m.account_id
    cross join lateral (
      select newest_email_id, thread_id, row_number() over (order by newest_at desc, newest_email_id desc)::int as place
      from mailbox_thread where account_id = m.account_id and mailbox_id = m.id
      order by newest_at desc, newest_email_id desc limit ${unseen(limit)} offset ${unseen(offset)}
    ) l
    cross join lateral (
      select * from email where account_id = m.account_id and thread_id = l.thread_id offset 0
    ) e
    where m.account_id = ${accountId} and m.id = ${mailboxId} limit ${unseen(atMost + 1)}`);
  if (rows.length > atMost) return undefined;
  // Here and not by the database, for which these rows are wide.
  rows.sort((a, b) => a.place - b.place || a.receivedAt.getTime() - b.receivedAt.getTime() || a.id - b.id);
  const [first] = rows;
  if (!first) return undefined;
  const ids: EmailId[] = [];
  const threadIds: ThreadId[] = [];
  for (const { threadId, newestEmailId } of rows) {
    if (threadIds.at(-1) === threadId) continue;
    threadIds.push(threadId);
    ids.push(newestEmailId);
  }
  return { ids, threadIds, total: first.total, emailModseq: first.emailModseq, emails: rows.map(listedEmailOf) };
}
