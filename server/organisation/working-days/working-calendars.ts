// The calendars of an organisation's units as they stand in the database, kept for a minute: they are asked for with each
// sign-in and change a few times a year.

import type { Clock } from "../../base/clock.ts";
import type { OrganisationId } from "../../base/ids.ts";
import { loadCalendar, type StoredCalendar } from "../../store/calendar.ts";
import type { Database } from "../../store/database.ts";
import { readCalendarPolicy } from "../calendar-policy.ts";
import { resolveCalendars, type CalendarResolver, type CalendarTable } from "./resolve-calendar.ts";

const LIFETIME_MS = 60_000;
const MAX_ENTRIES = 1000;

export interface WorkingCalendars {
  of(organisation: { id: OrganisationId; settings: Record<string, unknown> }): Promise<CalendarResolver>;
  /** After a change in this process; others follow within a minute. */
  forget(): void;
}

export function createWorkingCalendars({ db, clock }: { db: Database; clock: Clock }): WorkingCalendars {
  const known = new Map<string, { resolver: Promise<CalendarResolver>; until: number }>();

  return {
    of(organisation) {
      const { workingDaysPerWeek } = readCalendarPolicy(organisation.settings);
      const key = `${organisation.id} ${workingDaysPerWeek}`;
      const entry = known.get(key);
      if (entry && entry.until > clock.now()) return entry.resolver;
      const resolver = db
        .read((tx) => loadCalendar(tx, organisation.id))
        .then((stored) => resolveCalendars(toCalendarTable(stored, workingDaysPerWeek)));
      known.delete(key);
      known.set(key, { resolver, until: clock.now() + LIFETIME_MS });
      resolver.catch(() => known.delete(key));
      for (const oldest of known.keys()) {
        if (known.size <= MAX_ENTRIES) break;
        known.delete(oldest);
      }
      return resolver;
    },
    forget: () => known.clear(),
  };
}

export function toCalendarTable(stored: StoredCalendar, daysPerWeek: 5 | 6): CalendarTable {
  return {
    days: stored.entries.map(({ organisationId, unitId, day, kind }) => ({
      scope: unitId ?? (organisationId === null ? "country" : "organisation"),
      day: Temporal.PlainDate.from(day),
      kind,
    })),
    decreedYears: stored.decreedYears,
    units: stored.units,
    daysPerWeek,
  };
}
