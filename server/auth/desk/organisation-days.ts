// What an administrator does with the days of the organisation: sees them, sees what a change would move, and saves it. The days of the
// country are those of the decrees that come with the program, and of the operator's command.

import type { Clock } from "../../base/clock.ts";
import { readPolicies } from "../../organisation/policies.ts";
import {
  addCalendarDays,
  withdrawCalendarDays,
  type AddedDay,
} from "../../organisation/working-days/change-calendar.ts";
import { isCalendarText } from "../../organisation/working-days/calendar-csv.ts";
import { ENTRY_KINDS } from "../../organisation/working-days/resolve-calendar.ts";
import { toPlainDate } from "../../organisation/working-days/to-plain-date.ts";
import type { WorkingCalendars } from "../../organisation/working-days/working-calendars.ts";
import { listCalendarEntries, type CalendarEntry } from "../../store/calendar.ts";
import type { Database } from "../../store/database.ts";
import type { Person } from "../account-security/person.ts";
import { readLifetimeRules } from "../lifetime-rules.ts";
import { previewCalendarChange, type CalendarPreview } from "../preview-calendar-change.ts";

export interface DayDependencies {
  db: Database;
  clock: Clock;
  calendars: WorkingCalendars;
}

export interface DaysView {
  /** From today on, of the country and of the organisation. */
  entries: CalendarEntry[];
  /** Passwords of today reach into them, and their decrees are not there yet. */
  undecreedYears: number[];
}

/** As typed. */
export interface TypedDay {
  day: string;
  kind: string;
  name: string;
  basis: string;
}

export type DayProblem = "day" | "kind" | "name" | "basis";

/** Nobody looks further ahead, and a typing error does not move the dates of a decade. */
const MOST_YEARS = 3;

export async function viewDays(dependencies: DayDependencies, { organisation }: Person): Promise<DaysView> {
  const { db, clock } = dependencies;
  const from = today(clock, organisation.settings).toString();
  const rules = await readLifetimeRules(organisation, dependencies);
  const entries = await db.read((tx) => listCalendarEntries(tx, organisation.id, { from }));
  return { entries, undecreedYears: rules.findUndecreedYears() };
}

export function readDay(
  { clock }: { clock: Clock },
  { organisation }: Person,
  typed: TypedDay,
): AddedDay | DayProblem[] {
  const [name, basis] = [typed.name.trim(), typed.basis.trim()];
  const day = dateOf(typed.day);
  const kind = ENTRY_KINDS.find((known) => known === typed.kind);
  const first = today(clock, organisation.settings).subtract({ days: 366 });
  const last = first.add({ years: MOST_YEARS + 1 });
  const isNear = day && Temporal.PlainDate.compare(day, first) >= 0 && Temporal.PlainDate.compare(day, last) <= 0;
  const problems: DayProblem[] = [];
  if (!isNear) problems.push("day");
  if (!kind) problems.push("kind");
  if (!isCalendarText(name)) problems.push("name");
  if (!isCalendarText(basis)) problems.push("basis");
  return problems.length > 0 || !day || !kind ? problems : { scope: "organisation", day, kind, name, basis };
}

export function previewDay(
  dependencies: DayDependencies,
  { organisation }: Person,
  day: AddedDay,
): Promise<CalendarPreview> {
  return previewCalendarChange(dependencies, organisation, { add: [day] });
}

export async function addDay({ db, clock, calendars }: DayDependencies, officer: Person, day: AddedDay): Promise<void> {
  await db.write((tx) => addCalendarDays(tx, actorOf(clock, officer), [day]));
  calendars.forget();
}

/** One of the organisation's own that holds, with what its withdrawal would move; undefined when there is none. */
export async function viewWithdrawal(
  dependencies: DayDependencies,
  { organisation }: Person,
  id: number,
): Promise<{ entry: CalendarEntry; preview: CalendarPreview } | undefined> {
  const entries = await dependencies.db.read((tx) => listCalendarEntries(tx, organisation.id));
  const entry = entries.find((one) => one.id === id && one.organisationId === organisation.id);
  if (!entry) return undefined;
  return { entry, preview: await previewCalendarChange(dependencies, organisation, { withdraw: [id] }) };
}

/** False when the basis is none, or somebody withdrew it before. */
export async function withdrawDay(
  { db, clock, calendars }: DayDependencies,
  officer: Person,
  { id, basis }: { id: number; basis: string },
): Promise<boolean> {
  const text = basis.trim();
  if (!isCalendarText(text)) return false;
  const what = { scope: "organisation", ids: [id], basis: text } as const;
  const withdrawn = await db.write((tx) => withdrawCalendarDays(tx, actorOf(clock, officer), what));
  calendars.forget();
  return withdrawn > 0;
}

function actorOf(clock: Clock, { account, organisation }: Person) {
  return { organisationId: organisation.id, accountId: account.id, now: new Date(clock.now()) };
}

function today(clock: Clock, settings: Record<string, unknown>): Temporal.PlainDate {
  return toPlainDate(clock.now(), readPolicies(settings).timeZone);
}

function dateOf(typed: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(typed)) return undefined;
  try {
    return Temporal.PlainDate.from(typed, { overflow: "reject" });
  } catch {
    return undefined;
  }
}
