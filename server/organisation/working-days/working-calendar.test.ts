import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { fc } from "../../../test/support/properties.ts";

import type { UnitId } from "../../base/ids.ts";
import { DECREED_YEARS, readDecreedDays } from "./decreed-days.ts";
import { resolveCalendars, type CalendarTable, type EntryKind, type ScopedDay } from "./resolve-calendar.ts";
import { addWorkingDays, countWorkingDays, findUndecreedYears } from "./working-calendar.ts";

const date = (text: string) => Temporal.PlainDate.from(text);
const unit = (number: number) => number as UnitId;
const decreed: CalendarTable = {
  days: readDecreedDays().map(({ day, kind }) => ({ scope: "country" as const, day, kind })),
  decreedYears: DECREED_YEARS.map(({ year }) => year),
  units: [],
  daysPerWeek: 5,
};
const withDays = (...days: ScopedDay[]): CalendarTable => ({ ...decreed, days: [...decreed.days, ...days] });
const entry = (scope: ScopedDay["scope"], day: string, kind: EntryKind): ScopedDay => ({ scope, day: date(day), kind });
const calendar = resolveCalendars(decreed).of(null);

describe("the 90th working day by the decrees for 2026 and 2027", () => {
  const vectors = [
    ["2026-01-02", "2026-05-26"],
    ["2026-03-02", "2026-07-23"],
    ["2026-06-30", "2026-11-05"],
    ["2026-09-01", "2027-01-11"],
    ["2026-11-23", "2027-04-15"],
    ["2027-01-04", "2027-05-31"],
  ] as const;
  for (const [changed, expected] of vectors) {
    test(`R62: changed on ${changed}, the 90th working day is ${expected}`, () => {
      assert.deepEqual(addWorkingDays(calendar, date(changed), 90), { day: date(expected), provisional: false });
      assert.equal(countWorkingDays(calendar, date(changed), date(expected)), 90);
    });
  }
});

test("day 0 need not be a working day, and no days after it are the day itself", () => {
  assert.equal(addWorkingDays(calendar, date("2026-08-15"), 1).day.toString(), "2026-08-18");
  assert.equal(addWorkingDays(calendar, date("2026-08-15"), 0).day.toString(), "2026-08-15");
  assert.throws(() => addWorkingDays(calendar, date("2026-08-15"), -1), RangeError);
});

test("a year without a decree counts weekends only, and says that the date is provisional", () => {
  assert.deepEqual(addWorkingDays(calendar, date("2027-12-27"), 10), { day: date("2028-01-10"), provisional: true });
  assert.deepEqual(findUndecreedYears(calendar, date("2025-12-01"), date("2029-01-01")), [2025, 2028, 2029]);
});

test("a table in which nobody ever works is refused instead of counting for ever", () => {
  assert.throws(() => addWorkingDays({ ...calendar, isWorkingDay: () => false }, date("2026-01-01"), 1), RangeError);
});

