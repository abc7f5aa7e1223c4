import assert from "node:assert/strict";
import { test } from "node:test";

import { readByteRange } from "./byte-range.ts";

test("RFC 9110 §14.1.2: one range is cut to what there is; what is none asks for all", () => {
  for (const [header, expected] of [
    ["bytes=0-4", { start: 0, end: 4 }],
    ["bytes=5-", { start: 5, end: 9 }],
    ["bytes=-3", { start: 7, end: 9 }],
    ["bytes=-99", { start: 0, end: 9 }],
    ["bytes=8-99", { start: 8, end: 9 }],
    ["bytes=10-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-4", undefined],
    ["bytes=0-1,3-4", undefined],
    ["bytes=-", undefined],
    ["baris=1-2", undefined],
    [undefined, undefined],
  ] as const) {
    assert.deepEqual(readByteRange(header, 10), expected, String(header));
  }
  assert.equal(readByteRange("bytes=0-", 0), "unsatisfiable");
});
