// Where large blobs are: a folder or an S3 store, keyed by the content's hash. What is stored is opaque here (compressed
// by whoever calls), so the hash cannot be checked by a store itself.
import type { BlobHash } from "../base/ids.ts";

const hashPattern = /^[0-9a-f]{64}$/;

/** Whether a file or object can be a blob: what else lies in the store is left alone. */
export function isBlobName(name: string): name is BlobHash {
  return hashPattern.test(name);
}

export interface StoredBlob {
  hash: BlobHash;
  writtenAt: Date;
}

export interface BlobStore {
  /** Resolves when the bytes are durable; writing the same hash again replaces it whole. Fails leaving nothing behind. */
  write(hash: BlobHash, bytes: Uint8Array): Promise<void>;
  read(hash: BlobHash): Promise<Uint8Array | undefined>;
  /** Nothing happens when there is none. */
  remove(hash: BlobHash): Promise<void>;
  /** All that is stored, in no order; what is written meanwhile may be missing. */
  list(): AsyncIterable<StoredBlob>;
  /** Removes what writes that were cut off before `before` have left behind. */
  removeUnfinished(before: Date): Promise<void>;
  /** Rejects when the store cannot be reached or written to. */
  check(): Promise<void>;
}
