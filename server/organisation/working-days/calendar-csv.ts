// The calendar as a file that administrators exchange: date,kind,name,basis and, where not all days are of one scope, scope
// (country, organisation or the name of a unit). RFC 4180; days as yyyy-mm-dd.

import { findCsvSeparator, formatCsv, parseCsv } from "../../../standards/csv/csv.ts";
import { ENTRY_KINDS, type EntryKind } from "./resolve-calendar.ts";

const MAX_LENGTH = 1024 * 1024;
const MAX_RECORDS = 5000;
const MAX_TEXT_LENGTH = 200;

export interface CalendarRecord {
  day: Temporal.PlainDate;
  kind: EntryKind;
  name: string;
  /** The decree that says so. */
  basis: string;
  /** As written; absent when the file has no such column or nothing in it. */
  scope?: string;
}

export interface CalendarCsvProblem {
  /** Counted from 1; 0 is the file as a whole. */
  line: number;
  problem:
    | "tooLarge"
    | "columnMissing"
    | "quotes"
    | "invalidDate"
    | "invalidKind"
    | "invalidName"
    | "invalidBasis"
    | "repeated";
  /** What was found, or the column that is missing; shortened. */
  found?: string;
}

const INDONESIAN_KINDS: Readonly<Record<string, EntryKind>> = {
  "libur nasional": "national-holiday",
  "hari libur nasional": "national-holiday",
  "cuti bersama": "collective-leave",
  "hari pemungutan suara": "election-day",
  "libur lokal": "local-holiday",
  pencabutan: "withdrawal",
};

/** All that is wrong at once, or the records in their order. */
export function parseCalendarCsv(text: string): { records: CalendarRecord[] } | { problems: CalendarCsvProblem[] } {
  if (text.length > MAX_LENGTH) return { problems: [{ line: 0, problem: "tooLarge" }] };
  const rows = parseCsv(text, findCsvSeparator(text));
  if (!Array.isArray(rows)) return { problems: [{ line: rows.line, problem: "quotes" }] };
  if (rows.length > MAX_RECORDS + 1) return { problems: [{ line: 0, problem: "tooLarge" }] };
  const header = (rows[0]?.fields ?? []).map((name) => name.trim().toLowerCase());
  const missing = ["date", "kind", "name", "basis"].filter((name) => !header.includes(name));
  if (missing.length > 0) return { problems: missing.map((found) => ({ line: 1, problem: "columnMissing", found })) };

  const records: CalendarRecord[] = [];
  const problems: CalendarCsvProblem[] = [];
  const seen = new Set<string>();
  for (const { line, fields } of rows.slice(1)) {
    const field = (name: string) => fields[header.indexOf(name)]?.trim() ?? "";
    const refuse = (problem: CalendarCsvProblem["problem"], found: string) =>
      problems.push({ line, problem, found: found.slice(0, 60) });
    const day = parseDay(field("date"));
    const kind = parseKind(field("kind"));
    const [name, basis, scope] = [field("name"), field("basis"), field("scope")];
    if (!day) refuse("invalidDate", field("date"));
    if (!kind) refuse("invalidKind", field("kind"));
    if (!isCalendarText(name)) refuse("invalidName", name);
    if (!isCalendarText(basis)) refuse("invalidBasis", basis);
    if (!day || !kind || !isCalendarText(name) || !isCalendarText(basis)) continue;
    const key = JSON.stringify([day, kind, name, scope]);
    if (seen.has(key)) refuse("repeated", name);
    seen.add(key);
    records.push({ day, kind, name, basis, ...(scope === "" ? {} : { scope }) });
  }
  return problems.length > 0 ? { problems } : { records };
}

/** Ordered as given; what `parseCalendarCsv` reads again. The scope is written when any record has one. */
export function formatCalendarCsv(records: readonly CalendarRecord[]): string {
  const scoped = records.some(({ scope }) => scope !== undefined);
  return formatCsv([
    ["date", "kind", "name", "basis", ...(scoped ? ["scope"] : [])],
    ...records.map(({ day, kind, name, basis, scope }) => [
      day.toString(),
      kind.replaceAll("-", " "),
      name,
      basis,
      ...(scoped ? [scope ?? ""] : []),
    ]),
  ]);
}

/** A name or a legal basis: not empty, one line, and nothing that a spreadsheet would take for a formula. */
export function isCalendarText(text: string): boolean {
  return text.length > 0 && text.length <= MAX_TEXT_LENGTH && !/^[=+\-@]|\p{Cc}/u.test(text) && text.trim() === text;
}

function parseDay(text: string): Temporal.PlainDate | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  // Day 0 and day 32 exist in no month; day 30 of February is found by its name being another afterwards.
  if (month < 1 || month > 12 || day < 1) return undefined;
  const date = Temporal.PlainDate.from({ year, month, day });
  return date.toString() === text ? date : undefined;
}

function parseKind(text: string): EntryKind | undefined {
  const name = text.toLowerCase().replaceAll(/\s+/g, " ");
  return INDONESIAN_KINDS[name] ?? ENTRY_KINDS.find((kind) => kind === name.replaceAll(" ", "-"));
}

/** For the operator, in English: what is wrong and where. */
export function formatCalendarProblem({ line, problem, found }: CalendarCsvProblem): string {
  const where = line > 0 ? `line ${line}: ` : "";
  return `${where}${PROBLEMS[problem]}${found === undefined ? "" : ` (${found})`}`;
}

const PROBLEMS: Readonly<Record<CalendarCsvProblem["problem"], string>> = {
  tooLarge: "too large",
  columnMissing: "a column is missing",
  quotes: "quotes that do not match",
  invalidDate: "no day as yyyy-mm-dd",
  invalidKind: `no kind of day: one of ${ENTRY_KINDS.join(", ")}`,
  invalidName: "a name is missing or too long",
  invalidBasis: "the decree is missing or too long",
  repeated: "the same day twice",
};
