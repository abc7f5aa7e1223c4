import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import { readJournal } from "../archive/read-journal.ts";
import type { AccountId, BlobHash, EmailId } from "../base/ids.ts";
import { listEmails, mayReadBlob } from "../store/emails.ts";
import { listJournal } from "../store/journal.ts";
import { quotaOf, statesOf } from "../store/mail-account.ts";
import type { MailboxRole } from "../store/mail-types.ts";
import { checkCounts } from "../store/mailbox-counts.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { sql } from "../store/sql.ts";
import { listThreads } from "../store/threads.ts";
import { deliver, deliverIn, type Delivery } from "./deliver.ts";
import { destroyEmails } from "./destroy-emails.ts";
import { prepareMessage } from "./prepare-message.ts";
import { queryEmails } from "./query-emails.ts";
import { sweepBlobs } from "./sweep-blobs.ts";
import { uploadBlob } from "./upload-blob.ts";

let isDiskFull = false;
const store = await openTestStore({ after }, (folder) => ({
  ...folder,
  write: async (hash, bytes) => {
    if (isDiskFull) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    await folder.write(hash, bytes);
  },
}));
const { mail, clock, organisationId, createAccount } = store;
const { db } = mail;

let serial = 0;

function message(...header: string[]): Buffer {
  return octetsOf("From: a@luar.example", `Message-ID: <${++serial}@luar.example>`, ...header, "", "isi surat", "");
}

function large(): Buffer {
  return Buffer.concat([message("Subject: besar"), Buffer.from(randomBytes(150_000).toString("base64"))]);
}

function delivery(raw: Uint8Array, accountIds: readonly AccountId[], mailbox: MailboxRole = "inbox"): Delivery {
  return {
    message: raw,
    organisationId,
    direction: "in",
    envelope: { mailFrom: "a@luar.example", recipients: accountIds.map((id) => `orang${id}@uji.example`) },
    targets: accountIds.map((accountId) => ({ accountId, mailbox })),
    receivedAt: new Date(clock.now()),
  };
}

async function emailsOf(accountId: AccountId): Promise<EmailId[]> {
  const result = await db.read((tx) => queryEmails(mail, tx, accountId, { limit: 1000 }));
  assert.ok("ids" in result);
  return result.ids;
}

async function threadCount(accountId: AccountId): Promise<number> {
  const mailboxes = await db.read((tx) => listMailboxes(tx, accountId));
  return mailboxes.find(({ role }) => role === "inbox")!.totalThreads;
}

