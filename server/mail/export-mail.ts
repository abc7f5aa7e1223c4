// All emails of an account as one mbox file, the oldest first, message by message: none is in memory longer than it takes to send it.

import { formatMboxEntry } from "../../standards/mime/format-mbox.ts";
import type { AccountId, BlobHash } from "../base/ids.ts";
import { listEmailsByAge, type AgedEmail } from "../store/emails.ts";
import { DamagedBlob } from "./blobs.ts";
import type { Mail } from "./mail.ts";

const AT_ONCE = 200;

export async function* exportMail(
  { db, blobs }: Pick<Mail, "db" | "blobs">,
  accountId: AccountId,
): AsyncGenerator<Uint8Array> {
  let after: AgedEmail | undefined;
  for (;;) {
    const last = after;
    const emails = await db.read((tx) => listEmailsByAge(tx, accountId, { after: last, limit: AT_ONCE }));
    for (const { blobHash, receivedAt } of emails) {
      const raw = await readUnlessDamaged(blobs, blobHash);
      // One that the person deleted meanwhile.
      if (raw) yield formatMboxEntry(raw, receivedAt);
    }
    if (emails.length < AT_ONCE) return;
    after = emails.at(-1);
  }
}

/** A message that cannot be read keeps its place, so that it is not missed in silence, and does not take the others with it. */
async function readUnlessDamaged(blobs: Mail["blobs"], blobHash: BlobHash): Promise<Uint8Array | undefined> {
  try {
    return await blobs.get(blobHash);
  } catch (error) {
    if (!(error instanceof DamagedBlob)) throw error;
    return Buffer.from(
      "Subject: (pesan rusak, damaged message)\nX-Surel-Damaged: the content of this message cannot be read\n\n",
    );
  }
}
