// An organisation's policy, calendars and present day together: what the lifetime of its people's passwords follows from.

import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId, UnitId } from "../base/ids.ts";
import { readPasswordPolicy, type PasswordPolicy } from "../organisation/password-policy.ts";
import { readPolicies } from "../organisation/policies.ts";
import { readCalendarPolicy } from "../organisation/calendar-policy.ts";
import { resolveCalendars, type CalendarResolver } from "../organisation/working-days/resolve-calendar.ts";
import { toPlainDate } from "../organisation/working-days/to-plain-date.ts";
import { findUndecreedYears, type WorkingCalendar } from "../organisation/working-days/working-calendar.ts";
import { toCalendarTable, type WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import { loadCalendar } from "../store/calendar.ts";
import type { ReadTx, WriteTx } from "../store/database.ts";
import { rememberPassword } from "../store/password-history.ts";
import { findPasswordHolder, insertPasswordNotices, type PasswordHolder } from "../store/password-lifetimes.ts";
import {
  deriveEnabledUntil,
  deriveLastDay,
  derivePasswordLifetime,
  type PasswordLifetime,
} from "./password-lifetime.ts";

export interface LifetimeRules {
  readonly policy: PasswordPolicy;
  readonly today: Temporal.PlainDate;
  /** Undefined when passwords do not expire. Equal cases are derived once, so thousands of accounts are quick. */
  lifetimeOf(holder: PasswordHolder): PasswordLifetime | undefined;
  /** The last day of a password of this unit's person that is changed today, and whether it is provisional. */
  lastDayFor(unitId: UnitId | null): { day: Temporal.PlainDate; provisional: boolean } | undefined;
  /** The last day to sign in for somebody of this unit whose account is enabled today. */
  enabledUntilFor(unitId: UnitId | null): Temporal.PlainDate;
  /** Years that passwords of today reach into and that are not decreed: a warning for administrators. */
  findUndecreedYears(): number[];
}

/** For every use anew, since `today` passes. */
export async function readLifetimeRules(
  organisation: { id: OrganisationId; settings: Record<string, unknown> },
  { calendars, clock }: { calendars: WorkingCalendars; clock: Clock },
): Promise<LifetimeRules> {
  return createLifetimeRules(organisation.settings, await calendars.of(organisation), clock);
}

/** The same within a transaction, which must not wait for another connection. */
export async function loadLifetimeRules(
  tx: ReadTx,
  { id, settings }: { id: OrganisationId; settings: Record<string, unknown> },
  clock: Clock,
): Promise<LifetimeRules> {
  const { workingDaysPerWeek } = readCalendarPolicy(settings);
  const table = toCalendarTable(await loadCalendar(tx, id), workingDaysPerWeek);
  return createLifetimeRules(settings, resolveCalendars(table), clock);
}

export function createLifetimeRules(
  settings: Record<string, unknown>,
  resolver: CalendarResolver,
  clock: Clock,
): LifetimeRules {
  const policy = readPasswordPolicy(settings);
  const { timeZone } = readPolicies(settings);
  const today = toPlainDate(clock.now(), timeZone);
  const derived = new Map<WorkingCalendar, Map<string, PasswordLifetime | undefined>>();

  return {
    policy,
    today,
    lifetimeOf({ unitId, changedAt, announced, enabledUntil }) {
      const calendar = resolver.of(unitId);
      const changedOn = toPlainDate(changedAt, timeZone);
      const key = `${changedOn.toString()} ${announced} ${enabledUntil}`;
      const known = derived.get(calendar) ?? new Map<string, PasswordLifetime | undefined>();
      derived.set(calendar, known);
      if (known.has(key)) return known.get(key);
      const lifetime = derivePasswordLifetime({
        policy,
        calendar,
        changedOn,
        today,
        announced: toDate(announced),
        enabledUntil: toDate(enabledUntil),
      });
      known.set(key, lifetime);
      return lifetime;
    },
    lastDayFor: (unitId) => deriveLastDay(policy, resolver.of(unitId), today),
    enabledUntilFor: (unitId) => deriveEnabledUntil(policy, resolver.of(unitId), today),
    findUndecreedYears() {
      const calendar = resolver.of(null);
      return findUndecreedYears(calendar, today, deriveLastDay(policy, calendar, today)?.day ?? today);
    },
  };
}

/**
 * After a password was replaced, in the same transaction: keeps the old hash for comparison, and announces the new last day,
 * which is what the person is shown. Undefined when passwords do not expire.
 */
export async function recordPasswordChange(
  tx: WriteTx,
  rules: LifetimeRules,
  change: { accountId: AccountId; replacedHash: string; changedAt: Date },
): Promise<{ day: Temporal.PlainDate; provisional: boolean } | undefined> {
  const { accountId, replacedHash, changedAt } = change;
  await rememberPassword(tx, accountId, { hash: replacedHash, at: changedAt, count: rules.policy.historyCount });
  const holder = await findPasswordHolder(tx, accountId);
  const last = holder && rules.lastDayFor(holder.unitId);
  if (last) {
    await announce(tx, { accountId, changedAt, kind: "changed", lastDay: last.day, now: changedAt });
  }
  return last;
}

/**
 * After the desk has enabled an account, in the same transaction: without a new password the sweep would disable it again at
 * once, so the person gets the days of grace. Resolves to the last day to sign in; undefined when there is no password of ours.
 */
export async function recordEnabling(
  tx: WriteTx,
  rules: LifetimeRules,
  { accountId, now }: { accountId: AccountId; now: Date },
): Promise<Temporal.PlainDate | undefined> {
  const holder = await findPasswordHolder(tx, accountId);
  if (!holder) return undefined;
  const { unitId, changedAt } = holder;
  const until = rules.enabledUntilFor(unitId);
  await announce(tx, { accountId, changedAt, kind: "enabled", lastDay: until, now });
  return until;
}

/** What the person or the desk sees at once, and is not sent. */
function announce(
  tx: WriteTx,
  what: { accountId: AccountId; changedAt: Date; kind: "changed" | "enabled"; lastDay: Temporal.PlainDate; now: Date },
): Promise<number> {
  const { now, lastDay, ...notice } = what;
  const told = { daysBefore: 0, graceLastDay: null, workingDaysLeft: 0, provisional: false };
  return insertPasswordNotices(tx, [{ ...notice, ...told, lastDay: lastDay.toString() }], { now, sent: true });
}

function toDate(text: string | null): Temporal.PlainDate | undefined {
  return text === null ? undefined : Temporal.PlainDate.from(text);
}
