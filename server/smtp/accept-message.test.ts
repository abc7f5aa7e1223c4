// Verdicts on incoming mail and what follows from them.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { dkimSign } from "mailauth";

import { openTestSmtp } from "../../test/support/smtp.ts";
import { createDkimKey, dkimRecord } from "../base/dkim-key.ts";

const { script, messagesOf, zone, budi, siti, addAccount, mail } = await openTestSmtp({ after });

const send = (mailFrom: string, message: string, reply: string): Promise<void> =>
  script(`
    S: 220 *
    C: HELO luar.example
    C: MAIL FROM:<${mailFrom}>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 250 *
    S: 354 *
    C~ ${message.replaceAll("\\", "\\\\").replaceAll("\r\n", "\\r\\n")}.\\r\\n
    S: ${reply}
  `);

const letter = (from: string): string =>
  `From: <${from}>\r\nSubject: uji\r\nDate: Mon, 2 Mar 2026 08:00:00 +0700\r\n\r\nisi\r\n`;

test("RFC 7208: SPF is checked against the peer, and the verdict kept as data and in the header", async () => {
  zone["sah.example"] = { TXT: ["v=spf1 ip4:127.0.0.1 -all"] };
  await send("a@sah.example", letter("a@sah.example"), "250 *");
  const message = (await messagesOf(budi)).at(-1);
  assert.ok(message);
  assert.match(message.verdicts, /^spf=pass;/);
  assert.match(message.raw, /\r\n spf=pass [^\n]*smtp\.mailfrom=a@sah\.example/);
});

test("RFC 7489 §6.6.2: reject is obeyed", async () => {
  zone["bank.example"] = { TXT: ["v=spf1 -all"] };
  zone["_dmarc.bank.example"] = { TXT: ["v=DMARC1; p=reject"] };
  const before = (await messagesOf(budi)).length;
  await send("a@luar.example", letter("cs@bank.example"), "550 5.7.1 *bank.example*");
  assert.equal((await messagesOf(budi)).length, before);
});

test("RFC 7489 §6.6.2: quarantine goes to Spam", async () => {
  zone["_dmarc.toko.example"] = { TXT: ["v=DMARC1; p=quarantine"] };
  await send("a@luar.example", letter("cs@toko.example"), "250 *");
  const message = (await messagesOf(budi)).at(-1);
  assert.equal(message?.role, "junk");
  assert.match(message.verdicts, /dmarc=fail;/);
  assert.match(message.verdicts, /quarantine by dmarc$/);
});

test("RFC 6376: a signature of the author's domain makes DMARC pass, and an altered body makes it fail", async () => {
  const key = { domain: "tanda.example", ...(await createDkimKey(new Date())) };
  const { name, value } = dkimRecord(key);
  zone[name] = { TXT: [value] };
  zone["_dmarc.tanda.example"] = { TXT: ["v=DMARC1; p=reject"] };
  const message = letter("a@tanda.example");
  const signer = { signingDomain: key.domain, selector: key.selector, privateKey: key.privateKey };
  const { signatures } = await dkimSign(message, { ...signer, signatureData: [signer] });
  await send("a@luar.example", signatures + message, "250 *");
  const kept = (await messagesOf(budi)).at(-1);
  assert.ok(kept);
  assert.match(kept.verdicts, /dkim=pass tanda\.example;/);
  assert.match(kept.verdicts, /dmarc=pass$/);
  await send("a@luar.example", signatures + message.replace("isi", "lain"), "550 5.7.1 *");
});

test("while DNS is down mail flows, and what cannot be judged under p=reject is asked to come again", async () => {
  zone["macet.example"] = "ETIMEOUT";
  zone["_dmarc.macet.example"] = "ETIMEOUT";
  await send("a@macet.example", letter("a@macet.example"), "250 *");
  assert.match((await messagesOf(budi)).at(-1)?.verdicts ?? "", /^spf=temperror;?/);
  zone["_dmarc.macet.example"] = { TXT: ["v=DMARC1; p=reject"] };
  await send("a@macet.example", letter("a@macet.example"), "451 4.7.24 *");
});

test("names of the peer cannot add a header field of their own", async () => {
  await script(`
    S: 220 *
    C: EHLO luar.example
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250 *
    C: MAIL FROM:<"a b(c;d"@luar.example>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 354 *
    C: From: a@luar.example
    C:
    C: .
    S: 250 *
  `);
  const raw = (await messagesOf(budi)).at(-1)?.raw ?? "";
  const names = raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .split(/\r\n(?![ \t])/)
    .map((line) => line.split(":")[0]);
  assert.deepEqual(names, ["Return-Path", "Authentication-Results", "Received", "From"]);
});

test("a mailbox that fills up between RCPT and the end gets the message later, the others now", async () => {
  const { sql } = await import("../store/sql.ts");
  const full = await addAccount({ address: "hampir@contoh.go.id", displayName: "Hampir Penuh" });
  await mail.db.write((tx) => tx.run(sql`update mail_account set quota_bytes = 300 where account_id = ${full}`));
  await script(`
    S: 220 *
    C: HELO luar.example
    C: MAIL FROM:<a@luar.example>
    C: RCPT TO:<hampir@contoh.go.id>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 354 *
    C: Subject: untuk dua
    C:
    C: isi
    C: .
    S: 250 *
  `);
  assert.equal((await messagesOf(siti)).length, 1);
  assert.equal((await messagesOf(full)).length, 0);
  const rows = await mail.db.read((tx) => tx.rows(sql`select address, status from queue_recipient`));
  assert.deepEqual(rows, [{ address: "hampir@contoh.go.id", status: "deferred" }]);
});

test("one thousand recipients: one journal entry, one blob", async () => {
  const { sql } = await import("../store/sql.ts");
  const addresses = Array.from({ length: 1000 }, (_, index) => `orang${index}@contoh.go.id`);
  await mail.db.write(async (tx) => {
    const { createAccount } = await import("../organisation/create-account.ts");
    for (const address of addresses) await createAccount(tx, { address, displayName: address });
  });
  const count = (): Promise<{ journal: number; blobs: number } | undefined> =>
    mail.db.read((tx) =>
      tx.row(sql<{ journal: number; blobs: number }>`
        select (select count(*) from journal_entry) as journal, (select count(*) from blob) as blobs`),
    );
  const before = await count();
  await script(`
    S: 220 *
    C: HELO luar.example
    C: MAIL FROM:<a@luar.example>
    ${addresses.map((address) => `C: RCPT TO:<${address}>`).join("\n")}
    C: DATA
    ${"S: 250 *\n".repeat(1002)}
    S: 354 *
    C: Subject: untuk semua
    C:
    C: isi
    C: .
    S: 250 *
  `);
  const now = await count();
  assert.deepEqual(now, { journal: (before?.journal ?? 0) + 1, blobs: (before?.blobs ?? 0) + 1 });
});