describe("scopes", () => {
  const [office, clinic, ward] = [unit(1), unit(2), unit(3)];
  const units: CalendarTable["units"] = [
    { id: office, parentId: null, daysPerWeek: null },
    { id: clinic, parentId: null, daysPerWeek: 6 },
    { id: ward, parentId: clinic, daysPerWeek: null },
  ];
  const works = (table: CalendarTable, of: UnitId | null, day: string) =>
    resolveCalendars({ ...table, units })
      .of(of)
      .isWorkingDay(date(day));

  test("a unit of six days works on Saturday, with the units below it, and never on Sunday", () => {
    assert.deepEqual(
      [null, office, clinic, ward].map((of) => works(decreed, of, "2026-07-04")),
      [false, false, true, true],
    );
    assert.equal(works(decreed, ward, "2026-07-05"), false);
  });

  test("a local holiday is off for its unit and the units below, and for nobody else", () => {
    const table = withDays(entry(clinic, "2026-07-01", "local-holiday"));
    assert.deepEqual(
      [null, office, clinic, ward].map((of) => works(table, of, "2026-07-01")),
      [true, true, false, false],
    );
  });

  test("the narrowest scope decides: a unit works through collective leave that its organisation keeps", () => {
    const table = withDays(
      entry("organisation", "2026-12-24", "collective-leave"),
      entry(clinic, "2026-12-24", "withdrawal"),
      entry(ward, "2026-12-24", "local-holiday"),
    );
    assert.deepEqual(
      [null, office, clinic, ward].map((of) => works(table, of, "2026-12-24")),
      [false, false, true, false],
    );
  });

  test("an election day is off, and a withdrawal makes no working day of a weekend", () => {
    assert.equal(works(withDays(entry("organisation", "2026-07-08", "election-day")), office, "2026-07-08"), false);
    assert.equal(works(withDays(entry("organisation", "2026-07-05", "withdrawal")), office, "2026-07-05"), false);
  });

  test("units with nothing of their own share the organisation's calendar; an unknown unit has it too", () => {
    const resolver = resolveCalendars({ ...decreed, units });
    assert.equal(resolver.of(office), resolver.of(null));
    assert.equal(resolver.of(unit(99)), resolver.of(null));
    assert.equal(resolver.of(ward), resolver.of(clinic));
  });
});

describe("for all tables", () => {
  const day = fc.integer({ min: 0, max: 600 }).map((days) => date("2026-01-01").add({ days }));
  const count = fc.integer({ min: 0, max: 120 });
  const scope = fc.constantFrom<ScopedDay["scope"]>("country", "organisation", unit(1), unit(2));
  const kinds: EntryKind[] = ["national-holiday", "collective-leave", "election-day", "local-holiday"];
  const off = fc.record<ScopedDay>({ scope, day, kind: fc.constantFrom(...kinds) });
  const any = fc.record<ScopedDay>({ scope, day, kind: fc.constantFrom<EntryKind>(...kinds, "withdrawal") });
  const units: CalendarTable["units"] = [
    { id: unit(1), parentId: null, daysPerWeek: 6 },
    { id: unit(2), parentId: unit(1), daysPerWeek: null },
  ];
  const table = fc
    .array(any, { maxLength: 40 })
    .map((days): CalendarTable => ({ days, decreedYears: [2026, 2027], units, daysPerWeek: 5 }));
  const of = fc.constantFrom(null, unit(1), unit(2));
  const compare = Temporal.PlainDate.compare;

  test("adding a day off never brings a date forward, withdrawing one never puts it off", () => {
    fc.assert(
      fc.property(table, off, of, fc.tuple(day, count), (before, added, who, [from, number]) => {
        const after = { ...before, days: [...before.days, added] };
        const [one, two] = [before, after].map(
          (days) => addWorkingDays(resolveCalendars(days).of(who), from, number).day,
        );
        assert.ok(one && two && compare(one, two) <= 0);
        const withdrawal = { ...added, kind: "withdrawal" as const };
        const third = resolveCalendars({ ...before, days: [...before.days, withdrawal] }).of(who);
        assert.ok(compare(addWorkingDays(third, from, number).day, one) <= 0);
      }),
    );
  });

  test("the date is a working day, that many working days away, and moves with its start and its count", () => {
    fc.assert(
      fc.property(table, of, day, count, (days, who, from, number) => {
        const found = resolveCalendars(days).of(who);
        const to = addWorkingDays(found, from, number).day;
        assert.equal(countWorkingDays(found, from, to), number);
        assert.ok(number === 0 || found.isWorkingDay(to));
        assert.ok(compare(addWorkingDays(found, from, number + 1).day, to) > 0);
        assert.ok(compare(addWorkingDays(found, from.add({ days: 1 }), number).day, to) >= 0);
      }),
    );
  });

  test("the order of the entries has no meaning", () => {
    fc.assert(
      fc.property(table, of, day, (days, who, from) => {
        const reversed = { ...days, days: days.days.toReversed() };
        const dates = [days, reversed].map((one) =>
          addWorkingDays(resolveCalendars(one).of(who), from, 60).day.toString(),
        );
        assert.equal(dates[0], dates[1]);
      }),
    );
  });
});
