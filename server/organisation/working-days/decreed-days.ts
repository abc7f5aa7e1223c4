// The days off that come with the program: the joint decrees (SKB 3 Menteri) of these years, in holidays-id.csv.

import { readFileSync } from "node:fs";

import { parseCalendarCsv, type CalendarRecord } from "./calendar-csv.ts";

/** Years whose decree the file holds whole, with the decree. */
export const DECREED_YEARS: readonly { year: number; basis: string }[] = [
  { year: 2026, basis: "SKB 3 Menteri 1497/2025, 2/2025, 5/2025" },
  { year: 2027, basis: "SKB 3 Menteri 1205/2026, 3/2026, 2/2026" },
];

export function readDecreedDays(): CalendarRecord[] {
  const parsed = parseCalendarCsv(readFileSync(new URL("holidays-id.csv", import.meta.url), "utf8"));
  if ("problems" in parsed) throw new Error(`holidays-id.csv: ${JSON.stringify(parsed.problems)}`);
  return parsed.records;
}
