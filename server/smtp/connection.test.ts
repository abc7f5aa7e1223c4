// The connection itself: smuggling, limits, failures of ours, the end. What is accepted is in start-smtp.test.ts.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";

import { openTestSmtp } from "../../test/support/smtp.ts";

const begin = `
  S: 220 *
  C: HELO client.example
  C: MAIL FROM:<a@luar.example>
  C: RCPT TO:<budi.santoso@contoh.go.id>
  C: DATA
  S: 250 *
  S: 250 *
  S: 250 *
  S: 354 *
`;

test("RFC 5321 §2.3.8: smuggling by other line ends is refused, and nothing that follows is taken", async (t) => {
  const { script, messagesOf, budi } = await openTestSmtp(t);
  const smuggled =
    "MAIL FROM:<b@luar.example>\\r\\nRCPT TO:<budi.santoso@contoh.go.id>\\r\\nDATA\\r\\nSubject: kedua\\r\\n\\r\\n.\\r\\n";
  for (const end of [
    "\\n.\\n",
    "\\n.\\r\\n",
    "\\r\\n.\\n",
    "\\r.\\r",
    "\\r\\n.\\r",
    "\\r.\\r\\n",
    "\\r\\r\\n.\\r\\n",
  ]) {
    await script(`${begin}
      C~ Subject: pertama\\r\\n\\r\\nisi${end}${smuggled}
      S: 550 5.5.2 *
      S: closed
    `);
  }
  assert.equal((await messagesOf(budi)).length, 0);
});

test("RFC 5321 §2.3.8: a command that ends otherwise ends the connection", async (t) => {
  const { script } = await openTestSmtp(t);
  for (const line of ["EHLO a\\n", "EHLO a\\rNOOP\\r\\n", "NOOP\\nQUIT\\r\\n"]) {
    await script(`
      S: 220 *
      C~ ${line}
      S: 500 5.5.2 *
      S: closed
    `);
  }
});

test("RFC 5321 §4.5.3.1.4: a line that is too long is refused once, and the connection goes on", async (t) => {
  const { script } = await openTestSmtp(t);
  await script(`
    S: 220 *
    C~ NOOP ${"x".repeat(50_000)}\\r\\nNOOP\\r\\n
    S: 500 5.5.6 *
    S: 250 *
  `);
});

test("too many errors, and too many commands without mail, end the connection", async (t) => {
  const { script } = await openTestSmtp(t, { limits: { maxErrors: 2, maxCommandsWithoutMail: 3, tarpitMs: 0 } });
  await script(`
    S: 220 *
    C: HELO client.example
    C: APA
    C: APA
    C: APA
    S: 250 *
    S: 500 *
    S: 500 *
    S: 421 4.7.0 *
    S: closed
  `);
  await script(`
    S: 220 *
    C: NOOP
    C: NOOP
    C: NOOP
    C: NOOP
    S: 250 *
    S: 250 *
    S: 250 *
    S: 421 4.7.0 *
    S: closed
  `);
});

test("connections from one address are limited", async (t) => {
  const { script, listener } = await openTestSmtp(t, { limits: { maxConnectionsPerAddress: 1 } });
  const first = connect(listener.address.port, "127.0.0.1");
  await new Promise((resolve) => first.once("data", resolve));
  await script(`
    S: 421 4.7.0 *
    S: closed
  `);
  first.destroy();
});

test("RFC 5321 §4.5.3.2.7: a client that says nothing is let go", async (t) => {
  const { script } = await openTestSmtp(t, { limits: { idleTimeoutMs: 60 } });
  await script(`
    S: 220 *
    S: 421 4.4.2 *
    S: closed
  `);
});

test("memory for large messages is shared; what does not fit is refused for now", async (t) => {
  const { script } = await openTestSmtp(t, { limits: { ownDataOctets: 1_000, sharedDataOctets: 2_000 } });
  const line = `${"x".repeat(98)}\\r\\n`;
  await script(`${begin}
    C~ ${line.repeat(50)}.\\r\\n
    S: 452 4.3.1 *
    C: MAIL FROM:<a@luar.example>
    C: RCPT TO:<budi.santoso@contoh.go.id>
    C: DATA
    S: 250 *
    S: 250 *
    S: 354 *
    C~ Subject: kecil\\r\\n\\r\\n${line.repeat(20)}.\\r\\n
    S: 250 *
  `);
});

test("invariant 1: a failure of ours is a 451 with an id and without its text, and leaves nothing behind", async (t) => {
  const fixture = await openTestSmtp(t);
  const { script, messagesOf, journalLength, budi, mail } = fixture;
  const { sql } = await import("../store/sql.ts");
  await mail.db.write((tx) => tx.run(sql`alter table journal_entry add constraint penuh check (size < 0)`));
  await script(
    `${begin}
    C: Subject: gagal
    C:
    C: .
    S: 451 4.3.0 Temporary error on our side (????????), try again later
  `.replace("????????", "*"),
  );
  assert.equal((await messagesOf(budi)).length, 0);
  assert.equal(await journalLength(), 0);
  await mail.db.write((tx) => tx.run(sql`alter table journal_entry drop constraint penuh`));
  await script(`${begin}
    C: Subject: berhasil
    C:
    C: .
    S: 250 *
  `);
  assert.equal((await messagesOf(budi)).length, 1);
});

test("a client that goes away in the middle of its message leaves nothing behind", async (t) => {
  const { script, messagesOf, budi, listener } = await openTestSmtp(t);
  await script(`${begin}
    C~ Subject: setengah\\r\\n\\r\\nbelum
  `);
  while (listener.connections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await messagesOf(budi)).length, 0);
});

test("RFC 5321 §3.8: at the end, what is being accepted is finished, and then 421", async (t) => {
  const { listener, messagesOf, budi } = await openTestSmtp(t);
  const idle = connect(listener.address.port, "127.0.0.1").setEncoding("utf8");
  const busy = connect(listener.address.port, "127.0.0.1").setEncoding("utf8");
  let heard = "";
  let idleHeard = "";
  busy.on("data", (text) => (heard += String(text)));
  idle.on("data", (text) => (idleHeard += String(text)));
  busy.write("HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<budi.santoso@contoh.go.id>\r\nDATA\r\n");
  while (!heard.includes("354") || idleHeard === "") await new Promise((resolve) => setTimeout(resolve, 5));
  const ended = listener[Symbol.asyncDispose]();
  setTimeout(() => busy.write("Subject: akhir\r\n\r\nisi\r\n.\r\n"), 50);
  await ended;
  assert.match(heard, /354 [^\n]*\n250 2\.0\.0 [^\n]*\n421 4\.3\.2 /);
  assert.match(idleHeard, /^220 [^\n]*\n421 4\.3\.2 /);
  assert.equal((await messagesOf(budi)).length, 1);
});
