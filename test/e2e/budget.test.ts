// What a browser must fetch is bounded: 60 kB of JavaScript until the first message is read, the composer apart.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const cwd = join(import.meta.dirname, "../..");
const BUILD = `import { buildWeb } from "./tools/setup/build-web.mjs"; await buildWeb(process.cwd());`;

test("the built web client keeps its budgets", () => {
  for (const words of [["--input-type=module", "--eval", BUILD], ["tools/check-bundle.ts"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  }
});