async function blobFiles(): Promise<string[]> {
  const entries = await readdir(store.blobFolder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function count(table: ReturnType<typeof sql>): Promise<number> {
  const row = await db.read((tx) => tx.row(sql<{ count: number }>`select count(*) as count from ${table}`));
  return row!.count;
}

test("R7: a message for 1,000 people is stored once and is in every inbox", async () => {
  const accountIds: AccountId[] = [];
  for (let i = 0; i < 1000; i++) accountIds.push(await createAccount());
  const raw = large();
  const { blobHash, results } = await deliver(mail, delivery(raw, accountIds));
  assert.equal(results.length, 1000);
  assert.deepEqual(
    results.map(({ accountId }) => accountId),
    accountIds,
  );
  assert.equal(blobHash, createHash("sha256").update(raw).digest("hex"));
  assert.deepEqual(await blobFiles(), [blobHash]);
  for (const accountId of [accountIds[0]!, accountIds[999]!]) {
    const [id] = await emailsOf(accountId);
    const [email] = await db.read((tx) => listEmails(tx, accountId, [id!]));
    assert.equal(email?.blobHash, blobHash);
    assert.deepEqual(await db.read((tx) => checkCounts(tx, accountId)), []);
  }
  assert.ok(Buffer.from((await mail.blobs.get(blobHash))!).equals(raw));
  const [entry] = await db.read((tx) => listJournal(tx, { organisationId, blobHash, limit: 10 }));
  assert.equal(entry?.accountIds.length, 1000);
});

test("R6: the journal keeps what was received, in the same transaction, after everybody has deleted it", async () => {
  const accountId = await createAccount();
  const raw = message("Subject: keputusan");
  const { blobHash } = await deliver(mail, delivery(raw, [accountId]));
  await destroyEmails(mail, accountId, await emailsOf(accountId));
  clock.advance(48 * 3600 * 1000);
  await sweepBlobs(mail);
  const [entry] = await db.read((tx) => listJournal(tx, { organisationId, blobHash, limit: 10 }));
  const archived = await readJournal(mail, organisationId, entry!.id);
  assert.ok(Buffer.from(archived!.raw).equals(raw));
  assert.deepEqual([archived!.entry.mailFrom, archived!.entry.accountIds], ["a@luar.example", [accountId]]);
});

test("R6: nobody changes or removes an entry of the journal", async () => {
  await assert.rejects(
    db.write((tx) => tx.run(sql`update journal_entry set mail_from = 'x'`)),
    /append-only/,
  );
  await assert.rejects(
    db.write((tx) => tx.run(sql`delete from journal_entry`)),
    /append-only/,
  );
  await assert.rejects(
    db.write((tx) => tx.run(sql`truncate journal_entry`)),
    /append-only/,
  );
});

test("R100: deleting removes the email from the account's view, its space and its mailboxes", async () => {
  const accountId = await createAccount();
  await deliver(mail, delivery(message(), [accountId]));
  const [id] = await emailsOf(accountId);
  await destroyEmails(mail, accountId, [id!]);
  assert.deepEqual(await emailsOf(accountId), []);
  assert.deepEqual(await db.read((tx) => listEmails(tx, accountId, [id!])), []);
  assert.deepEqual(await db.read((tx) => quotaOf(tx, accountId)), { usedBytes: 0, quotaBytes: 2 ** 30, emailCount: 0 });
});

test("a full mailbox refuses for itself only", async () => {
  const [one, full] = [await createAccount(), await createAccount({ quotaBytes: 10 })];
  const { results } = await deliver(mail, delivery(message(), [full, one]));
  assert.deepEqual(results[0], { accountId: full, failure: "overQuota" });
  assert.ok("emailId" in results[1]!);
  assert.deepEqual(await emailsOf(full), []);
  const before = await count(sql`journal_entry`);
  const alone = await deliver(mail, delivery(message(), [full]));
  assert.deepEqual(alone.results, [{ accountId: full, failure: "overQuota" }]);
  assert.equal(await count(sql`journal_entry`), before);
});

test("an account that is none is told apart, and one named twice gets one", async () => {
  const accountId = await createAccount();
  const nobody = 999_999 as AccountId;
  const { results } = await deliver(mail, delivery(message(), [accountId, nobody, accountId]));
  assert.equal(results.length, 2);
  assert.deepEqual(
    results.find((result) => result.accountId === nobody),
    { accountId: nobody, failure: "noAccount" },
  );
  assert.equal((await emailsOf(accountId)).length, 1);
});

test("a full disk is a failure of ours: nothing is delivered, kept or entered, and it works when there is room", async () => {
  const accountId = await createAccount();
  const raw = large();
  const before = [await count(sql`blob`), await count(sql`journal_entry`), (await blobFiles()).length];
  isDiskFull = true;
  await assert.rejects(deliver(mail, delivery(raw, [accountId])), /ENOSPC/);
  isDiskFull = false;
  assert.deepEqual([await count(sql`blob`), await count(sql`journal_entry`), (await blobFiles()).length], before);
  assert.deepEqual(await emailsOf(accountId), []);
  await deliver(mail, delivery(raw, [accountId]));
  assert.equal((await emailsOf(accountId)).length, 1);
});

test("a connection that dies before the commit leaves nothing behind", async () => {
  const accountId = await createAccount();
  const raw = message();
  const prepared = await prepareMessage(mail, raw);
  const before = [await count(sql`blob`), await count(sql`journal_entry`), await count(sql`email_text`)];
  const published: AccountId[] = [];
  const stop = mail.changes.subscribe([accountId], (id) => void published.push(id));
  await assert.rejects(
    db.write(async (tx) => {
      await deliverIn(tx, mail, { ...delivery(raw, [accountId]), message: prepared });
      const own = await tx.row(sql<{ pid: number }>`select pg_backend_pid() as pid`);
      await db.read((other) => other.rows(sql`select pg_terminate_backend(${own!.pid})`));
      await tx.rows(sql`select 1`);
    }),
  );
  assert.deepEqual([await count(sql`blob`), await count(sql`journal_entry`), await count(sql`email_text`)], before);
  assert.deepEqual(await emailsOf(accountId), []);
  assert.deepEqual(await db.read((tx) => checkCounts(tx, accountId)), []);
  await new Promise((resolve) => void setTimeout(resolve, 120));
  assert.deepEqual(published, []);
  stop();
});

test("another account's content cannot be read by knowing its hash", async () => {
  const [owner, stranger] = [await createAccount(), await createAccount()];
  const { blobHash } = await deliver(mail, delivery(message(), [owner]));
  assert.equal(await db.read((tx) => mayReadBlob(tx, owner, blobHash)), true);
  assert.equal(await db.read((tx) => mayReadBlob(tx, stranger, blobHash)), false);
  const uploaded = await uploadBlob(mail, stranger, { content: randomBytes(100), type: "image/png" });
  assert.equal(await db.read((tx) => mayReadBlob(tx, stranger, uploaded)), true);
  assert.equal(await db.read((tx) => mayReadBlob(tx, owner, uploaded)), false);
});

test("RFC 8621 §3: an answer joins the thread of what it answers, another subject does not", async () => {
  const accountId = await createAccount();
  const send = (...header: string[]) => deliver(mail, delivery(octetsOf(...header, "", "isi"), [accountId]));
  await send("Message-ID: <awal@x>", "Subject: Rapat kerja");
  await send("Message-ID: <jawab@x>", "In-Reply-To: <awal@x>", "Subject: Re: rapat kerja");
  await send("Message-ID: <lanjut@x>", "References: <awal@x> <jawab@x>", "Subject: Bls: Rapat kerja");
  assert.equal(await threadCount(accountId), 1);
  await send("Message-ID: <lain@x>", "References: <awal@x>", "Subject: Cuti bersama");
  await send("Subject: Rapat kerja");
  assert.equal(await threadCount(accountId), 3);
  // Its children came first: they wait for it under its id.
  await send("Message-ID: <anak@x>", "In-Reply-To: <induk@x>", "Subject: Re: Induk");
  await send("Message-ID: <induk@x>", "Subject: Induk");
  assert.equal(await threadCount(accountId), 4);
  const ids = await emailsOf(accountId);
  const emails = await db.read((tx) => listEmails(tx, accountId, ids));
  const [thread] = await db.read((tx) => listThreads(tx, accountId, [emails.at(-1)!.threadId]));
  assert.equal(thread?.emailIds.length, 3);
});

test("an answer to a thread that is gone begins one anew", async () => {
  const accountId = await createAccount();
  const send = (...header: string[]) => deliver(mail, delivery(octetsOf(...header, "", "isi"), [accountId]));
  await send("Message-ID: <awal@x>", "Subject: Rapat");
  await destroyEmails(mail, accountId, await emailsOf(accountId));
  await send("Message-ID: <jawab@x>", "In-Reply-To: <awal@x>", "Subject: Re: Rapat");
  await send("Message-ID: <jawab2@x>", "In-Reply-To: <awal@x>", "Subject: Re: Rapat");
  assert.equal(await threadCount(accountId), 1);
  assert.deepEqual(await db.read((tx) => checkCounts(tx, accountId)), []);
});

test("deliveries of one thread at the same time end in one thread, with a number each", async () => {
  const accountIds = [await createAccount(), await createAccount()];
  const before = await db.read((tx) => statesOf(tx, accountIds[0]!));
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      deliver(
        mail,
        delivery(
          message("References: <bersama@x>", "Subject: Bersama"),
          index % 2 === 0 ? accountIds : accountIds.toReversed(),
        ),
      ),
    ),
  );
  for (const accountId of accountIds) {
    assert.equal(await threadCount(accountId), 1);
    assert.equal((await emailsOf(accountId)).length, 20);
    assert.deepEqual(await db.read((tx) => checkCounts(tx, accountId)), []);
  }
  const states = await db.read((tx) => statesOf(tx, accountIds[0]!));
  assert.equal(states!.email, before!.email + 1 + 20);
});

