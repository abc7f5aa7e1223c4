// Content that an account brings along for what it is about to make: RFC 8620 §6.1.
import type { AccountId, BlobHash } from "../base/ids.ts";
import { addUpload } from "../store/uploads.ts";
import type { Mail } from "./mail.ts";

/** Durable and readable by the account for a day. The size is the caller's to limit. */
export async function uploadBlob(
  mail: Pick<Mail, "db" | "blobs" | "clock">,
  accountId: AccountId,
  upload: { content: Uint8Array; type: string },
): Promise<BlobHash> {
  const blobHash = await mail.blobs.put(upload.content);
  const createdAt = new Date(mail.clock.now());
  await mail.db.write((tx) => addUpload(tx, { accountId, blobHash, type: upload.type, createdAt }));
  return blobHash;
}
