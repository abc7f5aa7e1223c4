import assert from "node:assert/strict";
import { test } from "node:test";

import { formatCalendarCsv, parseCalendarCsv } from "./calendar-csv.ts";
import { DECREED_YEARS, readDecreedDays } from "./decreed-days.ts";

const header = "date,kind,name,basis\n";
const problemsOf = (text: string) => {
  const parsed = parseCalendarCsv(text);
  return "problems" in parsed ? parsed.problems.map(({ line, problem }) => [line, problem]) : [];
};

test("the decrees that come with the program are whole, and of the years it says", () => {
  const days = readDecreedDays();
  assert.equal(days.length, 51);
  for (const { year, basis } of DECREED_YEARS) {
    const ofYear = days.filter(({ day }) => day.year === year);
    assert.ok(ofYear.filter(({ kind }) => kind === "national-holiday").length >= 16);
    assert.deepEqual(new Set(ofYear.map((one) => one.basis)), new Set([basis]));
  }
});

test("what is exported is imported again, with scopes and quotes", () => {
  const days = readDecreedDays();
  assert.deepEqual(parseCalendarCsv(formatCalendarCsv(days)), { records: days });
  const scoped = days.map((day, index) => (index % 2 ? { ...day, scope: 'Dinas "A", B' } : day));
  assert.deepEqual(parseCalendarCsv(formatCalendarCsv(scoped)), { records: scoped });
});

test("a file of an Indonesian spreadsheet is understood: semicolons, Indonesian kinds, other columns", () => {
  const parsed = parseCalendarCsv(
    "\uFEFFname;date;kind;basis;note\r\nGalungan;2026-06-17;Libur Lokal;SE Gubernur Bali;-\r\n",
  );
  assert.deepEqual(parsed, {
    records: [
      {
        day: Temporal.PlainDate.from("2026-06-17"),
        kind: "local-holiday",
        name: "Galungan",
        basis: "SE Gubernur Bali",
      },
    ],
  });
});

test("everything that is wrong is told at once, with its line", () => {
  assert.deepEqual(problemsOf("date,name\n"), [
    [1, "columnMissing"],
    [1, "columnMissing"],
  ]);
  const rows = [
    "2026-02-30,national holiday,A,B",
    "1/2/2026,national holiday,A,B",
    "2026-02-03,birthday,A,",
    "2026-02-04,national holiday,=1+1,B",
    "2026-02-05,national holiday,A,B",
    "2026-02-05,national holiday,A,B",
  ];
  assert.deepEqual(problemsOf(header + rows.join("\n")), [
    [2, "invalidDate"],
    [3, "invalidDate"],
    [4, "invalidKind"],
    [4, "invalidBasis"],
    [5, "invalidName"],
    [7, "repeated"],
  ]);
  assert.deepEqual(problemsOf(`${header}"2026`), [[2, "quotes"]]);
});

test("a file that no calendar needs is refused before it is read", () => {
  assert.deepEqual(problemsOf("x".repeat(1024 * 1024 + 1)), [[0, "tooLarge"]]);
  assert.deepEqual(problemsOf(header + "2026-01-01,national holiday,A,B\n".repeat(5001)), [[0, "tooLarge"]]);
});
