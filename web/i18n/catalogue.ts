// What the first screen and reading say, and what all parts share.
import type { Language, Locale } from "./languages.ts";
import { loadLanguage } from "./load-language.ts";

export type Catalogue = Language["core"];
export type { Locale };

/** Loads one language; the others are not in the first bundle. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  return (await loadLanguage[locale]()).core;
}
