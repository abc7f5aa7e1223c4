import assert from "node:assert/strict";
import { after, test } from "node:test";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import type { AccountId, OrganisationId, UnitId } from "../../base/ids.ts";
import { findOrInsertUnit, insertOrganisation } from "../../store/organisations.ts";
import { parseCalendarCsv } from "./calendar-csv.ts";
import {
  addCalendarDays,
  addDecreedDays,
  declareYearDecreed,
  exportCalendar,
  resolveRecords,
  setUnitWorkingWeek,
  withdrawCalendarDays,
  type AddedDay,
} from "./change-calendar.ts";
import { addWorkingDays } from "./working-calendar.ts";
import { createWorkingCalendars } from "./working-calendars.ts";

const { database: db } = await openTestDatabase({ after });
const clock = createTestClock();
const now = new Date(clock.now());
const organisationId = (await db.write((tx) =>
  insertOrganisation(tx, { name: "Kota Contoh", signInPrefix: "contoh", settings: {} }),
)) as OrganisationId;
const clinic = await db.write((tx) => findOrInsertUnit(tx, organisationId, "Puskesmas, Utara"));
const actor = { organisationId, accountId: 1 as AccountId, now };
await db.write((tx) => addDecreedDays(tx, now));

const date = (text: string) => Temporal.PlainDate.from(text);
const day = (scope: AddedDay["scope"], text: string, kind: AddedDay["kind"] = "local-holiday"): AddedDay => ({
  scope,
  day: date(text),
  kind,
  name: "Libur daerah",
  basis: "SE Wali Kota 1/2026",
});
const calendars = createWorkingCalendars({ db, clock });
const calendarOf = async (unitId: UnitId | null = null) =>
  (await calendars.of({ id: organisationId, settings: {} })).of(unitId);

test("R62: the decrees that come with the program are in the table after the start, once", async () => {
  assert.equal(await db.write((tx) => addDecreedDays(tx, now)), 0);
  const expected = { day: date("2026-07-23"), provisional: false };
  assert.deepEqual(addWorkingDays(await calendarOf(), date("2026-03-02"), 90), expected);
});

test("a change counts at once where it was made, and within a minute elsewhere", async () => {
  const elsewhere = createWorkingCalendars({ db, clock });
  const worksElsewhere = async () =>
    (await elsewhere.of({ id: organisationId, settings: {} })).of(null).isWorkingDay(date("2026-07-06"));
  assert.equal(await worksElsewhere(), true);
  await db.write((tx) => addCalendarDays(tx, actor, [day("organisation", "2026-07-06")]));
  calendars.forget();
  assert.equal((await calendarOf()).isWorkingDay(date("2026-07-06")), false);
  assert.equal(await worksElsewhere(), true);
  clock.advance(60_001);
  assert.equal(await worksElsewhere(), false);
});

test("days of a unit, its week, and a day of the country that it works after all", async () => {
  await db.write(async (tx) => {
    await addCalendarDays(tx, actor, [day(clinic, "2026-07-07"), day(clinic, "2026-12-24", "withdrawal")]);
    assert.equal(await setUnitWorkingWeek(tx, actor, { unitId: clinic, daysPerWeek: 6 }), true);
  });
  calendars.forget();
  const works = (unit: Awaited<ReturnType<typeof calendarOf>>) =>
    ["2026-07-04", "2026-07-07", "2026-12-24"].map((text) => unit.isWorkingDay(date(text)));
  assert.deepEqual(works(await calendarOf(clinic)), [true, false, true]);
  assert.deepEqual(works(await calendarOf()), [false, true, false]);
});

test("a withdrawn day is worked again; a year that is declared decreed is no longer provisional", async () => {
  const [id = 0] = await db.write((tx) => addCalendarDays(tx, actor, [day("organisation", "2026-07-08")]));
  const withdrawn = await db.write((tx) =>
    withdrawCalendarDays(tx, actor, { scope: "organisation", ids: [id], basis: "SE Wali Kota 2/2026" }),
  );
  assert.equal(withdrawn, 1);
  await db.write((tx) => declareYearDecreed(tx, actor, { year: 2028, basis: "SKB 3 Menteri 2027" }));
  calendars.forget();
  assert.equal((await calendarOf()).isWorkingDay(date("2026-07-08")), true);
  assert.equal((await calendarOf()).isDecreed(2028), true);
});

test("a day without a name or a legal basis is refused, and so is one that a spreadsheet would run", async () => {
  for (const wrong of [{ name: "" }, { basis: "" }, { name: "=cmd" }]) {
    const days = [{ ...day("organisation", "2026-09-09"), ...wrong }];
    await assert.rejects(
      db.write((tx) => addCalendarDays(tx, actor, days)),
      RangeError,
    );
  }
});

test("what is exported can be imported, with its scopes; units that are not known come back by name", async () => {
  const parsed = parseCalendarCsv(await db.read((tx) => exportCalendar(tx, organisationId)));
  assert.ok("records" in parsed);
  const resolved = await db.read((tx) => resolveRecords(tx, organisationId, { ...parsed, scope: "organisation" }));
  assert.ok("days" in resolved);
  assert.deepEqual(new Set(resolved.days.map(({ scope }) => scope)), new Set(["country", "organisation", clinic]));
  assert.deepEqual(await db.write((tx) => addCalendarDays(tx, actor, resolved.days)), []);
  const strange = parsed.records.slice(0, 1).map((record) => ({ ...record, scope: "Dinas Lain" }));
  assert.deepEqual(
    await db.read((tx) => resolveRecords(tx, organisationId, { records: strange, scope: "organisation" })),
    { unknownUnits: ["Dinas Lain"] },
  );
});
