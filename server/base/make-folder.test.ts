import assert from "node:assert/strict";
import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { makeFolder } from "./make-folder.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-folder-"));
after(() => rm(folder, { recursive: true }));

test("a folder is made with those above it, for its owner only, and may be there already", async () => {
  const path = join(folder, "a/b/c");
  await makeFolder(path);
  await makeFolder(path);
  for (const made of ["a", "a/b", "a/b/c"]) assert.equal((await stat(join(folder, made))).mode & 0o777, 0o700);
  await symlink(path, join(folder, "link"));
  await makeFolder(join(folder, "link"));
});

test("what cannot be a folder is an error, at once", { timeout: 5_000 }, async () => {
  await writeFile(join(folder, "file"), "");
  await assert.rejects(makeFolder(join(folder, "file")), { code: "EEXIST" });
  await assert.rejects(makeFolder(join(folder, "file/below")), { code: "ENOTDIR" });
  if (existsSync("/proc/self")) await assert.rejects(makeFolder("/proc/surel/data"), { code: "ENOENT" });
});
