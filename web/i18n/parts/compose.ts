// What composers say from their beginning. It comes with them, one language alone, not with the first screen.
import type { Language, Locale } from "../languages.ts";
import { loadLanguage } from "../load-language.ts";

export type ComposeWords = Language["compose"];

export async function loadComposeWords(locale: Locale): Promise<ComposeWords> {
  return (await loadLanguage[locale]()).compose;
}
