// The language and the formats of the moment, as one signal: whoever reads it is rendered again when the language changes.

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import { loadCatalogue, type Catalogue, type Locale } from "../../i18n/catalogue.ts";
import { createFormat, type Format } from "../../i18n/format.ts";

export type Words = { readonly locale: Locale; readonly t: Catalogue; readonly f: Format };

export type WordStore = {
  readonly words: ReadonlySignal<Words>;
  choose(locale: Locale, timeZone: string): Promise<void>;
};

/** Resolves when the first language is loaded. */
export async function createWords(locale: Locale, timeZone: string): Promise<WordStore> {
  const catalogue = signal({ locale, t: await loadCatalogue(locale) });
  const zone = signal(timeZone);
  const words = computed<Words>(() => {
    const { locale: chosen, t } = catalogue.value;
    return { locale: chosen, t, f: createFormat(t.format, zone.value) };
  });
  return {
    words,
    async choose(nextLocale, nextZone) {
      zone.value = nextZone;
      if (nextLocale !== catalogue.peek().locale)
        catalogue.value = { locale: nextLocale, t: await loadCatalogue(nextLocale) };
    },
  };
}
