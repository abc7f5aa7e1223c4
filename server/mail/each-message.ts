// Opens messages one after the other, for what no index knows.
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { blobsOfEmails } from "../store/emails.ts";
import type { Mail } from "./mail.ts";

/** Calls `visit` with the raw octets of each email that exists. */
export async function forEachMessage(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  { accountId, ids }: { accountId: AccountId; ids: readonly EmailId[] },
  visit: (id: EmailId, raw: Uint8Array) => void,
): Promise<void> {
  for (const { id, blobHash } of await blobsOfEmails(tx, accountId, ids)) {
    const raw = await mail.blobs.get(blobHash, tx);
    if (raw !== undefined) visit(id, raw);
  }
}
