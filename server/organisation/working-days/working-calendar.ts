// Arithmetic with working days: plain dates of the organisation's zone, no clock and no table of its own.

export interface WorkingCalendar {
  isWorkingDay(day: Temporal.PlainDate): boolean;
  /** Whether the days off of this year have been decreed; until then a date in it is provisional. */
  isDecreed(year: number): boolean;
}

export interface WorkingDate {
  day: Temporal.PlainDate;
  /** Counted through a year that is not decreed: it may still move, and only to a later day while days off are added. */
  provisional: boolean;
}

/** More days off in a row than any calendar has: a table with so many is wrong, and counting must end. */
const MAX_DAYS_OFF = 366;

/** The `count`-th working day after `from`; `from` itself is day 0 and need not be a working day. Throws RangeError. */
export function addWorkingDays(calendar: WorkingCalendar, from: Temporal.PlainDate, count: number): WorkingDate {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("working days are counted forward in whole days");
  let day = from;
  let daysOff = 0;
  for (let counted = 0; counted < count;) {
    day = day.add({ days: 1 });
    daysOff = calendar.isWorkingDay(day) ? 0 : daysOff + 1;
    if (daysOff === 0) counted++;
    else if (daysOff > MAX_DAYS_OFF)
      throw new RangeError(`the calendar has no working day in the year before ${day.toString()}`);
  }
  return { day, provisional: findUndecreedYears(calendar, from, day).length > 0 };
}

/** Working days after `from` up to and with `to`; 0 when `to` is not later. */
export function countWorkingDays(calendar: WorkingCalendar, from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  let count = 0;
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0;) {
    day = day.add({ days: 1 });
    if (calendar.isWorkingDay(day)) count++;
  }
  return count;
}

/** Years of the days from `from` to `to` that are not decreed, ascending. */
export function findUndecreedYears(
  calendar: Pick<WorkingCalendar, "isDecreed">,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): number[] {
  const years: number[] = [];
  for (let year = from.year; year <= to.year; year++) if (!calendar.isDecreed(year)) years.push(year);
  return years;
}
