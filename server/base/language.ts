// The languages in which people are told anything. The texts stand beside what says them, each a record by language, so that one that
// lacks a language does not compile.

import { locales, type Locale } from "../../standards/jmap/preferences.ts";

export const LANGUAGES = locales;
export type Language = Locale;

/** For who has chosen none. */
export const DEFAULT_LANGUAGE: Language = LANGUAGES[0];

/** How Intl writes dates and numbers in each. */
export const languageTags: Readonly<Record<Language, string>> = { id: "id-ID", en: "en-GB" };

/** "Senin, 3 Desember 2026"; not `dateStyle`, which writes "03 Desember". */
export const wholeDay = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;

/** Intl knows these names only in Indonesian; people in Indonesia use them in every language. */
const zoneNames: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
};

/** To write "23 November 2026 pukul 14.30 WIB", or "Senin, 23 November 2026 pukul 14.30 WIB". */
export function createMomentFormat({
  language,
  timeZone,
  hasWeekday = false,
}: {
  language: Language;
  timeZone: string;
  hasWeekday?: boolean;
}): (at: Date) => string {
  const { weekday, ...day } = wholeDay;
  const format = new Intl.DateTimeFormat(languageTags[language], {
    ...(hasWeekday && { weekday }),
    ...day,
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
  return (at) => {
    const parts = format.formatToParts(at);
    return parts.map(({ type, value }) => (type === "timeZoneName" ? (zoneNames[timeZone] ?? value) : value)).join("");
  };
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((known) => known === value);
}
