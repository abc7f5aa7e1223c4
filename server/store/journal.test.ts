import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { deliver } from "../mail/deliver.ts";
import { listJournal, type JournalEntry } from "./journal.ts";

const { mail, organisationId } = await openTestStore({ after });
const { db } = mail;

async function entryOf(remote: JournalEntry["remote"], recipients = ["budi.santoso@contoh.go.id"]) {
  await deliver(mail, {
    message: Buffer.from(`Subject: ${Math.random()}\r\n\r\nisi\r\n`),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "a@luar.example", recipients },
    targets: [],
    receivedAt: new Date("2026-03-02T01:00:00Z"),
    remote,
  });
  return (await db.read((tx) => listJournal(tx, { organisationId, limit: 1 })))[0]!;
}

test("an entry gives back what was known of the peer, whatever of it there was", async () => {
  for (const remote of [
    {},
    { address: "192.0.2.7" },
    { reception: "4f2a.1", verdicts: "spf=pass" },
    { address: "192.0.2.7", greeting: "mx", tls: "TLSv1.3", reception: "4f2a.1", verdicts: "spf=none" },
    { via: "jmap", accountId: 7 },
    { address: "::1", via: "jmap" },
  ]) {
    assert.deepEqual((await entryOf({ ...remote, none: undefined })).remote, remote);
  }
});

test("an entry is found by each of its recipients, and by no part of one", async () => {
  const recipients = ["a.b@contoh.go.id", "b@contoh.go.id"];
  const { id, recipients: kept } = await entryOf({}, recipients);
  assert.deepEqual(kept, recipients);
  const found = async (address: string) =>
    (await db.read((tx) => listJournal(tx, { organisationId, address, limit: 10 }))).map((entry) => entry.id);
  assert.ok((await found("b@contoh.go.id")).includes(id));
  assert.ok((await found("a@luar.example")).includes(id));
  assert.deepEqual(await found("contoh.go.id"), []);
});
