// Accounts with inboxes of given sizes, and a message of 10 KB, for bench/jmap.ts.
import { createAppPasswordSecret, hashAppPassword } from "../../server/auth/app-password.ts";
import { systemClock } from "../../server/base/clock.ts";
import { createDkimKey } from "../../server/base/dkim-key.ts";
import { systemRandom, type AccountId } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import { createMail } from "../../server/mail/mail.ts";
import { createAccount } from "../../server/organisation/create-account.ts";
import { createOrganisation } from "../../server/organisation/create-organisation.ts";
import { insertAppPassword } from "../../server/store/app-passwords.ts";
import type { Database } from "../../server/store/database.ts";
import { fillMailbox, settleMail } from "../../server/store/fill-mailbox.ts";
import { listMailboxes } from "../../server/store/mailboxes.ts";
import { buildMessage, composeBody } from "../../standards/mime/build-message.ts";

export interface FilledAccount {
  count: number;
  accountId: string;
  mailboxId: string;
  /** One email of 10 KB. */
  emailId: string;
  authorization: string;
}

export async function fillAccounts(
  db: Database,
  blobFolder: string,
  counts: readonly number[],
): Promise<FilledAccount[]> {
  const log = createLog({ level: "warn" });
  const mail = await createMail({ db, blobStore: await openFolderStore(blobFolder), clock: systemClock, log });
  const raw = tenKilobytes();
  const blobHash = await mail.blobs.put(raw);
  const key = await createDkimKey(new Date());
  await db.write((tx) => createOrganisation(tx, { name: "Kota", signInPrefix: "kota", domain: "contoh.go.id", key }));
  const filled: FilledAccount[] = [];
  for (const count of counts) {
    const address = `pegawai.${count}@contoh.go.id`;
    const account = await db.write((tx) => createAccount(tx, { address, displayName: `Pegawai ${count}` }));
    if (typeof account === "string") throw new Error(account);
    const { accountId } = account;
    const inbox = (await db.read((tx) => listMailboxes(tx, accountId))).find(({ role }) => role === "inbox")!;
    const size = raw.length;
    const fill = { accountId, mailboxId: inbox.id, count, blobHashes: [blobHash], size, newestAt: new Date() };
    await db.write((tx) => fillMailbox(tx, fill));
    filled.push({
      count,
      accountId: `a${accountId}`,
      mailboxId: `m${inbox.id}`,
      emailId: `e${1_000 + count}`,
      authorization: await appPassword(db, accountId),
    });
  }
  await db.read(settleMail);
  await mail[Symbol.asyncDispose]();
  return filled;
}

async function appPassword(db: Database, accountId: AccountId): Promise<string> {
  const secret = createAppPasswordSecret(systemRandom);
  const password = { accountId, name: "bench", secretHash: hashAppPassword(secret)!, scopes: ["jmap"] };
  await db.write((tx) => insertAppPassword(tx, { ...password, createdAt: new Date() }));
  return `Bearer ${secret}`;
}

/** Text and HTML as alternatives, as most mail is. */
function tenKilobytes(): Uint8Array {
  const sentence = "Bersama ini kami sampaikan rancangan anggaran dinas kesehatan untuk ditelaah bersama. ";
  const text = sentence.repeat(36);
  const html = `<html><body>${`<p style="margin:0">${sentence}</p>\n`.repeat(58)}</body></html>`;
  return buildMessage({
    headers: [
      { name: "From", addresses: [{ name: "Siti Rahayu", email: "siti.rahayu@contoh.go.id" }] },
      { name: "To", addresses: [{ name: "Budi Santoso", email: "budi.santoso@contoh.go.id" }] },
      { name: "Subject", text: "Rancangan anggaran" },
      { name: "Date", date: "2026-03-02T08:00:00+07:00" },
      { name: "Message-ID", messageIds: ["anggaran@contoh.go.id"] },
    ],
    body: composeBody({ text, html }),
    boundary: () => "=_batas",
  });
}
