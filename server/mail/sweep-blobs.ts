// Deletes content that nothing refers to. Whoever is about to refer to some touches its row first (Blobs.put, keepMessage), under
// the same lock: within a day of that it stays.
import { removeUploads } from "../store/uploads.ts";
import type { BlobHash } from "../base/ids.ts";
import { deleteUnusedBlob, existingBlobs, holdMissingBlob, listUnusedBlobs } from "../store/unused-blobs.ts";
import type { Mail } from "./mail.ts";

const keptMs = 24 * 3600 * 1000;
const blobsAtOnce = 500;

/** Also forgets uploads after a day. Says how many blobs went. */
export async function sweepBlobs(mail: Pick<Mail, "db" | "blobs" | "clock">): Promise<number> {
  const before = new Date(mail.clock.now() - keptMs);
  await mail.db.write((tx) => removeUploads(tx, before));
  let swept = 0;
  for (;;) {
    const hashes = await mail.db.read((tx) => listUnusedBlobs(tx, { before, limit: blobsAtOnce }));
    const sweptBefore = swept;
    for (const hash of hashes) {
      const isGone = await mail.db.write(async (tx) => {
        const deleted = await deleteUnusedBlob(tx, hash, before);
        if (deleted?.isStored) await mail.blobs.removeContent(hash);
        return deleted !== undefined;
      });
      if (isGone) swept++;
    }
    if (hashes.length < blobsAtOnce || swept === sweptBefore) return swept;
  }
}

/**
 * Removes from the blob store what no row tells of, as a crash between the write and the commit leaves it. What is younger than a
 * day may be about to get its row. Says how many went.
 */
export async function sweepOrphans(mail: Pick<Mail, "db" | "blobs" | "clock">, signal?: AbortSignal): Promise<number> {
  const now = new Date(mail.clock.now());
  const before = new Date(now.getTime() - keptMs);
  await mail.blobs.removeUnfinished(before);
  let swept = 0;
  let some: BlobHash[] = [];
  async function sweepSome(): Promise<void> {
    const existing = await mail.db.read((tx) => existingBlobs(tx, some));
    for (const hash of some) {
      if (existing.has(hash)) continue;
      await mail.db.write(async (tx) => {
        if (!(await holdMissingBlob(tx, hash, now))) return;
        await mail.blobs.removeContent(hash);
        swept++;
      });
    }
    some = [];
  }
  for await (const { hash, writtenAt } of mail.blobs.listStored()) {
    if (signal?.aborted) return swept;
    if (writtenAt < before) some.push(hash);
    if (some.length >= blobsAtOnce) await sweepSome();
  }
  if (some.length > 0) await sweepSome();
  return swept;
}