test("changes are told after the commit, together, with the newest states", async () => {
  const accountId = await createAccount();
  const told: number[] = [];
  const stop = mail.changes.subscribe([accountId], (_id, states) => void told.push(states.email));
  for (let i = 0; i < 5; i++) await deliver(mail, delivery(message(), [accountId]));
  const states = await db.read((tx) => statesOf(tx, accountId));
  while (told.at(-1) !== states!.email) await new Promise((resolve) => void setTimeout(resolve, 5));
  stop();
  assert.deepEqual(
    told,
    [...new Set(told)].toSorted((one, other) => one - other),
    "never twice, never backwards",
  );
  await deliver(mail, delivery(message(), [accountId]));
  await new Promise((resolve) => void setTimeout(resolve, 120));
  assert.equal(told.at(-1), states!.email, "who stopped listening hears nothing");
});

test("the sweep removes what nothing refers to a day later, and nothing else", async () => {
  const accountId = await createAccount();
  const kept = (await deliver(mail, delivery(large(), [accountId]))).blobHash;
  const uploaded = await uploadBlob(mail, accountId, { content: randomBytes(200_000), type: "image/png" });
  const unused = await mail.blobs.put(randomBytes(200_000));
  const small = await mail.blobs.put(randomBytes(100));
  await sweepBlobs(mail);
  for (const hash of [kept, uploaded, unused, small]) assert.ok(await mail.blobs.get(hash), hash);
  clock.advance(25 * 3600 * 1000);
  await mail.blobs.put((await mail.blobs.get(small))!);
  await sweepBlobs(mail);
  const left: BlobHash[] = [];
  for (const hash of [kept, uploaded, unused, small]) if (await mail.blobs.get(hash)) left.push(hash);
  assert.deepEqual(left, [kept, small]);
  assert.ok(!(await blobFiles()).includes(unused));
});

test("content that is swept and stored at the same time is there for whoever stored it", async () => {
  for (let round = 0; round < 15; round++) {
    const accountId = await createAccount();
    const raw = large();
    await mail.blobs.put(raw);
    clock.advance(25 * 3600 * 1000);
    const [{ blobHash }] = await Promise.all([
      deliver(mail, delivery(raw, [accountId])),
      sweepBlobs(mail),
      sweepBlobs(mail),
    ]);
    assert.ok(Buffer.from((await mail.blobs.get(blobHash))!).equals(raw));
  }
});

test("text that PostgreSQL cannot keep is kept without it", async () => {
  const accountId = await createAccount();
  await deliver(
    mail,
    delivery(octetsOf('From: "a\0b" <a\0@x>', "Subject: =?utf-8?Q?nol=00_=ED=A0=80?=", "", "isi\0"), [accountId]),
  );
  const [email] = await db.read(async (tx) => listEmails(tx, accountId, await emailsOf(accountId)));
  assert.doesNotMatch(JSON.stringify(email), /\\u0000/);
  const sorted = await db.read((tx) => queryEmails(mail, tx, accountId, { sort: [{ property: "from" }], limit: 5 }));
  assert.ok("ids" in sorted && sorted.ids.length === 1);
});
