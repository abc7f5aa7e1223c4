// Content by hash: compressed, small ones in the database, where the delivering transaction's one sync makes them durable,
// large ones in the blob store.
import { hash } from "node:crypto";

import type { Clock } from "../base/clock.ts";
import type { BlobHash } from "../base/ids.ts";
import { compress, decompress, type Compressed } from "../blobs/compress.ts";
import { openPack, readPack } from "../blobs/pack.ts";
import type { BlobStore, StoredBlob } from "../blobs/store.ts";
import { listPacks } from "../store/blob-packs.ts";
import { findBlob, insertBlob, placeBlobs, touchBlob, type BlobRow } from "../store/blobs.ts";
import type { Database, ReadTx } from "../store/database.ts";

/** Compressed content up to this size is kept in its row: a file would round it up to whole blocks and cost a sync. */
export const MAX_INLINE_BYTES = 64 * 1024;

export interface Blobs {
  /** Durable when it resolves. What nothing refers to is swept a day later. */
  put(bytes: Uint8Array): Promise<BlobHash>;
  /** Like `put`, but a small one is only prepared, for an insert of the caller's transaction. */
  prepare(bytes: Uint8Array): Promise<PreparedBlob>;
  /** With `tx` on its connection: whoever holds one must not wait for another. Rejects with DamagedBlob when there is no reading it. */
  get(hash: BlobHash, tx?: ReadTx): Promise<Uint8Array | undefined>;
  /** Several small ones at once, each pack opened once. What is damaged is not among them. */
  getMany(hashes: readonly BlobHash[], tx: ReadTx): Promise<Map<BlobHash, Uint8Array>>;
  /** Removes the content of a blob whose row is being deleted. */
  removeContent(hash: BlobHash): Promise<void>;
  /** What the blob store holds, whether or not there is a row for it. */
  listStored(): AsyncIterable<StoredBlob>;
  /** Removes what writes to the blob store that were cut off have left behind. */
  removeUnfinished(before: Date): Promise<void>;
  /** Rejects when the blob store cannot be used. */
  check(): Promise<void>;
}

/** What was kept is gone or not what it was: of this one content, while others can be read. */
export class DamagedBlob extends Error {
  override name = "DamagedBlob";
}

export interface PreparedBlob {
  readonly hash: BlobHash;
  readonly size: number;
  readonly codec: number;
  /** Null: in the blob store already, its row committed. */
  readonly content: Uint8Array | null;
}

export function createBlobs({ db, store, clock }: { db: Database; store: BlobStore; clock: Clock }): Blobs {
  async function putLarge(hash: BlobHash, size: number, { codec, bytes }: Compressed): Promise<void> {
    const at = new Date(clock.now());
    // The row first: its lock keeps a sweep of the same content away until the content is there for good.
    await db.write(async (tx) => {
      if (await insertBlob(tx, { hash, size, codec, content: null, at })) await store.write(hash, bytes);
    });
  }

  async function prepare(bytes: Uint8Array): Promise<PreparedBlob> {
    const hash = hashContent(bytes);
    const size = bytes.length;
    if (size > MAX_INLINE_BYTES && (await db.write((tx) => touchBlob(tx, hash, new Date(clock.now()))))) {
      return { hash, size, codec: 0, content: null };
    }
    const compressed = await compress(bytes);
    if (compressed.bytes.length <= MAX_INLINE_BYTES) {
      return { hash, size, codec: compressed.codec, content: compressed.bytes };
    }
    await putLarge(hash, size, compressed);
    return { hash, size, codec: compressed.codec, content: null };
  }

  async function get(hash: BlobHash, tx?: ReadTx): Promise<Uint8Array | undefined> {
    const row = tx ? await findBlob(tx, hash) : await db.read((reader) => findBlob(reader, hash));
    if (row === undefined) return undefined;
    if (row.recent) return readRecent(hash, row.recent, row);
    if (row.pack) return inDatabase(hash, async () => readPack(row.pack!, row.id));
    return readStored(hash, row);
  }

  async function readStored(hash: BlobHash, { size, codec }: { size: number; codec: number }): Promise<Uint8Array> {
    const bytes = await store.read(hash);
    if (bytes === undefined) throw new DamagedBlob(`the content of blob ${hash} is missing in the blob store`);
    return restore(hash, size, { codec, bytes });
  }

  async function getMany(hashes: readonly BlobHash[], tx: ReadTx): Promise<Map<BlobHash, Uint8Array>> {
    const blobs = await placeBlobs(tx, hashes);
    const packIds = new Set(blobs.flatMap(({ packId }) => packId ?? []));
    const packs = new Map((await listPacks(tx, [...packIds])).map(({ id, content }) => [id, content]));
    const opened = new Map<number, Map<number, Uint8Array>>();
    const contents = new Map<BlobHash, Uint8Array>();
    for (const blob of blobs) {
      const { id, hash, recent, packId } = blob;
      const content = await unlessDamaged(async () => {
        if (recent) return readRecent(hash, recent, blob);
        if (packId === null) return readStored(hash, blob);
        return inDatabase(hash, async () => {
          if (!opened.has(packId)) opened.set(packId, openPack(packs.get(packId)!));
          return opened.get(packId)!.get(id);
        });
      });
      if (content) contents.set(hash, content);
    }
    return contents;
  }

  return {
    prepare,
    get,
    getMany,
    async put(bytes) {
      const blob = await prepare(bytes);
      const at = new Date(clock.now());
      if (blob.content !== null) await db.write((tx) => insertBlob(tx, { ...blob, at }));
      return blob.hash;
    },
    removeContent: (hash) => store.remove(hash),
    listStored: () => store.list(),
    removeUnfinished: (before) => store.removeUnfinished(before),
    check: () => store.check(),
  };
}

function readRecent(
  hash: BlobHash,
  bytes: Uint8Array,
  { codec, size }: Pick<BlobRow, "codec" | "size">,
): Promise<Uint8Array> {
  return inDatabase(hash, () => decompress({ codec, bytes }, size));
}

async function inDatabase<T>(hash: BlobHash, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new DamagedBlob(`the content of blob ${hash} is damaged in the database`, { cause: error });
  }
}

async function unlessDamaged<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamagedBlob) return undefined;
    throw error;
  }
}

/** A disk may give back something else than it was given: that is never taken for the message. */
async function restore(hash: BlobHash, size: number, compressed: Compressed): Promise<Uint8Array> {
  const damaged = `the content of blob ${hash} is damaged in the blob store`;
  const content = await decompress(compressed, size).catch((error: unknown) => {
    throw new DamagedBlob(damaged, { cause: error });
  });
  if (hashContent(content) !== hash) throw new DamagedBlob(damaged);
  return content;
}

export function hashContent(bytes: Uint8Array): BlobHash {
  return hash("sha256", bytes, "hex") as BlobHash;
}
