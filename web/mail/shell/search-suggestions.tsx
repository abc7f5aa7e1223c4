// Below the search box while one types: what was searched for before, people by their names, and ways to narrow. Each is a search that
// could as well be typed.

import { useEffect, useState } from "preact/hooks";

import type { AddressSuggestion } from "../../client/types.ts";
import { searchWords } from "../../i18n/parts/searches.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { narrowingsOf } from "../list/narrowings.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./search-suggestions.css";

const MOST_PEOPLE = 4;
const MOST_RECENT = 4;

/** Newest first; forgotten with the page. */
let recent: readonly string[] = [];

export type SearchSuggestionsProps = { typed: string; onChoose: (search: string) => void };

export function SearchSuggestions({ typed, onChoose }: SearchSuggestionsProps) {
  const { router, view } = useMailApp();
  const { t, locale } = useWords();
  const words = searchWords[locale];
  const [people, setPeople] = useState<readonly AddressSuggestion[]>([]);
  const account = view.value?.account;
  const last = /\S*$/.exec(typed)?.[0] ?? "";
  const before = typed.slice(0, typed.length - last.length);

  useEffect(() => {
    const shown = router.route.peek().search;
    if (shown !== "") recent = [shown, ...recent.filter((search) => search !== shown)].slice(0, MOST_RECENT + 1);
  }, []);
  useEffect(() => {
    let isCurrent = true;
    if (last.length < 2 || last.includes(":")) setPeople([]);
    else void account?.suggestAddresses(last, MOST_PEOPLE).then((found) => isCurrent && setPeople(found));
    return () => {
      isCurrent = false;
    };
  }, [account, last]);

  const offered: { search: string; label: string; icon: IconName }[] = [
    ...(typed.trim() === ""
      ? recent.slice(0, MOST_RECENT).map((search) => ({ search, label: search, icon: "search" as const }))
      : []),
    ...people.map(({ address: { name, email } }) => ({
      search: `${before}${words.fromOperator}:${email}`,
      label: words.from(name ? `${name} (${email})` : email),
      icon: "user" as const,
    })),
    ...narrowingsOf(t, locale)
      .filter(({ word }) => !typed.split(/\s+/).includes(word))
      .map(({ word, ...shown }) => ({ search: `${typed.trim()} ${word}`.trim(), ...shown })),
  ];
  return (
    <div class="search-suggestions" role="group" aria-label={words.suggestions}>
      {offered.map(({ search, label, icon }) => (
        <button
          key={`${icon}${search}`}
          type="button"
          class="menu-item"
          // A click would take the focus from the box first, and these away with it.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(search)}
        >
          <Icon name={icon} size={18} />
          <span class="truncate">{label}</span>
        </button>
      ))}
    </div>
  );
}
