// Ways to narrow a search, each a word that could as well be typed.

import { searchWords } from "../../i18n/parts/searches.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { narrowingsOf } from "./narrowings.ts";

export function SearchChips() {
  const { router } = useMailApp();
  const { t, locale } = useWords();
  const route = router.route.value;
  const typed = route.search.split(/\s+/);
  return (
    <div class="list-chips" role="group" aria-label={searchWords[locale].narrow}>
      {narrowingsOf(t, locale).map(({ word, label }) => {
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
