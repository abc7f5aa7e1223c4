// Email/query (RFC 8621 §4.4) without its protocol.
import type { AccountId, EmailId, ThreadId } from "../base/ids.ts";
import { conversationsPage } from "../store/conversations.ts";
import type { ReadTx } from "../store/database.ts";
import type { FilterNode } from "../store/email-filter.ts";
import {
  filteredRows,
  filteredTotal,
  mailboxIndexOf,
  mailboxPage,
  withShorterWay,
  type FilteredList,
  type ListPage,
  type MailboxList,
} from "../store/email-list.ts";
import { statesOf } from "../store/mail-account.ts";
import type { EmailFilter, EmailMarks, EmailSort } from "../store/mail-types.ts";
import type { Mail } from "./mail.ts";
import { resolveFilter } from "./resolve-filter.ts";
import { UnsupportedFilter } from "./unsupported-filter.ts";

export interface EmailQuery {
  filter?: EmailFilter | null;
  /** Absent or empty: newest first. The id breaks every tie. */
  sort?: readonly EmailSort[] | null;
  collapseThreads?: boolean;
  /** Negative counts from the end (RFC 8620 §5.5). Ignored when there is an anchor. */
  position?: number;
  anchor?: EmailId | null;
  anchorOffset?: number;
  limit: number;
  calculateTotal?: boolean;
  /** Brings the emails of the conversations along where that costs no more, unless there are more than this. */
  emailsAtMost?: number;
}

export type EmailQueryResult = { failure: "anchorNotFound" | "unsupportedFilter" } | FoundEmails;

export interface FoundEmails {
  ids: EmailId[];
  /** Of each email, where the list knows them. */
  threadIds?: ThreadId[];
  /** All emails of those threads, each thread's oldest first. */
  emails?: EmailMarks[];
  position: number;
  /** Exact; present when asked for. */
  total?: number;
  /** The account's number at which the answer was true, as a string. */
  queryState: string;
  canCalculateChanges: boolean;
}

/** `sort` must be one of those that EmailSort names; `limit` is bounded by the caller. */
export async function queryEmails(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  query: EmailQuery,
): Promise<EmailQueryResult> {
  const list = mailboxListOf(accountId, query);
  return list === undefined ? queryFiltered(mail, tx, accountId, query) : queryMailbox(tx, list, query);
}

/** The list of one mailbox by date, which has an index and kept totals. */
export function mailboxListOf(
  accountId: AccountId,
  { filter, sort, collapseThreads = false }: Pick<EmailQuery, "filter" | "sort" | "collapseThreads">,
): MailboxList | undefined {
  if (!filter || "operator" in filter || filter.inMailbox === undefined) return undefined;
  if (Object.values(filter).filter((value) => value !== undefined).length > 1) return undefined;
  const [first, ...others] = sort ?? [];
  if (others.length > 0 || (first && first.property !== "receivedAt")) return undefined;
  const isAscending = first !== undefined && (first.isAscending ?? true);
  // Oldest first, a thread stands where its oldest email is, which is not kept.
  if (isAscending && collapseThreads) return undefined;
  return { accountId, mailboxId: filter.inMailbox, collapseThreads, isAscending };
}

/** From here on it may pay to know the total first, and to walk from the other end. */
const farPosition = 5000;

