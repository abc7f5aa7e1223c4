// All emails of an account as one mbox file, the oldest first, message by message: none is in memory longer than it takes to send it.

import { formatMboxEntry } from "../../standards/mime/format-mbox.ts";
import type { AccountId } from "../base/ids.ts";
import { listEmailsByAge, type AgedEmail } from "../store/emails.ts";
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
      const raw = await blobs.get(blobHash);
      // One that the person deleted meanwhile.
      if (raw) yield formatMboxEntry(raw, receivedAt);
    }
    if (emails.length < AT_ONCE) return;
    after = emails.at(-1);
  }
}
