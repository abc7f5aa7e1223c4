// What the first screen and reading say, and what all parts share.
import type { Language, Locale } from "./languages.ts";
import { loadLanguage } from "./load-language.ts";

export type Catalogue = Language["core"];
export type { Locale };

const loaded = new Map<Locale, Catalogue>();

/** Loads one language; the others are not in the first bundle. Asked for again it is there without a turn of the browser between. */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const catalogue = loaded.get(locale) ?? (await loadLanguage[locale]()).core;
  loaded.set(locale, catalogue);
  return catalogue;
}
