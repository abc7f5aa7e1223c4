// Deletes content that nothing refers to. Whoever is about to refer to some touches its row first (Blobs.put, keepMessage), under
// the same lock: within a day of that it stays.
import { removeUploads } from "../store/uploads.ts";
import { deleteUnusedBlob, listUnusedBlobs } from "../store/unused-blobs.ts";
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
