// What of emails can change, and their threads: what lists ask for again and again. Of any number of emails in one row, for every value that
// comes from the database has its price.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import type { EmailMarks } from "./mail-types.ts";
import { sql } from "./sql.ts";

/** Null when there is no email. */
export interface GatheredMarks {
  ids: EmailId[] | null;
  threadIds: ThreadId[] | null;
  /** A line for each email, a space between two of its mailboxes. */
  mailboxIds: string | null;
  /** The same of keywords, in which there is no space (RFC 8621 §4.1.1). */
  keywords: string | null;
}

/** Of the alias `e`, in its order. */
export const gatheredMarks = sql`array_agg(e.id) as ids, array_agg(e.thread_id) as "threadIds",
  string_agg(array_to_string(e.mailbox_ids, ' '), E'\\n') as "mailboxIds",
  string_agg(array_to_string(e.keywords, ' '), E'\\n') as keywords`;

export function readMarks({ ids, threadIds, mailboxIds, keywords }: GatheredMarks): EmailMarks[] {
  const mailboxLines = mailboxIds?.split("\n") ?? [];
  const keywordLines = keywords?.split("\n") ?? [];
  return (ids ?? []).map((id, index) => ({
    id,
    threadId: threadIds![index]!,
    mailboxIds: wordsOf(mailboxLines[index]!).map((word) => Number(word) as MailboxId),
    keywords: wordsOf(keywordLines[index]!),
  }));
}

function wordsOf(line: string): string[] {
  return line === "" ? [] : line.split(" ");
}

/** Those that exist, in no order. */
export async function listMarks(tx: ReadTx, accountId: AccountId, ids: readonly EmailId[]): Promise<EmailMarks[]> {
  const row = await tx.row(sql<GatheredMarks>`
    select ${gatheredMarks} from email e where account_id = ${accountId} and id = any(${ids}::int[])`);
  return readMarks(row!);
}

/** Of all emails of the threads, oldest first (RFC 8621 §3); undefined when there are more than `atMost`. */
export async function listMarksOfThreads(
  tx: ReadTx,
  accountId: AccountId,
  { threadIds, atMost }: { threadIds: readonly ThreadId[]; atMost: number },
): Promise<EmailMarks[] | undefined> {
  const row = await tx.row(sql<GatheredMarks>`
    select ${gatheredMarks} from (
      select id, thread_id, mailbox_ids, keywords from email
      where account_id = ${accountId} and thread_id = any(${threadIds}::int[])
      order by received_at, id limit ${atMost + 1}) e`);
  const marks = readMarks(row!);
  return marks.length > atMost ? undefined : marks;
}
