// The search box: shows what is searched for now, searches on Enter, and is emptied with one click.

import { useLayoutEffect, useRef } from "preact/hooks";

import { IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { home } from "../state/routes.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import "./search-box.css";

export function SearchBox() {
  const { router } = useMailApp();
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const { search, accountId } = router.route.value;
  // With the rendering, not after it: what is typed in between would be lost.
  useLayoutEffect(() => {
    if (input.current) input.current.value = search;
  }, [search]);
  const searchFor = (text: string) => {
    if (text.trim() === "") router.go({ ...home, accountId });
    else router.go({ accountId, mailbox: null, search: text.trim(), threadId: null });
  };
  return (
    <form
      class="search-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        searchFor(input.current?.value ?? "");
        input.current?.blur();
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
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {search !== "" && <IconButton icon="close" size={16} label={t.search.clear} onClick={() => searchFor("")} />}
    </form>
  );
}
