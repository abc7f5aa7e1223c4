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

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((known) => known === value);
}
