// What a crash leaves in the blob store goes, and nothing else does.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import type { BlobHash } from "../base/ids.ts";
import { hashContent } from "./blobs.ts";
import { sweepOrphans } from "./sweep-blobs.ts";

const { mail, clock, blobFolder } = await openTestStore({ after });

/** Random, so that it stays too large for a row. */
const large = () => randomBytes(200_000);

const pathOf = (hash: BlobHash) => join(blobFolder, hash.slice(0, 2), hash.slice(2, 4), hash);

async function age(path: string, hours: number): Promise<void> {
  const at = new Date(clock.now() - hours * 3_600_000);
  await utimes(path, at, at);
}

/** As a write whose transaction was never committed. */
async function leaveOrphan(content: Uint8Array, hours: number): Promise<BlobHash> {
  const hash = hashContent(content);
  await mkdir(join(pathOf(hash), ".."), { recursive: true });
  await writeFile(pathOf(hash), content);
  await age(pathOf(hash), hours);
  return hash;
}

async function files(): Promise<string[]> {
  const entries = await readdir(blobFolder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

test("an old file without a row goes; a young one, a stored one and a stranger's stay", async () => {
  const stored = await mail.blobs.put(large());
  await age(pathOf(stored), 48);
  const old = await leaveOrphan(large(), 48);
  const young = await leaveOrphan(large(), 1);
  await writeFile(join(blobFolder, "catatan.txt"), "jangan dihapus");
  await age(join(blobFolder, "catatan.txt"), 48);
  const cutOff = ".aaaaaaaa-0000-4000-8000-000000000000";
  const underWay = ".bbbbbbbb-0000-4000-8000-000000000000";
  for (const [name, hours] of [
    [cutOff, 48],
    [underWay, 1],
  ] as const) {
    await writeFile(join(blobFolder, name), "setengah");
    await age(join(blobFolder, name), hours);
  }
  assert.equal(await sweepOrphans(mail), 1);
  const left = await files();
  for (const name of [stored, young, "catatan.txt", underWay]) assert.ok(left.includes(name), name);
  for (const name of [old, cutOff]) assert.ok(!left.includes(name), name);
  assert.equal((await mail.blobs.get(stored))?.length, 200_000);
});

test("content that is stored again while its orphan is swept is there afterwards", async () => {
  for (let round = 0; round < 5; round++) {
    const content = large();
    await leaveOrphan(content, 48);
    const [hash] = await Promise.all([mail.blobs.put(content), sweepOrphans(mail)]);
    assert.deepEqual(Buffer.from((await mail.blobs.get(hash))!), content);
  }
});
