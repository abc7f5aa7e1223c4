// Ways to narrow a search, each a word that could as well be typed.

import { useMailApp, useWords } from "../state/mail-app.ts";

export function SearchChips() {
  const { router } = useMailApp();
  const { t } = useWords();
  const route = router.route.value;
  const words = route.search.split(/\s+/);
  const chips = [
    { word: t.searches.hasAttachment, label: t.list.hasAttachment },
    { word: t.searches.unread, label: t.list.unread },
    { word: t.searches.starred, label: t.list.starred },
  ];
  return (
    <div class="list-chips" role="group" aria-label={t.frame.narrowSearch}>
      {chips.map(({ word, label }) => {
        const isOn = words.includes(word);
        const search = isOn ? words.filter((other) => other !== word).join(" ") : `${route.search} ${word}`.trim();
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
