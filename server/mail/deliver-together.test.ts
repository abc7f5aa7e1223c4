import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import type { AccountId } from "../base/ids.ts";
import type { Database } from "../store/database.ts";
import { beginChange } from "../store/mail-account.ts";
import { checkCounts } from "../store/mailbox-counts.ts";
import { sql } from "../store/sql.ts";
import { createDeliveryBatches, type DeliveryBatches, type SmallDelivery } from "./deliver-together.ts";
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

/** Batches whose transactions are counted. */
function counting(through: Database["write"] = (work) => db.write(work)): {
  batches: DeliveryBatches;
  transactions(): number;
} {
  let transactions = 0;
  const write: Database["write"] = (work) => {
    transactions += 1;
    return through(work);
  };
  return { batches: createDeliveryBatches({ ...mail, db: { ...db, write } }), transactions: () => transactions };
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

test("an account that is being changed or full holds up none of the others", async () => {
  const { batches } = counting();
  const [busy, full, free] = [await createAccount(), await createAccount({ quotaBytes: 10 }), await createAccount()];
  const letters = await Promise.all([busy, full, free].map((accountId) => letter(accountId, "surat")));
  const outcomes = await db.write(async (tx) => {
    await beginChange(tx, busy);
    return Promise.all(letters.map((each) => batches.deliver(each)));
  });
  assert.deepEqual(
    outcomes.map((outcome) => outcome?.results[0]?.accountId),
    [undefined, undefined, free],
  );
  assert.deepEqual(await count(busy), { emails: 0, entries: 0, threads: 0 });
  assert.deepEqual(await count(full), { emails: 0, entries: 0, threads: 0 });
});

test("one that cannot be stored leaves the others whole: nothing is kept of the batch, and each is told to go alone", async () => {
  const { batches } = counting();
  const [first, broken, other] = [await createAccount(), await createAccount(), await createAccount()];
  await db.write((tx) => tx.run(sql`delete from mailbox where account_id = ${broken}`));
  const letters = await Promise.all([first, broken, other].map((accountId) => letter(accountId, "surat")));
  const outcomes = await Promise.all(letters.map((each) => batches.deliver(each)));
  assert.ok(outcomes[0], "went before the others came");
  assert.deepEqual(outcomes.slice(1), [undefined, undefined]);
  assert.deepEqual(await count(other), { emails: 0, entries: 0, threads: 0 });
  assert.ok(await batches.deliver(await letter(other, "surat")), "the next batch is not held up");
});

test("where it is not known whether a commit happened, nothing is delivered again: the peer is asked to come again", async () => {
  const lost = new Error("Connection terminated unexpectedly");
  const { batches } = counting(async (work) => {
    await db.write(work);
    throw lost;
  });
  const accountId = await createAccount();
  await assert.rejects(batches.deliver(await letter(accountId, "surat")), lost);
  assert.deepEqual(await count(accountId), { emails: 1, entries: 1, threads: 1 });
});
