// What a disk gives back is not always what it was given.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import type { BlobHash } from "../base/ids.ts";

const { mail, blobFolder } = await openTestStore({ after });

async function pathOf(hash: BlobHash): Promise<string> {
  const names = await readdir(blobFolder, { recursive: true });
  return join(
    blobFolder,
    names.find((name) => name.endsWith(hash))!,
  );
}

test("a file of the blob store that is damaged is never taken for the message, and the error names it", async () => {
  const content = randomBytes(100_000);
  const hash = await mail.blobs.put(content);
  const path = await pathOf(hash);
  const whole = await readFile(path);
  const damages = [Buffer.alloc(0), whole.subarray(0, 5_000), Buffer.from(whole).fill(7, 50_000, 50_004)];
  for (const damage of damages) {
    await writeFile(path, damage);
    await assert.rejects(mail.blobs.get(hash), { message: `the content of blob ${hash} is damaged in the blob store` });
  }
  await rm(path);
  await assert.rejects(mail.blobs.get(hash), { message: `the content of blob ${hash} is missing in the blob store` });
  await writeFile(path, whole);
  assert.deepEqual(Buffer.from((await mail.blobs.get(hash))!), content);
});
