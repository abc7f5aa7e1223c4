// The search box: shows what is searched for now, searches on Enter, suggests while one types, and is emptied with one click.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { home } from "../state/routes.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { SearchSuggestions } from "./chunks.ts";
import "./search-box.css";

export function SearchBox() {
  const { router } = useMailApp();
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const { search, accountId } = router.route.value;
  /** Null while nobody is at it. */
  const [typed, setTyped] = useState<string | null>(null);
  // With the rendering, not after it: what is typed in between would be lost.
  useLayoutEffect(() => {
    if (input.current) input.current.value = search;
  }, [search]);
  const searchFor = (text: string) => {
    if (text.trim() === "") router.go({ ...home, accountId });
    else router.go({ accountId, mailbox: null, search: text.trim(), threadId: null });
  };
  const leave = () => {
    setTyped(null);
    (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <form
      class="search-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        searchFor(input.current?.value ?? "");
        leave();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setTyped(null);
      }}
      onKeyDown={(event) => {
        // On a suggestion the keys of the application mean nothing.
        if (event.target !== input.current) event.stopPropagation();
        if (event.key === "Escape") return leave();
        const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, .menu-item")];
        const next = stops[stops.indexOf(document.activeElement as HTMLElement) + by];
        if (by === 0 || !next) return;
        event.preventDefault();
        next.focus();
      }}
    >
      <Icon name="search" size={18} />
      <input
        ref={input}
        id="search"
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        aria-label={t.search.label}
        aria-keyshortcuts="/"
        placeholder={t.search.placeholder}
        onFocus={(event) => setTyped(event.currentTarget.value)}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      {search !== "" && (
        <IconButton
          icon="close"
          size={16}
          label={t.search.clear}
          onClick={() => {
            searchFor("");
            if (input.current) input.current.value = "";
            input.current?.focus();
          }}
        />
      )}
      {typed !== null && (
        <SearchSuggestions
          typed={typed}
          onChoose={(chosen) => {
            searchFor(chosen);
            leave();
          }}
        />
      )}
    </form>
  );
}
