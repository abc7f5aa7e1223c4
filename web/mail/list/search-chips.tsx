// Ways to narrow a search, each a word that could as well be typed.

import { searchWords } from "../../i18n/parts/searches.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";

export function SearchChips() {
  const { router } = useMailApp();
  const { t, locale } = useWords();
  const words = searchWords[locale];
  const route = router.route.value;
  const typed = route.search.split(/\s+/);
  const chips = [
    { word: words.hasAttachment, label: t.list.hasAttachment },
    { word: words.unread, label: t.list.unread },
    { word: words.starred, label: t.list.starred },
  ];
  return (
    <div class="list-chips" role="group" aria-label={words.narrow}>
      {chips.map(({ word, label }) => {
        const isOn = typed.includes(word);
        const search = isOn ? typed.filter((other) => other !== word).join(" ") : `${route.search} ${word}`.trim();
        return (
          <button
            key={word}
            type="button"
            aria-pressed={isOn}
            onClick={() => router.go({ ...route, search, threadId: null })}
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}
