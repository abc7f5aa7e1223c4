// Lists of emails: one mailbox by date is an index scan with kept totals; anything else is a filter and a sort.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import {
  chooseSource,
  compileFilter,
  compileSort,
  mailboxOfUnseen,
  sortNeedsEmail,
  type FilterNode,
} from "./email-filter.ts";
import type { EmailSort } from "./mail-types.ts";
import { joinSql, sql, unprepared, type Sql } from "./sql.ts";

/** A mailbox in the order of reception, each email or each thread once. */
export interface MailboxList {
  accountId: AccountId;
  mailboxId: MailboxId;
  collapseThreads: boolean;
  isAscending: boolean;
}

export interface ListPage {
  ids: EmailId[];
  /** Of each email; null unless threads are collapsed. */
  threadIds: ThreadId[] | null;
  total: number;
  emailModseq: number;
}

/** Undefined when there is no such mailbox. */
export async function mailboxPage(
  tx: ReadTx,
  list: MailboxList,
  range: { offset: number; limit: number },
): Promise<ListPage | undefined> {
  const way = list.isAscending ? sql`asc` : sql`desc`;
  const total = list.collapseThreads ? sql`total_threads` : sql`total_emails`;
  const entries = list.collapseThreads
    ? sql`
      select coalesce(array_agg(newest_email_id), '{}') as ids,
        coalesce(array_agg((select thread_id from email where account_id = m.account_id and id = newest_email_id)), '{}')
          as threads
      from (
        -- Only what the index has: whatever is skipped would be read from the table otherwise.
        select newest_email_id from mailbox_thread where account_id = m.account_id and mailbox_id = m.id
        order by newest_at ${way}, newest_email_id ${way} limit ${range.limit} offset ${range.offset}) l`
    : sql`
      select coalesce(array_agg(email_id), '{}') as ids, null::int[] as threads from (
        select email_id from mailbox_email where account_id = m.account_id and mailbox_id = m.id
        order by received_at ${way}, email_id ${way} limit ${range.limit} offset ${range.offset}) l`;
  return tx.row(sql<ListPage>`
    select page.ids, page.threads as "threadIds", m.${total} as total, a.email_modseq as "emailModseq"
    from mailbox m join mail_account a on a.account_id = m.account_id cross join lateral (${entries}) page
    where m.account_id = ${list.accountId} and m.id = ${list.mailboxId}`);
}

/** How many stand before an email in the list; undefined when it is not in it. */
export async function mailboxIndexOf(tx: ReadTx, list: MailboxList, id: EmailId): Promise<number | undefined> {
  const before = list.isAscending ? sql`<` : sql`>`;
  const row = await tx.row(
    list.collapseThreads
      ? sql<{ index: number }>`
          select (select count(*) from mailbox_thread o where o.account_id = t.account_id and o.mailbox_id = t.mailbox_id
            and (o.newest_at, o.newest_email_id) ${before} (t.newest_at, t.newest_email_id)) as index
          from email e join mailbox_thread t
            on t.account_id = e.account_id and t.thread_id = e.thread_id and t.mailbox_id = ${list.mailboxId}
          where e.account_id = ${list.accountId} and e.id = ${id} and t.newest_email_id = e.id`
      : sql<{ index: number }>`
          select (select count(*) from mailbox_email o where o.account_id = e.account_id
            and o.mailbox_id = ${list.mailboxId} and (o.received_at, o.email_id) ${before} (e.received_at, e.id)) as index
          from email e where e.account_id = ${list.accountId} and e.id = ${id}
            and ${list.mailboxId} = any(e.mailbox_ids)`,
  );
  return row?.index;
}

/** Those of the emails that stand in the list themselves: where threads are collapsed, for their thread. */
export async function listedEmails(tx: ReadTx, list: MailboxList, ids: readonly EmailId[]): Promise<EmailId[]> {
  const { accountId, mailboxId } = list;
  const rows = await tx.rows(
    list.collapseThreads
      ? sql<{ id: EmailId }>`
          select e.id from email e join mailbox_thread t
            on t.account_id = e.account_id and t.thread_id = e.thread_id and t.mailbox_id = ${mailboxId}
          where e.account_id = ${accountId} and e.id = any(${ids}::int[]) and t.newest_email_id = e.id`
      : sql<{ id: EmailId }>`
          select id from email
          where account_id = ${accountId} and id = any(${ids}::int[]) and ${mailboxId} = any(mailbox_ids)`,
  );
  return rows.map(({ id }) => id);
}

/** A filter and a sort. */
export interface FilteredList {
  accountId: AccountId;
  filter: FilterNode;
  sort: readonly EmailSort[];
  collapseThreads: boolean;
  /** Of what is not seen in a mailbox: the mailbox is walked, because it has fewer emails than are not seen anywhere. */
  walksMailbox?: boolean;
}

/** The list with the shorter way to it. */
export async function withShorterWay(tx: ReadTx, list: FilteredList): Promise<FilteredList> {
  const mailboxId = mailboxOfUnseen(list.filter);
  if (mailboxId === undefined) return list;
  const row = await tx.row(sql<{ isSmaller: boolean }>`
    select m.total_emails < (select sum(unread_emails) from mailbox where account_id = m.account_id) as "isSmaller"
    from mailbox m where m.account_id = ${list.accountId} and m.id = ${mailboxId}`);
  return { ...list, walksMailbox: row?.isSmaller ?? false };
}

/** Rows in order, every email of a thread: who collapses threads takes the first of each. */
export async function filteredRows(
  tx: ReadTx,
  list: FilteredList,
  range: { offset: number; limit: number | null },
): Promise<{ id: EmailId; threadId: ThreadId }[]> {
  const { from, where, order, id } = compileList(list);
  const thread = list.collapseThreads ? sql`e.thread_id` : sql`0`;
  return tx.rows(
    unprepared(sql<{ id: EmailId; threadId: ThreadId }>`
      select ${id} as id, ${thread} as "threadId" from ${from} where ${where}
      order by ${order} limit ${range.limit} offset ${range.offset}`),
  );
}

export async function filteredTotal(tx: ReadTx, list: FilteredList): Promise<number> {
  const { from, where } = compileList(list);
  const counted = list.collapseThreads ? sql`distinct e.thread_id` : sql`*`;
  const row = await tx.row(
    unprepared(sql<{ total: number }>`select count(${counted}) as total from ${from} where ${where}`),
  );
  return row?.total ?? 0;
}

function compileList({ accountId, filter, sort, collapseThreads, walksMailbox = false }: FilteredList): {
  from: Sql;
  where: Sql;
  order: Sql;
  id: Sql;
} {
  const { source, remaining } = chooseSource(accountId, filter, {
    withEmail: collapseThreads || sortNeedsEmail(sort),
    prefersMailbox: walksMailbox,
  });
  const where = joinSql([...source.where, compileFilter(remaining, source)], sql` and `);
  return { from: source.from, where, order: compileSort(sort, source), id: source.id };
}
