// Opens messages one after the other, for what no index knows.
import type { AccountId, BlobHash, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { blobsOfEmails } from "../store/emails.ts";
import { DamagedBlob } from "./blobs.ts";
import type { Mail } from "./mail.ts";

/** So many small messages are asked for at once; larger ones are opened one by one. */
const atOnce = 16;
const smallBytes = 256 * 1024;

/** Calls `visit` with the raw octets of each email that exists. One that is damaged is passed over: the others are still looked for. */
export async function forEachMessage(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  { accountId, ids }: { accountId: AccountId; ids: readonly EmailId[] },
  visit: (id: EmailId, raw: Uint8Array) => void,
): Promise<void> {
  const emails = await blobsOfEmails(tx, accountId, ids);
  for (let start = 0; start < emails.length;) {
    let end = start + 1;
    while (end < emails.length && end - start < atOnce && emails[end]!.size <= smallBytes) end += 1;
    const some = emails.slice(start, end);
    const raws = await Promise.all(some.map(({ blobHash }) => readWhole(mail, tx, blobHash)));
    some.forEach(({ id }, index) => {
      const raw = raws[index];
      if (raw !== undefined) visit(id, raw);
    });
    start = end;
  }
}

async function readWhole(mail: Pick<Mail, "blobs">, tx: ReadTx, blobHash: BlobHash): Promise<Uint8Array | undefined> {
  try {
    return await mail.blobs.get(blobHash, tx);
  } catch (error) {
    if (error instanceof DamagedBlob) return undefined;
    throw error;
  }
}
