import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeOrganisation } from "../../../test/support/organisation.ts";
import { systemRandom } from "../../base/ids.ts";
import { createLog } from "../../base/log.ts";
import { openFolderStore } from "../../blobs/folder.ts";
import { createMail } from "../../mail/mail.ts";
import type { Database } from "../../store/database.ts";
import { sql } from "../../store/sql.ts";
import { prepareDemo } from "./prepare-demo.ts";

const clock = createTestClock("2026-11-21T09:00:00+07:00");

async function open(db: Database) {
  const dataDir = await mkdtemp(join(tmpdir(), "surel-demo-"));
  after(() => rm(dataDir, { recursive: true }));
  const mail = await createMail({
    db,
    blobStore: await openFolderStore(dataDir),
    clock,
    log: createLog({ level: "silent" }),
  });
  after(() => mail[Symbol.asyncDispose]());
  const prepare = (options: { password?: string; publicUrl?: string } = {}) =>
    prepareDemo({ mail, clock, random: systemRandom, dataDir, publicUrl: "http://surel.test", ...options });
  return { dataDir, prepare };
}

const counts = (db: Database) =>
  db.read((tx) =>
    tx.rows(sql<{ address: string; role: string; emails: number; unread: number; threads: number }>`
    select address, mailbox.role, total_emails as emails, unread_emails as unread, total_threads as threads
    from mailbox join account on account.id = mailbox.account_id where total_emails > 0 order by 1, 2`),
  );

describe("the organisation to try", async () => {
  const { database: db } = await openTestDatabase({ after });
  const { dataDir, prepare } = await open(db);
  const demo = await prepare({ password: "coba-coba-1" });

  test("is described in demo.json, which only its owner can read", async () => {
    const path = join(dataDir, "demo.json");
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(await readFile(path, "utf8")), demo);
    assert.equal(demo?.url, "http://surel.test/");
    assert.deepEqual(
      demo.accounts.map(({ address, password, role }) => [address, password, role]),
      [
        ["admin@contoh.go.id", "coba-coba-1", "administrator"],
        ["budi.santoso@contoh.go.id", "coba-coba-1", "employee"],
        ["siti.rahayu@contoh.go.id", "coba-coba-1", "employee"],
        ["pegawai.baru@contoh.go.id", "coba-coba-1", "employee"],
        ["meja.layanan@contoh.go.id", "coba-coba-1", "service-desk"],
      ],
    );
  });

  test("R47: everybody can sign in, and the new employee must replace the password", async () => {
    const { app } = await openTestHttp({ after }, { db, clock });
    for (const { address, password } of demo?.accounts ?? []) {
      const { status } = await createBrowser(app).signIn(address, password);
      assert.equal(status, address.startsWith("pegawai.baru") ? 200 : 303, address);
    }
    assert.equal((await createBrowser(app).signIn("contoh\\budi.santoso", "coba-coba-1")).status, 303);
  });

  test("R130, D12: Budi and Siti act for the unit mailbox, and postmaster and abuse reach the administrator", async () => {
    const rows = await db.read((tx) =>
      tx.rows(sql<{ text: string }>`
      select person.address || ' ' || unit.address as text from delegation
      join account person on person.id = person_account_id join account unit on unit.id = unit_account_id
      union select address.address || ' ' || account.address from address join account on account.id = address.account_id
      where address.address ~ '^(postmaster|abuse)' order by 1`),
    );
    assert.deepEqual(
      rows.map(({ text }) => text),
      [
        "abuse@contoh.go.id admin@contoh.go.id",
        "budi.santoso@contoh.go.id dinkes@contoh.go.id",
        "postmaster@contoh.go.id admin@contoh.go.id",
        "siti.rahayu@contoh.go.id dinkes@contoh.go.id",
      ],
    );
  });

  test("has mail to read: conversations, unread ones, spam, drafts, an archive", async () => {
    const of = (await counts(db)).filter(({ address }) => address.startsWith("budi"));
    const inbox = of.find(({ role }) => role === "inbox");
    assert.ok(inbox && inbox.emails > 30 && inbox.unread > 4 && inbox.threads < inbox.emails);
    assert.deepEqual(of.map(({ role }) => role).sort(), ["archive", "drafts", "inbox", "junk", "sent"]);
    const future = await db.read((tx) =>
      tx.rows(sql`select 1 from email where received_at > ${new Date(clock.now())} limit 1`),
    );
    assert.equal(future.length, 0, "nothing comes from the future");
    const broken = await db.read((tx) =>
      tx.rows(sql<{ subject: string; preview: string }>`
      select subject, preview from email where subject ~ '\\ufffd|=\\?' or preview ~ '\\ufffd'`),
    );
    assert.deepEqual(broken, [], "odd charsets are read");
  });

  test("stays as it is at further starts, and follows the address of the server", async () => {
    const before = await counts(db);
    assert.deepEqual(await prepare({ password: "lain-sekali-2" }), demo);
    const moved = await prepare({ publicUrl: "http://surel.test:81" });
    assert.deepEqual([moved?.url, moved?.accounts], ["http://surel.test:81/", demo?.accounts]);
    assert.deepEqual(await counts(db), before);
  });

  test("gets new passwords when demo.json is gone", async () => {
    await rm(join(dataDir, "demo.json"));
    const again = await prepare();
    const { app } = await openTestHttp({ after }, { db, clock });
    const password = again?.accounts[1]?.password ?? "";
    assert.match(password, /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$/);
    assert.equal((await createBrowser(app).signIn("budi.santoso", password)).status, 303);
  });
});

test("an installation with an organisation of its own is left alone", async () => {
  const { database: db } = await openTestDatabase({ after });
  await makeOrganisation(db);
  const { prepare } = await open(db);
  assert.equal(await prepare(), undefined);
  assert.deepEqual(await counts(db), []);
});
