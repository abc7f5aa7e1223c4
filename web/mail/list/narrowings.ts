// Words that narrow a search, offered while one types and above what was found.

import type { Catalogue, Locale } from "../../i18n/catalogue.ts";
import { searchWords } from "../../i18n/parts/searches.ts";

export function narrowingsOf({ list }: Catalogue, locale: Locale) {
  const words = searchWords[locale];
  return [
    { word: words.hasAttachment, label: list.hasAttachment, icon: "attachment" },
    { word: words.unread, label: list.unread, icon: "unread" },
    { word: words.starred, label: list.starred, icon: "star" },
  ] as const;
}
