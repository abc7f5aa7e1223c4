// How long a password lasts: derived each time from the day of its last change, the calendar and what was announced; nothing
// of it is stored. The day of the change is day 0, and the password is good to the end of its last day.

import type { PasswordPolicy } from "../organisation/password-policy.ts";
import {
  addWorkingDays,
  countWorkingDays,
  type WorkingCalendar,
} from "../organisation/working-days/working-calendar.ts";

export interface PasswordFacts {
  policy: PasswordPolicy;
  calendar: WorkingCalendar;
  /** In the organisation's zone, as all dates here. */
  changedOn: Temporal.PlainDate;
  today: Temporal.PlainDate;
  /** The last day that the person was told, if any. */
  announced?: Temporal.PlainDate | undefined;
  /** The last day to sign in that was granted when the desk enabled the account again. */
  enabledUntil?: Temporal.PlainDate | undefined;
}

export interface PasswordLifetime {
  /**
   * `fresh`; `reminding`: it ends soon; `expired`: signing in works, but only to a new password; `over`: the account is off, or
   * will be as soon as the sweep has run, and must be treated so.
   */
  state: "fresh" | "reminding" | "expired" | "over";
  lastDay: Temporal.PlainDate;
  /** The last day on which signing in to a new password works. */
  graceLastDay: Temporal.PlainDate;
  /** Working days left after today, up to the last day; 0 on it and afterwards. */
  workingDaysLeft: number;
  /** The reminder that is due by now: the smallest of the policy's that is not below the days left. */
  reminder?: number;
  /** A year in between is not decreed yet. */
  provisional: boolean;
  /** The calendar or the policy changed against what was announced: this earlier day is to be announced, and holds from then on. */
  shortenTo?: Temporal.PlainDate;
}

/** Undefined when passwords do not expire. */
export function derivePasswordLifetime(facts: PasswordFacts): PasswordLifetime | undefined {
  const { policy, calendar, changedOn, today, announced, enabledUntil } = facts;
  const derived = deriveLastDay(policy, calendar, changedOn);
  if (!derived) return undefined;
  const lastDay = announced && isAfter(announced, derived.day) ? announced : derived.day;
  let graceLastDay = addWorkingDays(calendar, lastDay, policy.graceDays).day;
  if (enabledUntil && isAfter(enabledUntil, graceLastDay)) graceLastDay = enabledUntil;
  const workingDaysLeft = countWorkingDays(calendar, today, lastDay);
  const reminder = policy.reminderDays.filter((days) => days >= workingDaysLeft).sort((a, b) => a - b)[0];
  const lifetime = { lastDay, graceLastDay, workingDaysLeft, provisional: derived.provisional };
  if (isAfter(today, graceLastDay)) return { ...lifetime, state: "over" };
  if (isAfter(today, lastDay)) return { ...lifetime, state: "expired" };
  const shortenTo = announced && findShorterDay(facts, derived.day, announced);
  return {
    ...lifetime,
    state: reminder === undefined ? "fresh" : "reminding",
    ...(reminder === undefined ? {} : { reminder }),
    ...(shortenTo ? { shortenTo } : {}),
  };
}

/** What the policy and the calendar alone say; undefined when passwords do not expire. */
export function deriveLastDay(
  { lifetime }: PasswordPolicy,
  calendar: WorkingCalendar,
  changedOn: Temporal.PlainDate,
): { day: Temporal.PlainDate; provisional: boolean } | undefined {
  if (lifetime.unit === "unlimited") return undefined;
  if (lifetime.unit === "calendarDays") return { day: changedOn.add({ days: lifetime.days }), provisional: false };
  return addWorkingDays(calendar, changedOn, lifetime.days);
}

/** The last day to sign in after the desk has enabled the account again. */
export function deriveEnabledUntil(
  { graceDays, noticeDays }: PasswordPolicy,
  calendar: WorkingCalendar,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  return addWorkingDays(calendar, today, Math.max(graceDays, noticeDays)).day;
}

/** A date that was announced becomes earlier only by another announcement, which leaves the days of notice. */
function findShorterDay(
  { policy, calendar, today }: PasswordFacts,
  derived: Temporal.PlainDate,
  announced: Temporal.PlainDate,
): Temporal.PlainDate | undefined {
  if (!isAfter(announced, derived)) return undefined;
  const noticed = addWorkingDays(calendar, today, policy.noticeDays).day;
  const day = isAfter(noticed, derived) ? noticed : derived;
  return isAfter(announced, day) ? day : undefined;
}

function isAfter(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) > 0;
}
