import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestDatabase } from "../../test/support/database.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import {
  insertCalendarEntries,
  insertDecreedDays,
  listCalendarEntries,
  loadCalendar,
  putDecreedYear,
  putUnitWorkingWeek,
  withdrawCalendarEntries,
  type NewCalendarEntry,
} from "./calendar.ts";
import { findOrInsertUnit, insertOrganisation } from "./organisations.ts";

const { database: db } = await openTestDatabase({ after });
const by = 7 as AccountId;
const at = new Date("2026-03-02T01:00:00Z");
let organisations = 0;

async function createOrganisation(): Promise<OrganisationId> {
  const signInPrefix = `kota${++organisations}`;
  const id = await db.write((tx) => insertOrganisation(tx, { name: "Kota", signInPrefix, settings: {} }));
  assert.ok(id);
  return id;
}

const entry = (organisationId: OrganisationId | null, day: string, name = "Libur"): NewCalendarEntry => ({
  organisationId,
  unitId: null,
  day,
  kind: "local-holiday",
  name,
  basis: "SE 1/2026",
});

test("an entry holds once, with who added it; the same day may have several names", async () => {
  const organisationId = await createOrganisation();
  const days = [entry(organisationId, "2026-05-04"), entry(organisationId, "2026-05-04", "Galungan")];
  const [first, again] = await db.write(async (tx) => [
    await insertCalendarEntries(tx, days, { at, by }),
    await insertCalendarEntries(tx, days, { at, by }),
  ]);
  assert.equal(first?.length, 2);
  assert.deepEqual(again, []);
  const listed = await db.read((tx) => listCalendarEntries(tx, organisationId));
  assert.deepEqual(
    listed.map(({ day, name, addedBy, addedAt }) => ({ day, name, addedBy, addedAt })),
    days.map(({ day, name }) => ({ day, name, addedBy: by, addedAt: at })),
  );
});

test("an organisation sees the country's days and its own, and withdraws only of the scope it names", async () => {
  const [one, other] = [await createOrganisation(), await createOrganisation()];
  const ids = await db.write((tx) =>
    insertCalendarEntries(tx, [entry(null, "2026-06-03", "Nasional"), entry(one, "2026-06-04")], { at, by }),
  );
  const names = async (id: OrganisationId) =>
    (await db.read((tx) => loadCalendar(tx, id))).entries
      .filter(({ day }) => day.startsWith("2026-06"))
      .map(({ day }) => day);
  assert.deepEqual((await names(one)).sort(), ["2026-06-03", "2026-06-04"]);
  assert.deepEqual(await names(other), ["2026-06-03"]);
  const withdraw = (organisationId: OrganisationId | null) =>
    db.write((tx) => withdrawCalendarEntries(tx, { organisationId, ids }, { at, by, basis: "SE 2/2026" }));
  assert.deepEqual(await withdraw(other), []);
  assert.equal((await withdraw(one)).length, 1);
  assert.deepEqual(await names(one), ["2026-06-03"]);
  const [kept] = await db.read((tx) =>
    listCalendarEntries(tx, one, { from: "2026-06-04", to: "2026-06-04", withdrawn: true }),
  );
  assert.deepEqual([kept?.withdrawnBy, kept?.withdrawalBasis, kept?.withdrawnAt], [by, "SE 2/2026", at]);
});

test("a withdrawn day can be added again, and a unit of another organisation is left out", async () => {
  const [organisationId, other] = [await createOrganisation(), await createOrganisation()];
  const foreignUnit = await db.write((tx) => findOrInsertUnit(tx, other, "Dinas"));
  const day = entry(organisationId, "2026-07-01");
  const add = (entries: NewCalendarEntry[]) => db.write((tx) => insertCalendarEntries(tx, entries, { at, by }));
  const ids = await add([day]);
  await db.write((tx) => withdrawCalendarEntries(tx, { organisationId, ids }, { at, by, basis: "batal" }));
  assert.equal((await add([day])).length, 1);
  assert.deepEqual(await add([{ ...day, unitId: foreignUnit }]), []);
});

test("what comes with the program is added once, and not again after somebody withdrew it", async () => {
  const decreed = { ...entry(null, "2029-08-17", "Proklamasi Kemerdekaan"), kind: "national-holiday" as const };
  const add = () => db.write((tx) => insertDecreedDays(tx, [decreed], [{ year: 2029, basis: "SKB" }], at));
  assert.equal(await add(), 1);
  assert.equal(await add(), 0);
  const organisationId = await createOrganisation();
  const listed = await db.read((tx) => listCalendarEntries(tx, organisationId, { from: "2029-01-01" }));
  const ids = listed.map(({ id }) => id);
  await db.write((tx) => withdrawCalendarEntries(tx, { organisationId: null, ids }, { at, by, basis: "keliru" }));
  assert.equal(await add(), 0);
});

test("units, their weeks and the decreed years come with the calendar", async () => {
  const organisationId = await createOrganisation();
  const unitId = await db.write((tx) => findOrInsertUnit(tx, organisationId, "Puskesmas"));
  const set = (daysPerWeek: 5 | 6 | null) =>
    db.write((tx) => putUnitWorkingWeek(tx, { organisationId, unitId }, daysPerWeek));
  const load = () => db.read((tx) => loadCalendar(tx, organisationId));
  assert.equal(await set(6), true);
  await db.write((tx) => putDecreedYear(tx, { year: 2031, basis: "SKB" }, { at, by }));
  assert.deepEqual((await load()).units, [{ id: unitId, parentId: null, daysPerWeek: 6 }]);
  assert.ok((await load()).decreedYears.includes(2031));
  await set(null);
  assert.equal((await load()).units[0]?.daysPerWeek, null);
  const elsewhere = { organisationId: await createOrganisation(), unitId };
  assert.equal(await db.write((tx) => putUnitWorkingWeek(tx, elsewhere, 6)), false);
});
