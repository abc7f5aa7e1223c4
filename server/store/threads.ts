// Threads: which emails belong together.
import type { AccountId, EmailId, ThreadId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Thread {
  id: ThreadId;
  /** Oldest first (RFC 8621 §3). */
  emailIds: EmailId[];
}

/** At most so many, oldest id first. */
export async function listThreadIds(tx: ReadTx, accountId: AccountId, atMost: number): Promise<ThreadId[]> {
  const rows = await tx.rows(sql<{ id: ThreadId }>`
    select distinct thread_id as id from email where account_id = ${accountId} order by id limit ${atMost}`);
  return rows.map(({ id }) => id);
}

/** Those that exist, in the order asked for. */
export async function listThreads(tx: ReadTx, accountId: AccountId, ids: readonly ThreadId[]): Promise<Thread[]> {
  const rows = await tx.rows(sql<{ id: EmailId; threadId: ThreadId }>`
    select id, thread_id as "threadId" from email
    where account_id = ${accountId} and thread_id = any(${ids}::int[]) order by received_at, id`);
  const threads = new Map<ThreadId, EmailId[]>(ids.map((id) => [id, []]));
  for (const { id, threadId } of rows) threads.get(threadId)?.push(id);
  return ids.flatMap((id) => {
    const emailIds = threads.get(id);
    return emailIds === undefined || emailIds.length === 0 ? [] : [{ id, emailIds }];
  });
}
