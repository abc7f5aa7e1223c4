// Blobs that an account has uploaded and may use for a day or until something refers to them.
import type { AccountId, BlobHash } from "../base/ids.ts";
import { bytesOf } from "./blobs.ts";
import type { WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** The blob must be stored already. Uploading the same again counts anew. */
export async function addUpload(
  tx: WriteTx,
  upload: { accountId: AccountId; blobHash: BlobHash; type: string; createdAt: Date },
): Promise<void> {
  await tx.run(sql`
    insert into upload (account_id, blob_hash, type, created_at)
    values (${upload.accountId}, ${bytesOf(upload.blobHash)}, ${upload.type}, ${upload.createdAt})
    on conflict (account_id, blob_hash) do update set type = excluded.type, created_at = excluded.created_at`);
}

/** Forgets uploads that are older; what nothing else refers to is then swept. */
export async function removeUploads(tx: WriteTx, before: Date): Promise<number> {
  return tx.run(sql`delete from upload where created_at < ${before}`);
}
