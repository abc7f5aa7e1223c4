// Which expiry dates a change of the calendar would move, before it is saved.

import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId, UnitId } from "../base/ids.ts";
import { readCalendarPolicy } from "../organisation/calendar-policy.ts";
import { resolveCalendars, type CalendarTable, type ScopedDay } from "../organisation/working-days/resolve-calendar.ts";
import { toCalendarTable } from "../organisation/working-days/working-calendars.ts";
import { loadCalendar } from "../store/calendar.ts";
import type { Database } from "../store/database.ts";
import { listPasswordHolders } from "../store/password-lifetimes.ts";
import { createLifetimeRules } from "./lifetime-rules.ts";

export interface CalendarChange {
  add?: readonly ScopedDay[];
  /** Ids of entries. */
  withdraw?: readonly number[];
  weeks?: readonly { unitId: UnitId; daysPerWeek: 5 | 6 | null }[];
  decreedYears?: readonly number[];
}

export interface ExpiryMove {
  accountId: AccountId;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
}

export interface CalendarPreview {
  passwords: number;
  later: number;
  earlier: number;
  /** Would be earlier by the calendar alone; the date that was announced holds, or the notice puts it off. */
  held: number;
  /** The first ones, by account. */
  moves: ExpiryMove[];
  /** After the change. */
  undecreedYears: number[];
}

const ACCOUNTS_AT_ONCE = 2000;
const MAX_MOVES = 500;

/** Of one organisation; a change for the country moves dates of the others too. */
export async function previewCalendarChange(
  { db, clock }: { db: Database; clock: Clock },
  organisation: { id: OrganisationId; settings: Record<string, unknown> },
  change: CalendarChange,
): Promise<CalendarPreview> {
  const { id, settings } = organisation;
  const { workingDaysPerWeek } = readCalendarPolicy(settings);
  const stored = await db.read((tx) => loadCalendar(tx, id));
  const withdrawn = new Set(change.withdraw);
  const kept = { ...stored, entries: stored.entries.filter((entry) => !withdrawn.has(entry.id)) };
  const rulesOf = (table: CalendarTable) => createLifetimeRules(settings, resolveCalendars(table), clock);
  const before = rulesOf(toCalendarTable(stored, workingDaysPerWeek));
  const after = rulesOf(withChange(toCalendarTable(kept, workingDaysPerWeek), change));

  const undecreedYears = after.findUndecreedYears();
  const preview: CalendarPreview = { passwords: 0, later: 0, earlier: 0, held: 0, moves: [], undecreedYears };
  let from = 0 as AccountId;
  for (;;) {
    const holders = await db.read((tx) => listPasswordHolders(tx, id, { after: from, limit: ACCOUNTS_AT_ONCE }));
    for (const holder of holders) {
      const one = before.lifetimeOf(holder);
      const other = after.lifetimeOf(holder);
      if (!one || !other) continue;
      preview.passwords++;
      const unannounced = after.lifetimeOf({ ...holder, announced: null });
      const move = { accountId: holder.accountId, from: one.lastDay, to: other.shortenTo ?? other.lastDay };
      const direction = Temporal.PlainDate.compare(move.to, move.from);
      if (direction > 0) preview.later++;
      if (direction < 0) preview.earlier++;
      if (unannounced && Temporal.PlainDate.compare(unannounced.lastDay, move.to) < 0) preview.held++;
      if (direction !== 0 && preview.moves.length < MAX_MOVES) preview.moves.push(move);
    }
    const last = holders.at(-1);
    if (!last || holders.length < ACCOUNTS_AT_ONCE) return preview;
    from = last.accountId;
  }
}

function withChange(table: CalendarTable, { add = [], weeks = [], decreedYears = [] }: CalendarChange): CalendarTable {
  const changed = new Map(weeks.map(({ unitId, daysPerWeek }) => [unitId, daysPerWeek]));
  return {
    ...table,
    days: [...table.days, ...add],
    decreedYears: [...table.decreedYears, ...decreedYears],
    units: table.units.map((unit) => ({
      ...unit,
      daysPerWeek: changed.get(unit.id) ?? (changed.has(unit.id) ? null : unit.daysPerWeek),
    })),
  };
}
