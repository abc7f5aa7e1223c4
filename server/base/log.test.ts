import assert from "node:assert/strict";
import { test } from "node:test";

import { createLog } from "./log.ts";

test("secrets are removed by name wherever they stand", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line: string) => void lines.push(line) } });
  log.info(
    { password: "rahasia1", account: { token: "rahasia2" }, request: { headers: { authorization: "rahasia3" } } },
    "signed in",
  );
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines.join(""), /rahasia/);
  const { level, msg } = JSON.parse(lines[0] ?? "") as { level: string; msg: string };
  assert.deepEqual({ level, msg }, { level: "info", msg: "signed in" });
});

test("an error is logged with its cause, and without what a library hung onto it", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const cause = Object.assign(new Error("terminated"), {
    code: "57P01",
    client: { connectionParameters: { password: "x" } },
  });
  log.error({ err: new Error("failed", { cause }) }, "ended");
  const { err } = JSON.parse(lines[0] ?? "") as { err: { message: string; cause: Record<string, unknown> } };
  assert.equal(err.message, "failed");
  assert.deepEqual(Object.keys(err.cause), ["type", "message", "code", "stack"]);
});
