// Opens messages one after the other, for what no index knows.
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import { blobsOfEmails } from "../store/emails.ts";
import type { Mail } from "./mail.ts";

/** So many are asked for at once, and no more than so many octets unless one alone is more. */
const atOnce = 64;
const bytesAtOnce = 1024 * 1024;

/** Calls `visit` with the raw octets of each email that exists. One that is damaged is passed over: the others are still looked for. */
export async function forEachMessage(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  { accountId, ids }: { accountId: AccountId; ids: readonly EmailId[] },
  visit: (id: EmailId, raw: Uint8Array) => void,
): Promise<void> {
  // Those that came one after the other are kept together.
  const emails = (await blobsOfEmails(tx, accountId, ids)).toSorted((one, other) => one.id - other.id);
  for (let start = 0; start < emails.length;) {
    let end = start + 1;
    let bytes = emails[start]!.size;
    while (end < emails.length && end - start < atOnce && (bytes += emails[end]!.size) <= bytesAtOnce) end += 1;
    const some = emails.slice(start, end);
    const contents = await mail.blobs.getMany(
      some.map(({ blobHash }) => blobHash),
      tx,
    );
    for (const { id, blobHash } of some) {
      const raw = contents.get(blobHash);
      if (raw !== undefined) visit(id, raw);
    }
    start = end;
  }
}
