import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDate, parseDate } from "./date.ts";

test("RFC 5322 §3.3 and §4.3: dates as they are written", () => {
  const dates: [string, string | null][] = [
    ["Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"],
    ["21 Nov 97 09:55 GMT", "1997-11-21T09:55:00Z"],
    ["Mon, 16 Sep 2002 13:12:50 GMT+1", "2002-09-16T13:12:50+01:00"],
    ["Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", null],
    ["Thu,      13\tFeb  1969 23:32 -0330 (Newfoundland Time)", "1969-02-13T23:32:00-03:30"],
    ["Mon, 1 Jan 2001 00:00:00 -0000", "2001-01-01T00:00:00Z"],
    ["Mon, 1 Jan 101 00:00:00 EST", "2001-01-01T00:00:00-05:00"],
    ["Tue Feb  3 09:30:00 2026", "2026-02-03T09:30:00Z"],
    ["Tue Feb  3 09:30:00 WIB 2026", "2026-02-03T09:30:00+07:00"],
    ["3-Feb-2026 9.30 PM +07:00", "2026-02-03T21:30:00+07:00"],
    ["Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z"],
    ["29 Feb 2024 00:00 Z", "2024-02-29T00:00:00Z"],
    ["29 Feb 2025 00:00 Z", null],
    ["32 Jan 2026 00:00 Z", null],
    ["1 Foo 2026 00:00 Z", null],
    ["1 Jan 2026 24:00 Z", null],
    ["", null],
    ["2026-02-03T09:30:00+07:00", "2026-02-03T09:30:00+07:00"],
    ["2026-02-03 09:30:00 +0700", "2026-02-03T09:30:00+07:00"],
    ["2026-13-03 09:30:00 +0700", null],
    ["Feb 3, 2026 09:30:00 +0700", "2026-02-03T09:30:00+07:00"],
    ["Selasa, 3 Mei 2026 09:30:00 +0700", "2026-05-03T09:30:00+07:00"],
    ["Sabtu, 1 Agustus 2026 09:30 WIB", "2026-08-01T09:30:00+07:00"],
  ];
  for (const [text, expected] of dates) assert.deepEqual([text, parseDate(text)], [text, expected]);
});

test("RFC 5322 §3.3: a date is written in the offset asked for and reads back", () => {
  const date = new Date("2026-02-03T02:30:00Z");
  assert.equal(formatDate(date, 420), "Tue, 3 Feb 2026 09:30:00 +0700");
  assert.equal(formatDate(date, -210), "Mon, 2 Feb 2026 23:00:00 -0330");
  assert.equal(new Date(parseDate(formatDate(date, 420))!).getTime(), date.getTime());
});
