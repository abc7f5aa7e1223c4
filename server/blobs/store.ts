// Where large blobs are: a folder or an S3 store, keyed by the content's hash. What is stored is opaque here (compressed
// by whoever calls), so the hash cannot be checked by a store itself.
import type { BlobHash } from "../base/ids.ts";

export interface BlobStore {
  /** Resolves when the bytes are durable; writing the same hash again replaces it whole. Fails leaving nothing behind. */
  write(hash: BlobHash, bytes: Uint8Array): Promise<void>;
  read(hash: BlobHash): Promise<Uint8Array | undefined>;
  /** Nothing happens when there is none. */
  remove(hash: BlobHash): Promise<void>;
  /** Rejects when the store cannot be reached or written to. */
  check(): Promise<void>;
}
