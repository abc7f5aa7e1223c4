import assert from "node:assert/strict";
import { rename, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import type { BlobHash } from "../base/ids.ts";
import { openFolderStore } from "./folder.ts";

const root = await mkdtemp(join(tmpdir(), "surel-folder-"));
after(() => rm(root, { recursive: true, force: true }));
const hash = "cd".repeat(32) as BlobHash;

async function files(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test("what is written is read, replaced whole and removed", async () => {
  const store = await openFolderStore(root);
  await store.check();
  assert.equal(await store.read(hash), undefined);
  await Promise.all([store.write(hash, Buffer.from("satu")), store.write(hash, Buffer.from("satu"))]);
  await store.write(hash, Buffer.from("dua"));
  assert.equal(Buffer.from((await store.read(hash))!).toString(), "dua");
  assert.deepEqual(await files(), [hash]);
  await store.remove(hash);
  await store.remove(hash);
  assert.deepEqual(await files(), []);
});

test("a write that fails leaves nothing behind", async () => {
  const store = await openFolderStore(root);
  // A file where the folder of this hash must be.
  await writeFile(join(root, "ef"), "");
  await assert.rejects(store.write("ef".repeat(32) as BlobHash, Buffer.from("isi")));
  assert.deepEqual(await files(), ["ef"]);
  await rm(join(root, "ef"));
});

test("a folder that is gone fails the check", async () => {
  const store = await openFolderStore(root);
  await rename(root, `${root}-away`);
  await assert.rejects(store.check());
  await rename(`${root}-away`, root);
});

test("a folder that was taken away and is back is written to again", async () => {
  const store = await openFolderStore(root);
  await store.write(hash, Buffer.from("satu"));
  await rm(join(root, "cd"), { recursive: true });
  await assert.rejects(store.write(hash, Buffer.from("dua")));
  await store.write(hash, Buffer.from("dua"));
  assert.equal(Buffer.from((await store.read(hash))!).toString(), "dua");
  assert.deepEqual(await files(), [hash]);
});
