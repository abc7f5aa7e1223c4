// The table of days off: of the country, of organisations and of units; the years that are decreed; the weeks of units.
// Days are ISO strings (yyyy-mm-dd).

import type { AccountId, OrganisationId, UnitId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export type CalendarEntryKind =
  | "national-holiday"
  | "collective-leave"
  | "election-day"
  | "local-holiday"
  | "withdrawal";

export interface NewCalendarEntry {
  /** Null: the whole country. */
  organisationId: OrganisationId | null;
  /** With the units below it; needs the organisation. */
  unitId: UnitId | null;
  day: string;
  kind: CalendarEntryKind;
  name: string;
  basis: string;
}

export interface CalendarEntry extends NewCalendarEntry {
  id: number;
  unitName: string | null;
  addedAt: Date;
  /** Null: came with the program. */
  addedBy: AccountId | null;
  withdrawnAt: Date | null;
  withdrawnBy: AccountId | null;
  withdrawalBasis: string | null;
}

export interface StoredCalendar {
  /** Those that hold, of the country and of the organisation. */
  entries: Pick<CalendarEntry, "id" | "organisationId" | "unitId" | "day" | "kind">[];
  decreedYears: number[];
  units: { id: UnitId; parentId: UnitId | null; daysPerWeek: 5 | 6 | null }[];
}

const columns = sql`
  entry.id, entry.organisation_id as "organisationId", unit_id as "unitId", unit.name as "unitName", day::text, kind,
  entry.name, basis, added_at as "addedAt", added_by as "addedBy", withdrawn_at as "withdrawnAt",
  withdrawn_by as "withdrawnBy", withdrawal_basis as "withdrawalBasis"`;

/** All that the calendars of an organisation's units follow from. */
export async function loadCalendar(tx: ReadTx, organisationId: OrganisationId): Promise<StoredCalendar> {
  const [entries, years, units] = await Promise.all([
    tx.rows(sql<StoredCalendar["entries"][number]>`
      select id, organisation_id as "organisationId", unit_id as "unitId", day::text, kind from calendar_entry
      where withdrawn_at is null and (organisation_id is null or organisation_id = ${organisationId})`),
    tx.rows(sql<{ year: number }>`select year from decreed_year order by year`),
    tx.rows(sql<StoredCalendar["units"][number]>`
      select id, parent_id as "parentId", days_per_week as "daysPerWeek"
      from unit left join unit_working_week on unit_id = id where organisation_id = ${organisationId}`),
  ]);
  return { entries, decreedYears: years.map(({ year }) => year), units };
}

/** Of the country and the organisation, by day; what was withdrawn only when asked for. */
export function listCalendarEntries(
  tx: ReadTx,
  organisationId: OrganisationId,
  { from = "0001-01-01", to = "9999-12-31", withdrawn = false } = {},
): Promise<CalendarEntry[]> {
  return tx.rows(sql<CalendarEntry>`
    select ${columns} from calendar_entry entry left join unit on unit.id = unit_id
    where (entry.organisation_id is null or entry.organisation_id = ${organisationId})
      and day between ${from}::date and ${to}::date and (${withdrawn} or withdrawn_at is null)
    order by day, entry.organisation_id nulls first, unit_id nulls first, entry.id`);
}

/** Resolves to the ids of those that are new; an equal entry that holds already, or a unit of another organisation, is left out. */
export async function insertCalendarEntries(
  tx: WriteTx,
  entries: readonly NewCalendarEntry[],
  added: { at: Date; by: AccountId | null },
): Promise<number[]> {
  const rows = await tx.rows(sql<{ id: number }>`
    insert into calendar_entry (organisation_id, unit_id, day, kind, name, basis, added_at, added_by)
    select entry.*, ${added.at}, ${added.by}::int
    from ${unnested(entries)}
    where unit_id is null or exists (
      select 1 from unit where unit.id = entry.unit_id and unit.organisation_id = entry.organisation_id)
    on conflict (organisation_id, unit_id, day, kind, name) where withdrawn_at is null do nothing
    returning id`);
  return rows.map(({ id }) => id);
}

/** What comes with the program: an entry of the country that was ever there, withdrawn or not, is not added again. */
export async function insertDecreedDays(
  tx: WriteTx,
  entries: readonly NewCalendarEntry[],
  years: readonly { year: number; basis: string }[],
  at: Date,
): Promise<number> {
  await tx.run(sql`
    insert into decreed_year (year, basis, added_at)
    select decree.*, ${at} from unnest(${years.map(({ year }) => year)}::smallint[],
                                       ${years.map(({ basis }) => basis)}::text[]) decree
    on conflict do nothing`);
  return tx.run(sql`
    insert into calendar_entry (organisation_id, unit_id, day, kind, name, basis, added_at)
    select entry.*, ${at} from ${unnested(entries)}
    where not exists (select 1 from calendar_entry known
                      where known.organisation_id is null and known.day = entry.day and known.kind = entry.kind
                        and known.name = entry.name)
    on conflict do nothing`);
}

/** Of those that hold and belong to the given scope (null: the country); resolves to the ones withdrawn. */
export function withdrawCalendarEntries(
  tx: WriteTx,
  which: { organisationId: OrganisationId | null; ids: readonly number[] },
  withdrawal: { at: Date; by: AccountId | null; basis: string },
): Promise<{ id: number; day: string; name: string }[]> {
  return tx.rows(sql<{ id: number; day: string; name: string }>`
    update calendar_entry
    set withdrawn_at = ${withdrawal.at}, withdrawn_by = ${withdrawal.by}, withdrawal_basis = ${withdrawal.basis}
    where id = any(${which.ids}::bigint[]) and withdrawn_at is null
      and organisation_id is not distinct from ${which.organisationId}::int
    returning id, day::text, name`);
}

export async function putDecreedYear(
  tx: WriteTx,
  decree: { year: number; basis: string },
  added: { at: Date; by: AccountId | null },
): Promise<void> {
  await tx.run(sql`
    insert into decreed_year (year, basis, added_at, added_by)
    values (${decree.year}, ${decree.basis}, ${added.at}, ${added.by})
    on conflict (year) do update set basis = excluded.basis, added_at = excluded.added_at, added_by = excluded.added_by`);
}

/** Null: the unit follows what is above it. False when the organisation has no such unit. */
export async function putUnitWorkingWeek(
  tx: WriteTx,
  unit: { organisationId: OrganisationId; unitId: UnitId },
  daysPerWeek: 5 | 6 | null,
): Promise<boolean> {
  const known = await tx.row(sql`
    select 1 from unit where id = ${unit.unitId} and organisation_id = ${unit.organisationId}`);
  if (!known) return false;
  await tx.run(
    daysPerWeek === null
      ? sql`delete from unit_working_week where unit_id = ${unit.unitId}`
      : sql`insert into unit_working_week (unit_id, days_per_week) values (${unit.unitId}, ${daysPerWeek})
            on conflict (unit_id) do update set days_per_week = excluded.days_per_week`,
  );
  return true;
}

/** The organisation's units of these names. */
export async function findUnitsByName(
  tx: ReadTx,
  organisationId: OrganisationId,
  names: readonly string[],
): Promise<Map<string, UnitId>> {
  const rows = await tx.rows(sql<{ id: UnitId; name: string }>`
    select id, name from unit where organisation_id = ${organisationId} and name = any(${names}::text[])`);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

function unnested(entries: readonly NewCalendarEntry[]) {
  return sql`unnest(
    ${entries.map((entry) => entry.organisationId)}::int[], ${entries.map((entry) => entry.unitId)}::int[],
    ${entries.map((entry) => entry.day)}::date[], ${entries.map((entry) => entry.kind)}::text[],
    ${entries.map((entry) => entry.name)}::text[], ${entries.map((entry) => entry.basis)}::text[]
  ) entry (organisation_id, unit_id, day, kind, name, basis)`;
}
