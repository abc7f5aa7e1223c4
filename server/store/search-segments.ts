// The rows of the inverted index. Segments are in the order of their emails' ids and do not overlap; one that is written is
// never changed, only replaced together with its neighbours by a larger one.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import type { Block } from "./posting-block.ts";
import { sql } from "./sql.ts";

/** Any number; with the account's id it names the lock of who merges. */
const mergeLock = 7_238_412;

export interface Segment {
  id: number;
  firstEmailId: number;
  emails: number;
}

/** Until the transaction's end nobody else merges texts of this account; false when somebody does. */
export async function tryMergeLock(tx: WriteTx, accountId: AccountId): Promise<boolean> {
  const row = await tx.row(
    sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${mergeLock}, ${accountId}) as locked`,
  );
  return row?.locked ?? false;
}

export interface RecentText {
  emailId: number;
  terms: string;
}

/** The oldest that are not merged yet. Ids are given in the order of commits, so none below them can still come. */
export async function listRecentTexts(
  tx: ReadTx,
  accountId: AccountId,
  { after, limit }: { after: number; limit: number },
): Promise<RecentText[]> {
  return tx.rows(sql<RecentText>`
    select email_id as "emailId", terms from email_text where account_id = ${accountId} and email_id > ${after}
    order by email_id limit ${limit}`);
}

export async function removeRecentTexts(tx: WriteTx, accountId: AccountId, upToEmailId: number): Promise<void> {
  await tx.run(sql`delete from email_text where account_id = ${accountId} and email_id <= ${upToEmailId}`);
}

/** Outside the merge, which must not hold the account's lock. */
export async function noteMerged(tx: WriteTx, accountId: AccountId, count: number): Promise<void> {
  await tx.run(sql`
    update mail_account set unmerged_texts = greatest(unmerged_texts - ${count}::int, 0) where account_id = ${accountId}`);
}

/** Oldest first. */
export async function listSegments(tx: ReadTx, accountId: AccountId): Promise<Segment[]> {
  return tx.rows(sql<Segment>`
    select id, first_email_id as "firstEmailId", emails from search_segment
    where account_id = ${accountId} order by first_email_id`);
}

/** Some blocks of a segment in order, those after `after`. */
export async function listBlocks(
  tx: ReadTx,
  accountId: AccountId,
  { segmentId, after, limit }: { segmentId: number; after: Uint8Array | undefined; limit: number },
): Promise<Block[]> {
  return tx.rows(sql<Block>`
    select first_term as "firstTerm", content from search_block
    where account_id = ${accountId} and segment_id = ${segmentId}
      and (${after ?? null}::bytea is null or first_term > ${after ?? null}::bytea)
    order by first_term limit ${limit}`);
}

export async function addSegment(tx: WriteTx, accountId: AccountId, segment: Segment): Promise<void> {
  await tx.run(sql`
    insert into search_segment (account_id, id, first_email_id, emails)
    values (${accountId}, ${segment.id}, ${segment.firstEmailId}, ${segment.emails})`);
}

export async function addBlocks(
  tx: WriteTx,
  accountId: AccountId,
  segmentId: number,
  blocks: readonly Block[],
): Promise<void> {
  await tx.run(sql`
    insert into search_block (account_id, segment_id, first_term, content)
    select ${accountId}, ${segmentId}, * from unnest(
      ${blocks.map(({ firstTerm }) => firstTerm)}::bytea[], ${blocks.map(({ content }) => content)}::bytea[])`);
}

export async function removeSegments(tx: WriteTx, accountId: AccountId, ids: readonly number[]): Promise<void> {
  await tx.run(sql`
    with gone as (delete from search_segment where account_id = ${accountId} and id = any(${ids}::int[]))
    delete from search_block where account_id = ${accountId} and segment_id = any(${ids}::int[])`);
}
