// When something takes place, as an invitation says it: "Senin, 23 November 2026 pukul 09.00–11.00 WIB".
import type { Catalogue } from "./catalogue.ts";
import { createFormat } from "./format.ts";

export type EventTime = {
  readonly start: Date;
  /** Exclusive; null when it is not told. */
  readonly end: Date | null;
  /** Days without times: midnights in UTC. */
  readonly isAllDay: boolean;
  /** Times of no zone, given as if in UTC: they are the same on every clock. */
  readonly isFloating: boolean;
};

/** Without words for "all day" and "local time": those are the caller's. */
export function formatEventTime(
  { start, end, isAllDay, isFloating }: EventTime,
  words: Catalogue["format"],
  timeZone: string,
): string {
  const format = createFormat(words, isAllDay || isFloating ? "UTC" : timeZone);
  if (isAllDay) {
    const last = end === null ? start : new Date(end.getTime() - 86_400_000);
    return last <= start ? format.day(start) : `${format.day(start)} – ${format.day(last)}`;
  }
  const full = (date: Date) => (isFloating ? format.fullDate(date).replace(/ \S+$/, "") : format.fullDate(date));
  if (end === null || end <= start) return full(start);
  const time = (date: Date) => format.listDate(date, date);
  const endOfDay = full(start).replace(time(start), time(end));
  if (endOfDay !== full(end)) return `${full(start)} – ${full(end)}`;
  return full(start).replace(time(start), `${time(start)}–${time(end)}`);
}
