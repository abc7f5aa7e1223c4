import assert from "node:assert/strict";
import { test } from "node:test";

import { renewAt, retryAt } from "./schedule.ts";

const HOUR = 3_600_000;
const least = () => new Uint8Array([0]);
const most = () => new Uint8Array([255]);
const failedAt = new Date("2026-03-02T01:00:00Z");
const hoursAfter = (failures: number, random: () => Uint8Array, retryAfterMs?: number) =>
  (retryAt({ failedAt, failures, retryAfterMs }, random).getTime() - failedAt.getTime()) / HOUR;

test("D8: a certificate of 90 days is renewed after 57 to 60, one of six days after about four", () => {
  const dayOf = (days: number, random: () => Uint8Array) =>
    renewAt({ notBefore: new Date(0), notAfter: new Date(days * 24 * HOUR) }, random).getTime() / (24 * HOUR);
  assert.equal(Math.round(dayOf(90, least)), 60);
  assert.equal(Math.round(dayOf(90, most)), 57);
  assert.equal(Math.round(dayOf(6, least)), 4);
});

test("D8: a failed try is repeated after twice as long each time, up to twelve hours and a quarter more", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => hoursAfter(failures, least)),
    [0.25, 0.5, 1, 2, 4, 8, 12, 12],
  );
  assert.ok(hoursAfter(1000, most) < 15);
});

test("RFC 8555 §6.6: what the authority wishes is the least, within a week", () => {
  assert.equal(hoursAfter(1, least, 30 * HOUR), 30);
  assert.equal(hoursAfter(1, least, 1000), 0.25);
  assert.equal(hoursAfter(1, least, 1e15), 7 * 24);
});
