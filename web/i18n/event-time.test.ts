import assert from "node:assert/strict";
import { test } from "node:test";
import { core as en } from "./en.ts";
import { formatEventTime } from "./event-time.ts";
import { core as id } from "./id.ts";

const at = (start: string, end: string | null, more: { isAllDay?: boolean; isFloating?: boolean } = {}) => ({
  start: new Date(start),
  end: end === null ? null : new Date(end),
  isAllDay: false,
  isFloating: false,
  ...more,
});

test("an event within a day is told by its day and both times, in the reader's zone", () => {
  const meeting = at("2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z");
  assert.equal(formatEventTime(meeting, id.format, "Asia/Jakarta"), "Senin, 23 November 2026 pukul 09.00–11.00 WIB");
  assert.equal(formatEventTime(meeting, id.format, "Asia/Jayapura"), "Senin, 23 November 2026 pukul 11.00–13.00 WIT");
  assert.match(formatEventTime(meeting, en.format, "Asia/Makassar"), /^Monday,? 23 November 2026 at 10:00–12:00 WITA$/);
});

test("one over midnight is told with both days, one without an end by its beginning", () => {
  const night = at("2026-11-23T15:00:00Z", "2026-11-23T18:00:00Z");
  assert.equal(
    formatEventTime(night, id.format, "Asia/Jakarta"),
    "Senin, 23 November 2026 pukul 22.00 WIB – Selasa, 24 November 2026 pukul 01.00 WIB",
  );
  assert.equal(
    formatEventTime(at("2026-11-23T02:00:00Z", null), id.format, "Asia/Jakarta"),
    "Senin, 23 November 2026 pukul 09.00 WIB",
  );
});

test("days have no times, and their end is the day before the one that is told", () => {
  const days = (end: string) => formatEventTime(at("2026-11-23", end, { isAllDay: true }), id.format, "Asia/Jakarta");
  assert.equal(days("2026-11-24"), "Senin, 23 November 2026");
  assert.equal(days("2026-11-26"), "Senin, 23 November 2026 – Rabu, 25 November 2026");
});

test("a time of no zone is the same on every clock", () => {
  const floating = at("2026-11-23T09:00:00Z", "2026-11-23T11:00:00Z", { isFloating: true });
  assert.equal(formatEventTime(floating, id.format, "Asia/Jayapura"), "Senin, 23 November 2026 pukul 09.00–11.00");
});
