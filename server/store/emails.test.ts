import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestQueue } from "../../test/support/queue.ts";
import { mayReadBlob } from "./emails.ts";

const { db, submit, budi, siti } = await openTestQueue({ after });

test("what an account has sent is its to read, and nobody else's", async () => {
  const raw = Buffer.from("From: budi.santoso@contoh.go.id\r\nTo: warga@luar.example\r\nSubject: Izin\r\n\r\nisi\r\n");
  const mailFrom = { email: "budi.santoso@contoh.go.id" };
  const sent = await submit({ accountId: budi, raw, mailFrom, rcptTo: [{ email: "warga@luar.example" }] });
  assert.ok(!sent.refused);
  assert.equal(await db.read((tx) => mayReadBlob(tx, budi, sent.blobHash)), true);
  assert.equal(await db.read((tx) => mayReadBlob(tx, siti, sent.blobHash)), false);
});
