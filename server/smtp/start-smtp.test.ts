import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestSmtp } from "../../test/support/smtp.ts";
import { sql } from "../store/sql.ts";

const { script, messagesOf, journalLength, budi, siti, admin, addAccount, db } = await openTestSmtp(
  { after },
  {
    maxMessageBytes: 200_000,
    maxRecipients: 5,
  },
);

test("RFC 5321 §3.1 and §4.1.1.1: greeting, and what EHLO offers", () =>
  script(`
    S: 220 mx.contoh.go.id ESMTP Surel
    C: EHLO client.example
    S: 250-mx.contoh.go.id
    S: 250-PIPELINING
    S: 250-SIZE 200000
    S: 250-8BITMIME
    S: 250-SMTPUTF8
    S: 250 ENHANCEDSTATUSCODES
    C: HELO client.example
    S: 250 mx.contoh.go.id
    C: QUIT
    S: 221 2.0.0 *
    S: closed
  `));

test("RFC 5321 §3.3: a message is kept in the mailbox of its recipient, with our trace before it", async () => {
  await script(`
    S: 220 *
    C: EHLO client.example
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250 *
    C: MAIL FROM:<luar@luar.example> SIZE=100 BODY=8BITMIME
    S: 250 2.1.0 *
    C: RCPT TO:<Budi.Santoso@CONTOH.go.id>
    S: 250 2.1.5 *
    C: DATA
    S: 354 *
    C: From: Luar <luar@luar.example>
    C: To: budi.santoso@contoh.go.id
    C: Return-Path: <palsu@palsu.example>
    C: Authentication-Results: mx.contoh.go.id; dkim=pass header.d=palsu.example
    C: Authentication-Results: lain.example; dkim=pass
    C: Subject: Rapat
    C:
    C: ..titik
    C: selesai
    C: .
    S: 250 2.0.0 Accepted as *
    C: QUIT
    S: 221 *
  `);
  const [message] = await messagesOf(budi);
  assert.equal(message?.role, "inbox");
  const raw = message.raw;
  assert.match(raw, /^Return-Path: <luar@luar\.example>\r\nAuthentication-Results: mx\.contoh\.go\.id;\r\n dkim=none/);
  assert.match(
    raw,
    /\r\nReceived: from client\.example \(\[127\.0\.0\.1\]\)\r\n by mx\.contoh\.go\.id \(Surel\) with ESMTP id \S+\r\n for <Budi\.Santoso@contoh\.go\.id>;\r\n Mon, 2 Mar 2026 01:00:00 \+0000\r\n/,
  );
  assert.ok(!raw.includes("palsu"));
  assert.ok(raw.includes("Authentication-Results: lain.example; dkim=pass\r\n"));
  assert.ok(raw.endsWith("\r\n\r\n.titik\r\nselesai\r\n"));
  assert.match(message.verdicts, /^spf=none;/);
});

test("RFC 2920 §3.1: commands in one go are answered in order, RCPT by RCPT", async () => {
  await script(`
    S: 220 *
    C: HELO client.example
    C: MAIL FROM:<>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: RCPT TO:<tidak.ada@contoh.go.id>
    C: RCPT TO:<seseorang@luar.example>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: DATA
    S: 250 mx.contoh.go.id
    S: 250 2.1.0 *
    S: 250 2.1.5 *
    S: 550 5.1.1 *
    S: 550 5.7.1 *
    S: 250 2.1.5 *
    S: 354 *
    C: Subject: dua orang
    C:
    C: isi
    C: .
    C: QUIT
    S: 250 2.0.0 *
    S: 221 *
  `);
  const [theirs, mine] = [(await messagesOf(siti)).at(-1), (await messagesOf(budi)).at(-1)];
  assert.ok(theirs);
  assert.ok(theirs.raw.startsWith("Return-Path: <>\r\n"));
  assert.equal(theirs.raw, mine?.raw);
  assert.ok(!theirs.raw.includes(" for <"));
});

test("RFC 5321 §4.1.4: commands in the wrong order", () =>
  script(`
    S: 220 *
    C: MAIL FROM:<a@luar.example>
    S: 503 5.5.1 *
    C: HELO client.example
    S: 250 *
    C: RCPT TO:<budi.santoso@contoh.go.id>
    S: 503 5.5.1 *
    C: DATA
    S: 503 5.5.1 *
    C: MAIL FROM:<a@luar.example>
    S: 250 *
    C: MAIL FROM:<a@luar.example>
    S: 503 5.5.1 *
    C: DATA
    S: 554 5.5.1 *
    C: RSET
    S: 250 *
    C: RCPT TO:<budi.santoso@contoh.go.id>
    S: 503 5.5.1 *
    C: AUTH PLAIN
    S: 502 5.5.1 *
    C: STARTTLS
    S: 454 4.7.0 *
    C: EXPN semua
    S: 502 5.5.1 *
    C: VRFY budi
    S: 252 2.1.5 *
    C: NOOP
    S: 250 *
    C: TIDAK ADA
    S: 500 5.5.2 *
  `));

