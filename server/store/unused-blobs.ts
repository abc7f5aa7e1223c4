// Finding and deleting blobs that nothing refers to.
import type { BlobHash } from "../base/ids.ts";
import { bytesOf, hashOf } from "./blobs.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Nothing refers to it, and nobody has touched it since `before`. */
const isUnused = sql`
  b.email_count = 0
  and not exists (select from journal_entry j
    where j.blob_hash = b.hash and substring(j.blob_hash for 8) = substring(b.hash for 8))
  and not exists (select from upload u where u.blob_hash = b.hash)
  and not exists (select from queue_message q where q.blob_hash = b.hash)`;

/** Some blobs that may go, those unused longest first. */
export async function listUnusedBlobs(
  tx: ReadTx,
  { before, limit }: { before: Date; limit: number },
): Promise<BlobHash[]> {
  const rows = await tx.rows(sql<{ hash: Uint8Array }>`
    select b.hash from blob b where b.last_used_at < ${before} and ${isUnused} order by b.last_used_at limit ${limit}`);
  return rows.map(({ hash }) => hashOf(hash));
}

/**
 * Whether there is no row of this content, as after a write to the blob store that a crash cut off. Then until the commit nobody can
 * insert one: the content may be removed before.
 */
export async function holdMissingBlob(tx: WriteTx, hash: BlobHash, at: Date): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into blob (hash, size, last_used_at, codec, is_stored) values (${bytesOf(hash)}, 0, ${at}, 0, true)
    on conflict (hash) do nothing`);
  if (inserted === 0) return false;
  await tx.run(sql`delete from blob where hash = ${bytesOf(hash)}`);
  return true;
}

/** Which of the contents have a row. */
export async function existingBlobs(tx: ReadTx, hashes: readonly BlobHash[]): Promise<Set<BlobHash>> {
  const rows = await tx.rows(sql<{ hash: Uint8Array }>`
    select hash from blob where hash = any(${hashes.map(bytesOf)}::bytea[])`);
  return new Set(rows.map(({ hash }) => hashOf(hash)));
}

/**
 * Deletes the row if it may still go; says whether its content was in the blob store, undefined when it stays. Until the commit
 * nobody can insert the same hash: the content must be removed before.
 */
export async function deleteUnusedBlob(
  tx: WriteTx,
  hash: BlobHash,
  before: Date,
): Promise<{ isStored: boolean } | undefined> {
  // First the lock, then a statement with a view of its own of everything that may refer to it.
  await tx.rows(sql`select from blob where hash = ${bytesOf(hash)} for update`);
  return tx.row(sql<{ isStored: boolean }>`
    with gone as (
      delete from blob b where b.hash = ${bytesOf(hash)} and b.last_used_at < ${before} and ${isUnused}
      returning b.id, b.is_stored
    ),
    gone_content as (delete from blob_recent r using gone where r.id = gone.id)
    select is_stored as "isStored" from gone`);
}
