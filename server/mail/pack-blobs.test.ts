import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { listCorpus, readCorpusMessage } from "../../test/support/corpus.ts";
import { openTestStore } from "../../test/support/mail-store.ts";
import type { BlobHash } from "../base/ids.ts";
import { sql, type Sql } from "../store/sql.ts";
import { deliver } from "./deliver.ts";
import { packBlobs } from "./pack-blobs.ts";
import { sweepBlobs } from "./sweep-blobs.ts";

const { mail, clock, organisationId, createAccount } = await openTestStore({ after });
const accountId = await createAccount();
const names = listCorpus();

async function receive(message: Uint8Array): Promise<BlobHash> {
  const { blobHash } = await deliver(mail, {
    message,
    organisationId,
    direction: "in",
    envelope: { mailFrom: "a@luar.example", recipients: [] },
    targets: [{ accountId, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
  });
  return blobHash;
}

async function count(table: Sql): Promise<number> {
  const row = await mail.db.read((tx) => tx.row(sql<{ count: number }>`select count(*) as count from ${table}`));
  return row!.count;
}

async function packAll(): Promise<void> {
  clock.advance(10_000);
  while ((await packBlobs(mail.db, clock)) >= 200);
}

test("R6: what is packed comes out as it was received, while more comes in", async () => {
  const kept = new Map<BlobHash, Buffer>();
  const add = async (name: string) => {
    const message = readCorpusMessage(name);
    kept.set(await receive(message), message);
  };
  for (const name of names.slice(0, 60)) await add(name);
  await Promise.all([packAll(), ...names.slice(60, 120).map(add), packAll()]);
  for (const name of names.slice(120, 300)) await add(name);
  await Promise.all([packAll(), packAll(), packAll()]);
  await packAll();
  assert.ok((await count(sql`blob_pack`)) > 5);
  assert.ok((await count(sql`blob_recent`)) < 80, "most are packed");
  for (const [hash, message] of kept) assert.ok(Buffer.from((await mail.blobs.get(hash))!).equals(message), hash);
});

test("what is packed is stored once, also when it comes again", async () => {
  const message = readCorpusMessage(names[0]!);
  const before = [await count(sql`blob`), await count(sql`blob_recent`)];
  const hash = await receive(message);
  assert.deepEqual([await count(sql`blob`), await count(sql`blob_recent`)], before);
  assert.ok(Buffer.from((await mail.blobs.get(hash))!).equals(message));
});

test("drafts and uploads are not packed: they may go", async () => {
  await packAll();
  const drafts: BlobHash[] = [];
  for (let i = 0; i < 300; i++) drafts.push(await mail.blobs.put(Buffer.from(`draf ${i} `.repeat(100))));
  const packs = await count(sql`blob_pack`);
  await packAll();
  assert.equal(await count(sql`blob_pack`), packs);
  clock.advance(25 * 3600 * 1000);
  await sweepBlobs(mail);
  assert.equal(await mail.blobs.get(drafts[7]!), undefined);
  assert.ok(await mail.blobs.get(await receive(readCorpusMessage(names[3]!))));
});

test("what commits after its neighbours were packed is kept beside the packs", async () => {
  await packAll();
  const hash = await mail.blobs.put(Buffer.from("terlambat"));
  for (const name of names.slice(300, 340)) await receive(readCorpusMessage(name));
  await packAll();
  assert.equal(Buffer.from((await mail.blobs.get(hash))!).toString(), "terlambat");
});

test("several are read at once wherever they are, and what is damaged is not among them", async () => {
  const packed: BlobHash[] = [];
  for (const name of names.slice(380, 460)) packed.push(await receive(readCorpusMessage(name)));
  await packAll();
  const recent = await mail.blobs.put(Buffer.from("baru saja"));
  const stored = await mail.blobs.put(randomBytes(100_000));
  const gone = await mail.blobs.put(randomBytes(100_000));
  await mail.blobs.removeContent(gone);
  const contents = await mail.db.read((tx) => mail.blobs.getMany([...packed, recent, stored, gone], tx));
  assert.equal(contents.has(gone), false);
  for (const hash of [...packed, recent, stored]) {
    assert.deepEqual(Buffer.from(contents.get(hash)!), Buffer.from((await mail.blobs.get(hash))!));
  }
});

test("content that is not what it was is never packed over", async () => {
  await packAll();
  const hashes: BlobHash[] = [];
  for (const name of names.slice(340, 380)) hashes.push(await receive(readCorpusMessage(name)));
  await mail.db.write((tx) =>
    tx.run(sql`update blob_recent set content = (select content from blob_recent order by id limit 1)
      where id = (select max(id) from blob_recent)`),
  );
  clock.advance(10_000);
  const packs = await count(sql`blob_pack`);
  await assert.rejects(packBlobs(mail.db, clock), /not what it was|descriptor|data|corrupt/i);
  assert.equal(await count(sql`blob_pack`), packs);
  assert.ok(await mail.blobs.get(hashes[0]!));
});
