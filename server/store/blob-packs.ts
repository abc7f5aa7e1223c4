// The rows of packs. Packs follow each other by id and do not overlap: what commits late, below the end of the last pack, stays in
// blob_recent for good.
import type { BlobHash } from "../base/ids.ts";
import { hashOf } from "./blobs.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Any number: the lock of who packs. */
const packLock = 7_238_413;

/** Until the transaction's end nobody else packs; false when somebody does. */
export async function tryPackLock(tx: WriteTx): Promise<boolean> {
  const row = await tx.row(sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${packLock}::bigint) as locked`);
  return row?.locked ?? false;
}

export interface RecentBlob {
  id: number;
  hash: BlobHash;
  size: number;
  codec: number;
  content: Uint8Array;
}

/** By id, those of the journal only: they stay, so no pack comes to hold what nobody has any more. */
export async function listRecentBlobs(
  tx: ReadTx,
  { before, maxSize, limit }: { before: Date; maxSize: number; limit: number },
): Promise<RecentBlob[]> {
  const rows = await tx.rows(sql<Omit<RecentBlob, "hash"> & { hash: Uint8Array }>`
    select r.id, b.hash, b.size, b.codec, r.content
    from blob_recent r join blob b on b.hash = r.hash
    where r.id > coalesce((select last_id from blob_pack order by first_id desc limit 1), 0)
      and b.last_used_at < ${before} and b.size <= ${maxSize}
      and exists (
        select from journal_entry j
        where substring(j.blob_hash for 8) = substring(r.hash for 8) and j.blob_hash = r.hash
      )
    order by r.id limit ${limit}`);
  return rows.map((row) => ({ ...row, hash: hashOf(row.hash) }));
}

/** Adds a pack and removes what is in it from the recent ones. */
export async function addPack(tx: WriteTx, ids: readonly number[], content: Uint8Array): Promise<void> {
  await tx.run(sql`
    with added as (
      insert into blob_pack (first_id, last_id, content) values (${ids[0]}, ${ids.at(-1)}, ${content})
    )
    delete from blob_recent where id = any(${ids}::bigint[])`);
}

/** The packs that begin with these ids. */
export async function listPacks(tx: ReadTx, ids: readonly number[]): Promise<{ id: number; content: Uint8Array }[]> {
  return tx.rows(sql<{ id: number; content: Uint8Array }>`
    select first_id as id, content from blob_pack where first_id = any(${ids}::bigint[])`);
}
