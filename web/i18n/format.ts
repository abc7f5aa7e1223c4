// Dates, times, numbers and sizes as people read them, in a language and a time zone. A formatter is made when it is first used,
// and once, because making one costs more than using it a hundred times, and a first screen needs few.
import type { Catalogue } from "./catalogue.ts";

export type Format = {
  /** "Senin, 23 November 2026" */
  day(date: Date): string;
  /** "Senin, 23 November 2026 pukul 14.30 WIB" */
  fullDate(date: Date): string;
  /** "23 Nov 2026 14.30" */
  shortDate(date: Date): string;
  /** As short as a list allows: the time today, the weekday in the last six days, then the day, then the year as well. */
  listDate(date: Date, now: Date): string;
  /** "Hari ini", "Kemarin", "Senin", "Lebih awal bulan ini", "Oktober 2026": what a list is grouped under. */
  dayGroup(date: Date, now: Date): string;
  /** "5 menit yang lalu" */
  relative(date: Date, now: Date): string;
  /** "1.234.567,89" */
  number(value: number): string;
  /** "1,2 MB", in steps of 1024 as file managers count. */
  size(bytes: number): string;
  /** "Budi, Siti, dan Ani" */
  names(names: readonly string[]): string;
};

/** Intl knows these names only in Indonesian; people in Indonesia use them in every language. */
const indonesianZones: Record<string, string> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
};
const dayMs = 86_400_000;

/** `words` are the language's own. */
export function createFormat(words: Catalogue["format"], timeZone: string): Format {
  const { tag } = words;
  const dates = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(tag, { timeZone, ...options }));
  // Not `dateStyle`, which writes "03 Desember".
  const full = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const short = dates({ day: "numeric", month: "short", year: "numeric" });
  const dayMonth = dates({ day: "numeric", month: "short" });
  const weekday = dates({ weekday: "long" });
  const shortWeekday = dates({ weekday: "short" });
  const month = dates({ month: "long", year: "numeric" });
  const time = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const zone = dates({ timeZoneName: "short" });
  const isoDates = { timeZone, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const parts = once(() => new Intl.DateTimeFormat("en-CA", isoDates));
  const relativeTime = once(() => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));
  const number = once(() => new Intl.NumberFormat(tag));
  const oneDecimal = once(() => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }));
  const list = once(() => new Intl.ListFormat(tag, { type: "conjunction" }));

  const zoneName = (date: Date) =>
    indonesianZones[timeZone] ??
    zone()
      .formatToParts(date)
      .find((part) => part.type === "timeZoneName")?.value ??
    "";
  /** The number of the day in the zone, so that days can be subtracted. */
  const dayOf = (date: Date) => Date.parse(`${parts().format(date)}T00:00:00Z`) / dayMs;
  const yearOf = (date: Date) => parts().format(date).slice(0, 4);
  const today = (days: number) => capitalize(relativeTime().format(-days, "day"));

  return {
    day: (date) => full().format(date),
    fullDate: (date) => `${full().format(date)} ${words.at} ${time().format(date)} ${zoneName(date)}`,
    shortDate: (date) => `${short().format(date)} ${time().format(date)}`,
    listDate(date, now) {
      const days = dayOf(now) - dayOf(date);
      if (days === 0) return time().format(date);
      if (days > 0 && days < 7) return shortWeekday().format(date);
      return yearOf(date) === yearOf(now) ? dayMonth().format(date) : short().format(date);
    },
    dayGroup(date, now) {
      const days = dayOf(now) - dayOf(date);
      if (days === 0 || days === 1) return today(days);
      if (days > 1 && days < 7) return weekday().format(date);
      const isThisMonth = days > 0 && parts().format(date).slice(0, 7) === parts().format(now).slice(0, 7);
      return isThisMonth ? words.earlierThisMonth : month().format(date);
    },
    relative(date, now) {
      const seconds = (date.getTime() - now.getTime()) / 1000;
      const [value, unit] = relativeUnit(seconds);
      return relativeTime().format(value, unit);
    },
    number: (value) => number().format(value),
    size(bytes) {
      const units = ["B", "kB", "MB", "GB", "TB"];
      const step = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
      const value = bytes / 1024 ** step;
      return `${(value < 10 ? oneDecimal : number)().format(value < 10 ? value : Math.round(value))} ${units[step]}`;
    },
    names: (names) => list().format(names),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function relativeUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds);
  if (size < 60) return [Math.round(seconds), "second"];
  if (size < 3600) return [Math.round(seconds / 60), "minute"];
  if (size < 86_400) return [Math.round(seconds / 3600), "hour"];
  if (size < 30 * 86_400) return [Math.round(seconds / 86_400), "day"];
  if (size < 365 * 86_400) return [Math.round(seconds / (30 * 86_400)), "month"];
  return [Math.round(seconds / (365 * 86_400)), "year"];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
