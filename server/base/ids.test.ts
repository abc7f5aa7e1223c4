import assert from "node:assert/strict";
import { test } from "node:test";

import { createReadableCode, createToken, systemRandom } from "./ids.ts";

test("a token is URL-safe and as long as its bytes ask", () => {
  assert.match(createToken(systemRandom), /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(createToken(systemRandom), createToken(systemRandom));
});

test("a readable code has no character that is mistaken for another", () => {
  assert.match(createReadableCode(systemRandom), /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.equal(
    createReadableCode((size) => new Uint8Array(size).fill(31), 2),
    "ZZZZ-ZZZZ",
  );
});
