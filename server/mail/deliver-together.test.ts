import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setImmediate } from "node:timers/promises";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import type { AccountId, EmailId } from "../base/ids.ts";
import { bytesOf } from "../store/blobs.ts";
import type { Database } from "../store/database.ts";
import { beginChange } from "../store/mail-account.ts";
import { checkCounts } from "../store/mailbox-counts.ts";
import { placeEmails } from "../store/place-emails.ts";
import { sql } from "../store/sql.ts";
import { arrivingMessage, type DeliveryOutcome } from "./deliver.ts";
import { createDeliveryBatches, type DeliveryBatches, type SmallDelivery } from "./deliver-together.ts";
import { destroyEmails } from "./destroy-emails.ts";
import { prepareMessage } from "./prepare-message.ts";

const { mail, clock, organisationId, createAccount } = await openTestStore({ after });
const { db } = mail;

async function letter(accountId: AccountId, subject: string, references = ""): Promise<SmallDelivery> {
  const header = ["From: a@luar.example", `Subject: ${subject}`, `References: ${references}`];
  return {
    message: await prepareMessage(mail, octetsOf(...header, "", "isi surat", "")),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "a@luar.example", recipients: [`orang${accountId}@uji.example`] },
    targets: [{ accountId, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
  };
}

async function count(accountId: AccountId): Promise<{ emails: number; entries: number; threads: number }> {
  assert.deepEqual(await db.read((tx) => checkCounts(tx, accountId)), []);
  const row = await db.read((tx) =>
    tx.row(sql<{ emails: number; entries: number; threads: number }>`
      select count(*) as emails, count(distinct thread_id) as threads,
        (select count(*) from journal_entry where ${accountId} = any(account_ids)) as entries
      from email where account_id = ${accountId}`),
  );
  return row!;
}

/** The account's row and how many rows of emails it has. */
async function everythingOf(accountId: AccountId): Promise<unknown> {
  return db.read((tx) =>
    tx.row(sql`
      select a.*, (select count(*) from email where account_id = ${accountId}) as emails
      from mail_account a where account_id = ${accountId}`),
  );
}

async function blobsOf(letters: readonly SmallDelivery[]): Promise<number> {
  const hashes = letters.map(({ message }) => bytesOf(message.blobHash));
  const row = await db.read((tx) =>
    tx.row(sql<{ count: number }>`select count(*) as count from blob where hash = any(${hashes}::bytea[])`),
  );
  return row!.count;
}

function emailIdOf(outcome: DeliveryOutcome | undefined): EmailId {
  const result = outcome?.results[0];
  assert.ok(result && "emailId" in result);
  return result.emailId;
}

/** Resolves when somebody waits for an advisory lock. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const row = await db.read((tx) =>
      tx.row(sql<{ count: number }>`select count(*) as count from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`),
    );
    if (row!.count > 0) return;
    await setImmediate();
  }
}

/** Batches whose transactions are counted. */
function counting(through: <T>(transaction: () => Promise<T>) => Promise<T> = (transaction) => transaction()): {
  batches: DeliveryBatches;
  transactions(): number;
} {
  let transactions = 0;
  function counted<T>(transaction: () => Promise<T>): Promise<T> {
    transactions += 1;
    return through(transaction);
  }
  const write: Database["write"] = (work) => counted(() => db.write(work));
  const writeOne: Database["writeOne"] = (statement) => counted(() => db.writeOne(statement));
  return {
    batches: createDeliveryBatches({ ...mail, db: { ...db, write, writeOne } }),
    transactions: () => transactions,
  };
}

test("what comes while one delivery commits goes together, each into its own account and the journal", async () => {
  const { batches, transactions } = counting();
  const accounts = await Promise.all([createAccount(), createAccount(), createAccount()]);
  const letters = await Promise.all(accounts.map((accountId) => letter(accountId, "undangan")));
  const outcomes = await Promise.all(letters.map((each) => batches.deliver(each)));
  assert.deepEqual(
    outcomes.map((outcome) => outcome?.results[0]?.accountId),
    accounts,
  );
  assert.equal(transactions(), 2);
  for (const accountId of accounts) assert.deepEqual(await count(accountId), { emails: 1, entries: 1, threads: 1 });
});

test("several of one batch for one account keep its counts and threads right", async () => {
  const { batches, transactions } = counting();
  const accountId = await createAccount();
  const letters = await Promise.all(
    ["rapat", "Re: rapat", "Re: rapat", "lain"].map((subject) => letter(accountId, subject, "<rapat@luar.example>")),
  );
  for (const outcome of await Promise.all(letters.map((each) => batches.deliver(each)))) assert.ok(outcome);
  assert.equal(transactions(), 2);
  assert.deepEqual(await count(accountId), { emails: 4, entries: 4, threads: 2 });
});

test("an account that is being changed, full, gone or without an inbox holds up none of the others", async () => {
  const { batches } = counting();
  const [busy, broken, free] = [await createAccount(), await createAccount(), await createAccount()];
  const full = await createAccount({ quotaBytes: 10 });
  const gone = 1_000_000 as AccountId;
  await db.write((tx) => tx.run(sql`delete from mailbox where account_id = ${broken}`));
  const before = await everythingOf(broken);
  const letters = await Promise.all([busy, full, gone, broken, free].map((accountId) => letter(accountId, "surat")));
  const outcomes = await db.write(async (tx) => {
    await beginChange(tx, busy);
    return Promise.all(letters.map((each) => batches.deliver(each)));
  });
  assert.deepEqual(
    outcomes.map((outcome) => outcome?.results[0]?.accountId),
    [undefined, undefined, undefined, undefined, free],
  );
  for (const accountId of [busy, full, gone]) {
    assert.deepEqual(await count(accountId), { emails: 0, entries: 0, threads: 0 });
  }
  assert.deepEqual(await everythingOf(broken), before);
  assert.deepEqual(await count(free), { emails: 1, entries: 1, threads: 1 });
  assert.equal(await blobsOf(letters), 1, "of what nobody got nothing is kept");
});

test("what another changes while the statement runs is left alone: its view of that account is old", async () => {
  const { batches } = counting();
  const [first, changed] = [await createAccount(), await createAccount()];
  // Holds the statement between its first account and its second.
  await db.write(async (tx) => {
    await tx.run(sql`
      create function wait_for_test() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock_shared(4711); return new; end'`);
    await tx.run(sql`create trigger waiting before update on mail_account
      for each row when (old.quota_bytes = 4711000) execute function wait_for_test()`);
    await tx.run(sql`update mail_account set quota_bytes = 4711000 where account_id = ${first}`);
  });
  const ahead = await batches.deliver(await letter(changed, "rapat", "<rapat@luar.example>"));
  const letters = [await letter(first, "surat"), await letter(changed, "Re: rapat", "<rapat@luar.example>")];
  const delivered = await db.write(async (holder) => {
    await holder.run(sql`select pg_advisory_xact_lock(4711)`);
    const arriving = letters.map((each) => arrivingMessage(mail, each));
    const placing = db.write((tx) => placeEmails(tx, arriving));
    await untilWaiting();
    await destroyEmails(mail, changed, [emailIdOf(ahead)]);
    return { placing };
  });
  assert.deepEqual(
    (await delivered.placing).map(({ accountId }) => accountId),
    [first],
  );
  assert.deepEqual(await count(changed), { emails: 0, entries: 1, threads: 0 });
  await db.write((tx) => tx.run(sql`drop trigger waiting on mail_account`));
});

test("one that cannot be stored leaves the others whole: nothing is kept of the batch, and each is told to go alone", async () => {
  const { batches } = counting();
  const [first, refused, other] = [await createAccount(), await createAccount(), await createAccount()];
  const letters = await Promise.all([first, refused, other].map((accountId) => letter(accountId, "surat")));
  letters[1] = { ...letters[1]!, message: { ...letters[1]!.message, preview: "PostgreSQL takes no \0" } };
  const outcomes = await Promise.all(letters.map((each) => batches.deliver(each)));
  assert.ok(outcomes[0], "went before the others came");
  assert.deepEqual(outcomes.slice(1), [undefined, undefined]);
  assert.deepEqual(await count(other), { emails: 0, entries: 0, threads: 0 });
  assert.ok(await batches.deliver(await letter(other, "surat")), "the next batch is not held up");
});

test("where it is not known whether a commit happened, nothing is delivered again: the peer is asked to come again", async () => {
  const lost = new Error("Connection terminated unexpectedly");
  const { batches } = counting(async (transaction) => {
    await transaction();
    throw lost;
  });
  const accountId = await createAccount();
  await assert.rejects(batches.deliver(await letter(accountId, "surat")), lost);
  assert.deepEqual(await count(accountId), { emails: 1, entries: 1, threads: 1 });
});