async function queryMailbox(tx: ReadTx, list: MailboxList, query: EmailQuery): Promise<EmailQueryResult> {
  const { limit, anchor, anchorOffset = 0, emailsAtMost: atMost = 0 } = query;
  let position = query.position ?? 0;
  if (atMost > 0 && anchor == null && list.collapseThreads && position >= 0 && position <= farPosition) {
    const conversations = await conversationsPage(tx, list, { offset: position, limit, atMost });
    if (conversations) return { ...resultOf(conversations, position, query), emails: conversations.emails };
  }
  if (anchor != null) {
    const index = await mailboxIndexOf(tx, list, anchor);
    if (index === undefined) return { failure: "anchorNotFound" };
    position = Math.max(0, index + anchorOffset);
  }
  let page: ListPage | undefined;
  if (position < 0 || position > farPosition) {
    page = await mailboxPage(tx, list, { offset: 0, limit: 0 });
    const total = page?.total ?? 0;
    if (position < 0) position = Math.max(0, total + position);
    if (position > total / 2) {
      const count = Math.max(0, Math.min(limit, total - position));
      const other = { ...list, isAscending: !list.isAscending };
      page = await mailboxPage(tx, other, { offset: Math.max(0, total - position - count), limit: count });
      // The total may have changed between the two; then walk from the near end after all.
      if (page?.total === total) {
        const threadIds = page.threadIds?.toReversed() ?? null;
        return resultOf({ ...page, ids: page.ids.toReversed(), threadIds }, position, query);
      }
    }
  }
  page = await mailboxPage(tx, list, { offset: position, limit });
  if (page === undefined) {
    const states = await statesOf(tx, list.accountId);
    page = { ids: [], threadIds: null, total: 0, emailModseq: states?.email ?? 0 };
  }
  return resultOf(page, position, query);
}

function resultOf(page: ListPage, position: number, { calculateTotal }: EmailQuery): FoundEmails {
  return {
    ids: page.ids,
    ...(page.threadIds && { threadIds: page.threadIds }),
    position,
    ...(calculateTotal && { total: page.total }),
    queryState: String(page.emailModseq),
    canCalculateChanges: true,
  };
}

async function queryFiltered(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  query: EmailQuery,
): Promise<EmailQueryResult> {
  // Before the data: a change in between is seen again, not missed.
  const states = await statesOf(tx, accountId);
  const { limit, anchor, anchorOffset = 0, sort, collapseThreads = false, calculateTotal } = query;
  const filter = await resolvedFilter(mail, tx, accountId, query.filter);
  if (filter === undefined) return { failure: "unsupportedFilter" };
  const list = await withShorterWay(tx, { accountId, filter, sort: sort ?? [], collapseThreads });
  let position = query.position ?? 0;
  if (anchor != null) {
    const index = await indexOf(tx, list, anchor);
    if (index === undefined) return { failure: "anchorNotFound" };
    position = Math.max(0, index + anchorOffset);
  }
  const total = calculateTotal || position < 0 ? await filteredTotal(tx, list) : undefined;
  if (position < 0) position = Math.max(0, (total ?? 0) + position);
  return {
    ids: await filteredPage(tx, list, { position, limit }),
    position,
    ...(calculateTotal && { total: total ?? 0 }),
    queryState: String(states?.email ?? 0),
    canCalculateChanges: true,
  };
}

async function resolvedFilter(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  filter: EmailFilter | null | undefined,
): Promise<FilterNode | undefined> {
  try {
    return await resolveFilter(mail, tx, accountId, filter);
  } catch (error) {
    if (error instanceof UnsupportedFilter) return undefined;
    throw error;
  }
}

async function filteredPage(
  tx: ReadTx,
  list: FilteredList,
  { position, limit }: { position: number; limit: number },
): Promise<EmailId[]> {
  if (limit === 0) return [];
  if (!list.collapseThreads) {
    return (await filteredRows(tx, list, { offset: position, limit })).map(({ id }) => id);
  }
  const ids: EmailId[] = [];
  for await (const id of walk(tx, list, position + limit)) {
    ids.push(id);
    if (ids.length >= position + limit) break;
  }
  return ids.slice(position);
}

async function indexOf(tx: ReadTx, list: FilteredList, wanted: EmailId): Promise<number | undefined> {
  let index = 0;
  for await (const id of walk(tx, list, 500)) {
    if (id === wanted) return index;
    index++;
  }
  return undefined;
}

/** All of a list in its order, read in windows that grow; `expected` is how many will probably be taken. */
async function* walk(tx: ReadTx, list: FilteredList, expected: number): AsyncGenerator<EmailId> {
  const threads = new Set<ThreadId>();
  let window = expected * 2 + 50;
  for (let offset = 0; ; offset += window, window *= 4) {
    const rows = await filteredRows(tx, list, { offset, limit: window });
    for (const { id, threadId } of rows) {
      if (list.collapseThreads) {
        if (threads.has(threadId)) continue;
        threads.add(threadId);
      }
      yield id;
    }
    if (rows.length < window) return;
  }
}