test("RFC 5321 §4.1.2: addresses and parameters that are none", () =>
  script(`
    S: 220 *
    C: EHLO client.example
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250-*
    S: 250 *
    C: MAIL FROM:budi
    S: 501 5.5.2 *
    C: MAIL FROM:<budi>
    S: 501 5.1.7 *
    C: MAIL FROM:<a@b.example> SIZE=banyak
    S: 501 5.5.4 *
    C: MAIL FROM:<a@b.example> TIDAKADA=1
    S: 555 5.5.4 *
    C: MAIL FROM:<a@b.example> BODY=BINARYMIME
    S: 501 5.5.4 *
    C: MAIL FROM:<ä@b.example>
    S: 550 5.6.7 *
    C: MAIL FROM:<ä@b.example> SMTPUTF8
    S: 250 *
    C: RCPT TO:<@lain.example:budi.santoso@contoh.go.id>
    S: 250 *
    C: RCPT TO:<budi santoso@contoh.go.id>
    S: 501 5.1.3 *
  `));

test("RFC 1870 §6.1: a declared size over the limit is refused before DATA", () =>
  script(`
    S: 220 *
    C: HELO client.example
    S: 250 *
    C: MAIL FROM:<a@example.org> SIZE=999999999
    S: 552 5.3.4 *
  `));

test("RFC 1870 §6.3: what turns out too large is refused at its end, and the connection goes on", () =>
  script(`
    S: 220 *
    C: HELO client.example
    C: MAIL FROM:<a@example.org>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 250 *
    S: 354 *
    C~ ${"x".repeat(998)}\\r\\n${`${"x".repeat(998)}\\r\\n`.repeat(200)}.\\r\\n
    S: 552 5.3.4 *
    C: NOOP
    S: 250 *
  `));

test("RFC 5321 §4.5.3.1.10: too many recipients", () =>
  script(`
    S: 220 *
    C: HELO client.example
    S: 250 *
    C: MAIL FROM:<a@example.org>
    S: 250 *
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: RCPT TO:<siti.rahayu@contoh.go.id>
    C: RCPT TO:<admin@contoh.go.id>
    C: RCPT TO:<postmaster@contoh.go.id>
    C: RCPT TO:<Postmaster>
    C: RCPT TO:<abuse@contoh.go.id>
    C: RCPT TO:<hostmaster@contoh.go.id>
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 550 5.1.1 *
    C: RCPT TO:<BUDI.santoso@contoh.go.id>
    S: 250 *
  `));

test("RFC 2142 §4: the administrator gets what is for postmaster and abuse, once", async () => {
  await script(`
    S: 220 *
    C: HELO client.example
    C: MAIL FROM:<a@example.org>
    C: RCPT TO:<postmaster>
    C: RCPT TO:<abuse@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 354 *
    C: Subject: keluhan
    C:
    C: .
    S: 250 *
  `);
  assert.equal((await messagesOf(admin)).length, 1);
});

test("RFC 5321 §6.3: a loop is ended", async () => {
  const before = await journalLength();
  for (const field of ["Received: from a by b; x", "Delivered-To: budi.santoso@contoh.go.id"]) {
    await script(`
      S: 220 *
      C: HELO client.example
      C: MAIL FROM:<a@example.org>
      C: RCPT TO:<budi.santoso@contoh.go.id>
      C: DATA
      S: 250 *
      S: 250 *
      S: 250 *
      S: 354 *
      C~ ${`${field}\\r\\n`.repeat(101)}Subject: putar\\r\\n\\r\\n.\\r\\n
      S: 554 5.4.6 *
    `);
  }
  assert.equal(await journalLength(), before);
});

test("disabled accounts and full mailboxes are refused at RCPT, with and without SIZE", async () => {
  const full = await addAccount({ address: "penuh@contoh.go.id", displayName: "Penuh" });
  const disabled = await addAccount({ address: "nonaktif@contoh.go.id", displayName: "Nonaktif" });
  await db.write(async (tx) => {
    await tx.run(sql`update mail_account set quota_bytes = 5000 where account_id = ${full}`);
    await tx.run(sql`update account set state = 'disabled' where id = ${disabled}`);
  });
  await script(`
    S: 220 *
    C: HELO client.example
    C: MAIL FROM:<a@example.org> SIZE=6000
    C: RCPT TO:<penuh@contoh.go.id>
    C: RCPT TO:<nonaktif@contoh.go.id>
    C: RSET
    C: MAIL FROM:<a@example.org>
    C: RCPT TO:<penuh@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 452 4.2.2 *
    S: 550 5.2.1 *
    S: 250 *
    S: 250 *
    S: 250 *
    S: 354 *
    C~ ${`${"x".repeat(100)}\\r\\n`.repeat(80)}.\\r\\n
    S: 452 4.2.2 *
  `);
  assert.equal((await messagesOf(full)).length, 0);
});
