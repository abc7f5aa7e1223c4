// The documents name files; a name that leads nowhere misleads.

import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { repository } from "./source-files.ts";

const PATHS = /`((?:standards|server|web|test|bench|tools|docs)\/[\w./-]*)`|\]\(((?:docs|LICENSE)[\w./-]*)\)/g;

for (const page of globSync("{README.md,docs/**/*.md}", { cwd: repository })) {
  test(`${page} names only what is there`, () => {
    const named = [...readFileSync(join(repository, page), "utf8").matchAll(PATHS)].map(
      ([, quoted, linked]) => quoted ?? linked ?? "",
    );
    const missing = named.filter((path) => !existsSync(join(repository, path)));
    assert.deepEqual(missing, []);
  });
}
