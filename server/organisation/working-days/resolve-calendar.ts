// Which calendar a unit follows. The narrowest scope that says something about a day decides: the unit, the units above it,
// the organisation, the country.

import type { UnitId } from "../../base/ids.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

export const ENTRY_KINDS = [
  "national-holiday",
  "collective-leave",
  "election-day",
  "local-holiday",
  /** The scope works on this day although a wider scope takes it off. It turns no weekend into a working day. */
  "withdrawal",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export type Scope = "country" | "organisation" | UnitId;

/** What one scope says about one day; the order of entries has no meaning. */
export interface ScopedDay {
  scope: Scope;
  day: Temporal.PlainDate;
  kind: EntryKind;
}

export type DaysPerWeek = 5 | 6;

export interface CalendarTable {
  days: readonly ScopedDay[];
  decreedYears: Iterable<number>;
  units: readonly { id: UnitId; parentId: UnitId | null; daysPerWeek: DaysPerWeek | null }[];
  /** Of the organisation, and of each unit that has none of its own and none above it. */
  daysPerWeek: DaysPerWeek;
}

export interface CalendarResolver {
  /** The unit's calendar, one object for units that share it; null (or a unit of which nothing is known): the organisation's. */
  of(unitId: UnitId | null): WorkingCalendar;
}

export function resolveCalendars({ days, decreedYears, units, daysPerWeek }: CalendarTable): CalendarResolver {
  const decreed = new Set(decreedYears);
  const byScope = Map.groupBy(days, ({ scope }) => scope);
  const unitsById = new Map(units.map((unit) => [unit.id, unit]));
  const calendars = new Map<UnitId, WorkingCalendar>();

  const country = withDays(new Map(), byScope.get("country"));
  const organisationDays = withDays(country, byScope.get("organisation"));
  const organisation = createCalendar(organisationDays, daysPerWeek);
  const parts = new Map([[organisation, { offDays: organisationDays, daysPerWeek }]]);

  function calendarOf(unitId: UnitId, below: ReadonlySet<UnitId>): WorkingCalendar {
    const known = calendars.get(unitId);
    if (known) return known;
    const unit = unitsById.get(unitId);
    if (!unit) return organisation;
    if (below.has(unitId)) throw new Error(`unit ${unitId} is above itself`);
    const above = unit.parentId === null ? organisation : calendarOf(unit.parentId, new Set([...below, unitId]));
    const inherited = parts.get(above) ?? { offDays: organisationDays, daysPerWeek };
    const own = byScope.get(unitId);
    let calendar = above;
    if (own || (unit.daysPerWeek ?? inherited.daysPerWeek) !== inherited.daysPerWeek) {
      const part = {
        offDays: withDays(inherited.offDays, own),
        daysPerWeek: unit.daysPerWeek ?? inherited.daysPerWeek,
      };
      calendar = createCalendar(part.offDays, part.daysPerWeek);
      parts.set(calendar, part);
    }
    calendars.set(unitId, calendar);
    return calendar;
  }

  function createCalendar(offDays: OffDays, week: DaysPerWeek): WorkingCalendar {
    return {
      isWorkingDay: (day) => day.dayOfWeek <= week && offDays.get(day.toString()) !== true,
      isDecreed: (year) => decreed.has(year),
    };
  }

  return { of: (unitId) => (unitId === null ? organisation : calendarOf(unitId, new Set())) };
}

/** By ISO date: true is off, false is worked after all, absent is undecided. */
type OffDays = ReadonlyMap<string, boolean>;

/** Within one scope a withdrawal prevails over days off: both can only stand there when somebody added it later. */
function withDays(wider: OffDays, days: readonly ScopedDay[] | undefined): OffDays {
  if (!days) return wider;
  const result = new Map(wider);
  const here = new Map<string, boolean>();
  for (const { day, kind } of days) {
    const key = day.toString();
    here.set(key, kind !== "withdrawal" && here.get(key) !== false);
  }
  for (const [key, off] of here) result.set(key, off);
  return result;
}
