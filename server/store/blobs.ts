// The rows of blobs: what is stored, how it is coded, and the content itself when it is small.
import type { BlobHash } from "../base/ids.ts";
import { sql, type Sql } from "./sql.ts";
import type { ReadTx, WriteTx } from "./database.ts";

export interface BlobRow {
  id: number;
  size: number;
  codec: number;
  /** The content compressed by itself; null: in `pack`, or in the blob store. */
  recent: Uint8Array | null;
  pack: Uint8Array | null;
}

/** A blob `b` and where its content is: `r` by itself, `p` in a pack, or in neither. */
const placedBlob = sql`blob b
    left join blob_recent r on r.id = b.id
    left join lateral (
      select first_id, content from blob_pack
      where first_id <= b.id and not b.is_stored and r.id is null order by first_id desc limit 1
    ) p on true`;

export async function findBlob(tx: ReadTx, hash: BlobHash): Promise<BlobRow | undefined> {
  return tx.row(sql<BlobRow>`
    select b.id, b.size, b.codec, r.content as recent, p.content as pack
    from ${placedBlob} where b.hash = ${bytesOf(hash)}`);
}

export interface PlacedBlob extends Omit<BlobRow, "pack"> {
  hash: BlobHash;
  /** Null: not in a pack. */
  packId: number | null;
}

/** Those that there are, each with the pack that it is in. */
export async function placeBlobs(tx: ReadTx, hashes: readonly BlobHash[]): Promise<PlacedBlob[]> {
  const rows = await tx.rows(sql<Omit<PlacedBlob, "hash"> & { hash: Uint8Array }>`
    select b.hash, b.id, b.size, b.codec, r.content as recent, p.first_id as "packId"
    from ${placedBlob} where b.hash = any(${hashes.map(bytesOf)}::bytea[])`);
  return rows.map((row) => ({ ...row, hash: hashOf(row.hash) }));
}

/** Octets of its content; undefined when there is none. */
export async function sizeOfBlob(tx: ReadTx, hash: BlobHash): Promise<number | undefined> {
  return (await tx.row(sql<{ size: number }>`select size from blob where hash = ${bytesOf(hash)}`))?.size;
}

/** Keeps the blob from the sweep for a day. False when there is none. */
export async function touchBlob(tx: WriteTx, hash: BlobHash, at: Date): Promise<boolean> {
  return (await tx.run(sql`update blob set last_used_at = ${at} where hash = ${bytesOf(hash)}`)) > 0;
}

export interface NewBlob {
  hash: BlobHash;
  size: number;
  codec: number;
  /** Null: in the blob store. */
  content: Uint8Array | null;
  at: Date;
}

/** `kept` and `kept_content` of a WITH: the rows of its `new_blob` and their content, or a touch to the rows that there are. */
export const keepingBlobs: Sql = sql`
    kept as (
      insert into blob (hash, size, last_used_at, email_count, codec, is_stored)
      select hash, size, kept_at, emails, codec, content is null from new_blob
      on conflict (hash) do update set
        email_count = blob.email_count + excluded.email_count,
        last_used_at = greatest(blob.last_used_at, excluded.last_used_at)
      returning id, hash, xmax = 0 as is_new
    ),
    kept_content as (
      insert into blob_recent (id, hash, content)
      select k.id, k.hash, n.content from kept k join new_blob n using (hash) where k.is_new and n.content is not null
    )`;

/** The same for one blob, to begin the WITH. */
export function keepingBlob(blob: NewBlob, emails: number): Sql {
  return sql`
    new_blob as (
      select ${bytesOf(blob.hash)}::bytea as hash, ${blob.size}::bigint as size, ${blob.at}::timestamptz as kept_at,
        ${emails}::int as emails, ${blob.codec}::int as codec, ${blob.content}::bytea as content
    ),
    ${keepingBlobs}`;
}

/**
 * Says whether the row is new. Waits for a sweep of the same blob to end: the content of a new row must be written to the blob
 * store after this, before the commit.
 */
export async function insertBlob(tx: WriteTx, blob: NewBlob): Promise<boolean> {
  const row = await tx.row(sql<{ isNew: boolean }>`with ${keepingBlob(blob, 0)} select is_new as "isNew" from kept`);
  return row?.isNew ?? false;
}

/** The hash as its column has it. */
export function bytesOf(hash: BlobHash): Buffer {
  return Buffer.from(hash, "hex");
}

/** The column as a hash. */
export function hashOf(bytes: Uint8Array): BlobHash {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex") as BlobHash;
}
