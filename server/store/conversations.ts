// The conversations of a mailbox together with all their emails, in whichever mailbox they are: what a list shows, by one statement.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import type { ListPage } from "./email-list.ts";
import { gatheredMarks, readMarks, type GatheredMarks } from "./email-marks.ts";
import type { EmailMarks } from "./mail-types.ts";
import { sql, unseen } from "./sql.ts";

interface ConversationsRow extends GatheredMarks {
  total: number;
  emailModseq: number;
  /** For each email, that of its conversation. */
  newestEmailIds: EmailId[] | null;
}

export interface ConversationsPage extends ListPage {
  threadIds: ThreadId[];
  /** Of each thread in the order of the page, oldest first (RFC 8621 §3). */
  emails: EmailMarks[];
}

/** Newest first. Undefined when there is no conversation, or more emails than `atMost`: then `mailboxPage` has the answer. */
export async function conversationsPage(
  tx: ReadTx,
  { accountId, mailboxId }: { accountId: AccountId; mailboxId: MailboxId },
  { offset, limit, atMost }: { offset: number; limit: number; atMost: number },
): Promise<ConversationsPage | undefined> {
  const row = await tx.row(sql<ConversationsRow>`
    select m.total_threads as total, a.email_modseq as "emailModseq", page.*
    from mailbox m join mail_account a on a.account_id = m.account_id
    cross join lateral (
      select array_agg(e.newest_email_id) as "newestEmailIds", ${gatheredMarks}
      from (
        select * from (
          select l.newest_at, l.newest_email_id, e.*
          from (
            select newest_at, newest_email_id, thread_id
            from mailbox_thread where account_id = m.account_id and mailbox_id = m.id
            order by newest_at desc, newest_email_id desc limit ${unseen(limit)} offset ${unseen(offset)}
          ) l
          cross join lateral (
            select id, thread_id, received_at, mailbox_ids, keywords
            from email where account_id = m.account_id and thread_id = l.thread_id offset 0
          ) e
          limit ${unseen(atMost + 1)}
        ) found
        order by newest_at desc, newest_email_id desc, received_at, id
      ) e
    ) page
    where m.account_id = ${accountId} and m.id = ${mailboxId}`);
  if (!row?.newestEmailIds || row.newestEmailIds.length > atMost) return undefined;
  const emails = readMarks(row);
  const ids: EmailId[] = [];
  const threadIds: ThreadId[] = [];
  for (const [index, { threadId }] of emails.entries()) {
    if (threadIds.at(-1) === threadId) continue;
    threadIds.push(threadId);
    ids.push(row.newestEmailIds[index]!);
  }
  return { ids, threadIds, total: row.total, emailModseq: row.emailModseq, emails };
}
