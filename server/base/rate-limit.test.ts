import assert from "node:assert/strict";
import { test } from "node:test";

import { createTestClock } from "../../test/support/clock.ts";
import { createRateLimit } from "./rate-limit.ts";

test("a bucket is emptied, says how long to wait, and refills with time", () => {
  const clock = createTestClock();
  const limit = createRateLimit({ capacity: 2, refillPerSecond: 0.5, clock });
  assert.deepEqual([limit.take("a"), limit.take("a"), limit.take("a")], [true, true, false]);
  assert.equal(limit.waitMs("a"), 2000);
  assert.equal(limit.take("b"), true);
  clock.advance(2000);
  assert.deepEqual([limit.take("a"), limit.take("a")], [true, false]);
});

test("a clock that steps back refills nothing and breaks nothing", () => {
  const clock = createTestClock();
  const limit = createRateLimit({ capacity: 1, refillPerSecond: 1, clock });
  limit.take("a");
  clock.advance(-60_000);
  assert.equal(limit.take("a"), false);
});

test("memory is bounded: the key used longest ago is forgotten", () => {
  const clock = createTestClock();
  const limit = createRateLimit({ capacity: 1, refillPerSecond: 0.001, maxKeys: 2, clock });
  for (const key of ["a", "b", "c"]) limit.take(key);
  assert.deepEqual([limit.take("c"), limit.take("b"), limit.take("a")], [false, false, true]);
});
