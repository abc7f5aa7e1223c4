// What administrators do with the calendar. Each change is one row of the audit trail; whose expiry dates it moves can be seen
// beforehand (auth/preview-calendar-change.ts). Who may speak for which scope is decided by the caller.

import type { AccountId, OrganisationId, UnitId } from "../../base/ids.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import {
  findUnitsByName,
  insertCalendarEntries,
  insertDecreedDays,
  listCalendarEntries,
  putDecreedYear,
  putUnitWorkingWeek,
  withdrawCalendarEntries,
  type NewCalendarEntry,
} from "../../store/calendar.ts";
import type { ReadTx, WriteTx } from "../../store/database.ts";
import { formatCalendarCsv, isCalendarText, type CalendarRecord } from "./calendar-csv.ts";
import { DECREED_YEARS, readDecreedDays } from "./decreed-days.ts";
import type { DaysPerWeek, EntryKind, Scope } from "./resolve-calendar.ts";

export interface CalendarActor {
  organisationId: OrganisationId;
  /** Absent: a command of the operator. */
  accountId?: AccountId;
  now: Date;
}

export interface AddedDay {
  scope: Scope;
  day: Temporal.PlainDate;
  kind: EntryKind;
  name: string;
  basis: string;
}

/** Resolves to the ids of the new entries; throws RangeError when a name or a basis is none (isCalendarText). */
export async function addCalendarDays(tx: WriteTx, actor: CalendarActor, days: readonly AddedDay[]): Promise<number[]> {
  for (const { name, basis } of days) {
    if (!isCalendarText(name) || !isCalendarText(basis)) throw new RangeError("a day needs a name and a legal basis");
  }
  const ids = await insertCalendarEntries(
    tx,
    days.map((day) => toEntry(actor.organisationId, day)),
    { at: actor.now, by: actor.accountId ?? null },
  );
  const described = days.slice(0, 50).map(({ scope, day, kind, name, basis }) => ({ scope, day, kind, name, basis }));
  if (ids.length > 0) await audit(tx, actor, { added: ids.length, days: described });
  return ids;
}

/** Entries of the country or of the organisation and its units, never of both at once; resolves to how many it were. */
export async function withdrawCalendarDays(
  tx: WriteTx,
  actor: CalendarActor,
  what: { scope: "country" | "organisation"; ids: readonly number[]; basis: string },
): Promise<number> {
  if (!isCalendarText(what.basis)) throw new RangeError("a withdrawal needs a legal basis");
  const organisationId = what.scope === "country" ? null : actor.organisationId;
  const withdrawal = { at: actor.now, by: actor.accountId ?? null, basis: what.basis };
  const withdrawn = await withdrawCalendarEntries(tx, { organisationId, ids: what.ids }, withdrawal);
  if (withdrawn.length > 0) await audit(tx, actor, { withdrawn, basis: what.basis });
  return withdrawn.length;
}

/** Says that the table holds the whole decree of a year, so that dates in it are no longer provisional. */
export async function declareYearDecreed(
  tx: WriteTx,
  actor: CalendarActor,
  decree: { year: number; basis: string },
): Promise<void> {
  if (!isCalendarText(decree.basis)) throw new RangeError("a decree needs its number");
  await putDecreedYear(tx, decree, { at: actor.now, by: actor.accountId ?? null });
  await audit(tx, actor, { decree });
}

/** Null: as the unit above, in the end the organisation. False when there is no such unit. */
export async function setUnitWorkingWeek(
  tx: WriteTx,
  actor: CalendarActor,
  { unitId, daysPerWeek }: { unitId: UnitId; daysPerWeek: DaysPerWeek | null },
): Promise<boolean> {
  const set = await putUnitWorkingWeek(tx, { organisationId: actor.organisationId, unitId }, daysPerWeek);
  if (set) await audit(tx, actor, { unitId, daysPerWeek });
  return set;
}

/**
 * The days of a file, with `scope` for those that name none. Names of units that the organisation does not have come back, and
 * then nothing is to be added.
 */
export async function resolveRecords(
  tx: ReadTx,
  organisationId: OrganisationId,
  { records, scope }: { records: readonly CalendarRecord[]; scope: Scope },
): Promise<{ days: AddedDay[] } | { unknownUnits: string[] }> {
  const named = records.flatMap((record) => record.scope ?? []);
  const units = await findUnitsByName(tx, organisationId, [...new Set(named)]);
  const scopeOf = (name: string | undefined) =>
    name === undefined ? scope : name === "country" || name === "organisation" ? name : units.get(name);
  const unknown = new Set(named.filter((name) => scopeOf(name) === undefined));
  if (unknown.size > 0) return { unknownUnits: [...unknown] };
  return { days: records.map((record) => ({ ...record, scope: scopeOf(record.scope) ?? scope })) };
}

/** What holds, as a file that can be imported again. */
export async function exportCalendar(tx: ReadTx, organisationId: OrganisationId): Promise<string> {
  const entries = await listCalendarEntries(tx, organisationId);
  return formatCalendarCsv(
    entries.map(({ organisationId: of, unitName, day, kind, name, basis }) => ({
      day: Temporal.PlainDate.from(day),
      kind,
      name,
      basis,
      scope: of === null ? "country" : (unitName ?? "organisation"),
    })),
  );
}

/** Adds the decrees that come with the program; run at each start. Resolves to how many days were new. */
export function addDecreedDays(tx: WriteTx, now: Date): Promise<number> {
  const days = readDecreedDays().map((day) => toEntry(undefined, { ...day, scope: "country" }));
  return insertDecreedDays(tx, days, DECREED_YEARS, now);
}

function toEntry(organisationId: OrganisationId | undefined, { scope, ...day }: AddedDay): NewCalendarEntry {
  return {
    organisationId: scope === "country" ? null : (organisationId ?? null),
    unitId: typeof scope === "number" ? scope : null,
    day: day.day.toString(),
    kind: day.kind,
    name: day.name,
    basis: day.basis,
  };
}

function audit(tx: WriteTx, actor: CalendarActor, detail: Record<string, unknown>): Promise<void> {
  return insertAuditEvent(tx, {
    at: actor.now,
    organisationId: actor.organisationId,
    actorAccountId: actor.accountId,
    action: "calendarChange",
    outcome: "success",
    detail,
  });
}
