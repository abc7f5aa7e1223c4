import assert from "node:assert/strict";
import { test } from "node:test";
import { core as en } from "./en.ts";
import { createFormat } from "./format.ts";
import { core as id } from "./id.ts";

const monday = new Date("2026-11-23T07:30:00Z");

test("a full date is written as official Indonesian writes it, in each of the three zones", () => {
  assert.equal(createFormat(id.format, "Asia/Jakarta").fullDate(monday), "Senin, 23 November 2026 pukul 14.30 WIB");
  const third = new Date("2026-12-03T02:00:00Z");
  assert.equal(createFormat(id.format, "Asia/Jakarta").fullDate(third), "Kamis, 3 Desember 2026 pukul 09.00 WIB");
  assert.equal(createFormat(id.format, "Asia/Makassar").fullDate(monday), "Senin, 23 November 2026 pukul 15.30 WITA");
  assert.equal(createFormat(id.format, "Asia/Jayapura").fullDate(monday), "Senin, 23 November 2026 pukul 16.30 WIT");
  assert.match(createFormat(en.format, "Asia/Jakarta").fullDate(monday), /^Monday,? 23 November 2026 at 14:30 WIB$/);
});

test("a zone outside Indonesia has the name that the platform knows", () => {
  assert.match(createFormat(id.format, "Europe/Berlin").fullDate(monday), /pukul 08\.30 GMT\+1$/);
});

test("a list tells the time today, the weekday within six days, then day, then year", () => {
  const format = createFormat(id.format, "Asia/Jakarta");
  const at = (text: string) => format.listDate(new Date(text), monday);
  assert.equal(at("2026-11-23T01:05:00Z"), "08.05");
  assert.equal(at("2026-11-22T17:01:00Z"), "00.01", "the day begins at midnight of the zone");
  assert.equal(at("2026-11-22T16:59:00Z"), "Min");
  assert.equal(at("2026-11-17T07:00:00Z"), "Sel");
  assert.equal(at("2026-11-16T07:00:00Z"), "16 Nov");
  assert.equal(at("2025-11-16T07:00:00Z"), "16 Nov 2025");
  assert.equal(at("2026-12-24T07:00:00Z"), "24 Des", "a date of the future is no weekday");
});

test("groups of a list are days of this week and then months", () => {
  const format = createFormat(id.format, "Asia/Jakarta");
  assert.equal(format.dayGroup(monday, monday), "Hari ini");
  assert.equal(format.dayGroup(new Date("2026-11-22T07:00:00Z"), monday), "Kemarin");
  assert.equal(format.dayGroup(new Date("2026-11-20T07:00:00Z"), monday), "Jumat");
  assert.equal(format.dayGroup(new Date("2026-10-02T07:00:00Z"), monday), "Oktober 2026");
  assert.equal(createFormat(en.format, "Asia/Jakarta").dayGroup(monday, monday), "Today");
});

test("numbers and sizes have the separators of the language", () => {
  assert.equal(createFormat(id.format, "Asia/Jakarta").number(1_234_567.89), "1.234.567,89");
  assert.equal(createFormat(en.format, "Asia/Jakarta").number(1_234_567.89), "1,234,567.89");
  const { size } = createFormat(id.format, "Asia/Jakarta");
  assert.deepEqual([0, 1023, 1024, 1_258_291, 10_485_760, 5 * 2 ** 40].map(size), [
    "0 B",
    "1.023 B",
    "1 kB",
    "1,2 MB",
    "10 MB",
    "5 TB",
  ]);
});

test("relative times choose the unit a person would", () => {
  const { relative } = createFormat(id.format, "Asia/Jakarta");
  assert.equal(relative(new Date(monday.getTime() - 5 * 60_000), monday), "5 menit yang lalu");
  assert.equal(relative(new Date(monday.getTime() - 3 * 3_600_000), monday), "3 jam yang lalu");
  assert.equal(relative(new Date(monday.getTime() - 86_400_000), monday), "kemarin");
});

test("names are joined as a sentence would", () => {
  assert.equal(createFormat(id.format, "Asia/Jakarta").names(["Budi", "Siti", "Ani"]), "Budi, Siti, dan Ani");
});

test("only the formatters that are used are made: browsers take long over each", (t) => {
  const made = t.mock.method(Intl, "DateTimeFormat").mock;
  const format = createFormat(id.format, "Asia/Jakarta");
  assert.equal(made.callCount(), 0);
  const now = new Date("2026-11-23T09:00:00Z");
  for (const hour of ["01", "02", "03"]) format.listDate(new Date(`2026-11-23T${hour}:00:00Z`), now);
  assert.equal(made.callCount(), 2);
});
