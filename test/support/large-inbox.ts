// An employee with an inbox of any size, made in seconds: pegawai.ramai@contoh.go.id.

import { setPassword } from "../../server/auth/initial-password.ts";
import { createPasswordHasher } from "../../server/auth/password-hash.ts";
import { systemRandom, type AccountId, type OrganisationId } from "../../server/base/ids.ts";
import type { Mail } from "../../server/mail/mail.ts";
import { createAccount } from "../../server/organisation/create-account.ts";
import { fillMailbox, settleMail } from "../../server/store/fill-mailbox.ts";
import { listMailboxes } from "../../server/store/mailboxes.ts";
import { largeHtml, plainText, shortHtml } from "./office-messages.ts";

/** Conversations are in turn of plain text, of a short and of a large page of HTML. */
export async function fillLargeInbox(
  mail: Mail,
  { count, password }: { count: number; password: string },
): Promise<{ accountId: AccountId; organisationId: OrganisationId; address: string }> {
  const { db } = mail;
  const hash = await createPasswordHasher({ random: systemRandom }).hash(password);
  const account = await db.write(async (tx) => {
    const made = await createAccount(tx, { address: "pegawai.ramai@contoh.go.id", displayName: "Pegawai Ramai" });
    if (typeof made === "string") throw new Error(made);
    await setPassword(tx, made.accountId, { hash, mustChange: false, now: new Date() });
    return made;
  });
  const { accountId } = account;
  const inbox = (await db.read((tx) => listMailboxes(tx, accountId))).find(({ role }) => role === "inbox")!;
  const messages = [plainText(), shortHtml("Rancangan anggaran"), largeHtml()];
  const blobHashes = await Promise.all(messages.map((raw) => mail.blobs.put(raw)));
  const size = messages[0]!.length;
  await db.write((tx) =>
    fillMailbox(tx, { accountId, mailboxId: inbox.id, count, blobHashes, size, newestAt: new Date() }),
  );
  await db.read(settleMail);
  return account;
}
