// A disk without room and a database that is gone: the peer is asked to come again, nothing that was acknowledged is lost, nothing
// half stays behind, and mail flows again as soon as it can.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { Client } from "pg";

import { ping } from "../../server/store/database.ts";
import { createEmptyDatabase } from "../support/database.ts";
import { openTestHttp } from "../support/http.ts";
import { openSender } from "../support/send-mail.ts";
import { openTestSmtp } from "../support/smtp.ts";

let isFull = false;
const smtp = await openTestSmtp({ after }, {}, (store) => ({
  ...store,
  write: async (hash, bytes) => {
    if (isFull) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    await store.write(hash, bytes);
  },
}));
const { app } = await openTestHttp({ after }, { db: smtp.db, checks: { database: () => ping(smtp.db) } });
const to = "budi.santoso@contoh.go.id";

/** Too large for the database's own rows. */
function letter(subject: string): string {
  const body = randomBytes(150_000).toString("base64").replace(/.{76}/g, "$&\r\n");
  return `From: a@luar.example\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
}

async function subjects(): Promise<string[]> {
  return (await smtp.messagesOf(smtp.budi)).map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "");
}

test("R6, RFC 3463 §3.4: a full disk is 452 4.3.1, leaves nothing behind, and goes by", async () => {
  using sender = await openSender(smtp.listener.address.port);
  assert.equal((await sender.send({ to, data: letter("sebelum") })).code, 250);
  const entries = await smtp.journalLength();
  isFull = true;
  for (let turn = 0; turn < 3; turn++) {
    const { code, enhanced, lines } = await sender.send({ to, data: letter("penuh") });
    assert.equal(`${code} ${enhanced}`, "452 4.3.1");
    assert.match(lines[0] ?? "", /^No room on our side \([\w-]+\), try again later$/);
  }
  assert.deepEqual(await subjects(), ["sebelum"]);
  assert.equal(await smtp.journalLength(), entries);
  isFull = false;
  assert.equal((await sender.send({ to, data: letter("sesudah") })).code, 250);
  assert.deepEqual(await subjects(), ["sebelum", "sesudah"]);
});

test("R6: without its database the server says 451 and 503, and serves again when it is back", async () => {
  using sender = await openSender(smtp.listener.address.port);
  const before = await subjects();
  // From another database of the same server; nobody is connected to this one meanwhile.
  const { connection } = await createEmptyDatabase({ after });
  const admin = new Client(connection);
  await admin.connect();
  const name = new URL(smtp.url).pathname.slice(1);
  try {
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
    for (let turn = 0; turn < 3; turn++) {
      const { code, enhanced, lines } = await sender.send({ to, data: letter("hilang") });
      assert.equal(`${code} ${enhanced}`, "451 4.3.0");
      assert.match(lines[0] ?? "", /^Temporary error on our side \([\w-]+\), try again later$/);
    }
    assert.equal((await app.inject("/readyz")).statusCode, 503);
    assert.equal((await app.inject("/healthz")).statusCode, 200);
    const page = await app.inject({ url: "/sign-in", headers: { accept: "text/html" } });
    assert.ok(page.statusCode >= 500);
    assert.doesNotMatch(page.body, /database|postgres|connect/i);
  } finally {
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
  }
  assert.equal((await sender.send({ to, data: letter("kembali") })).code, 250);
  assert.deepEqual(await subjects(), [...before, "kembali"]);
  assert.equal((await app.inject("/readyz")).statusCode, 200);
});
