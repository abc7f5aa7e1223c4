// Above the rows: where one is and how much there is; while something is ticked, what can be done with it.

import { IconButton } from "../../ui/button.tsx";
import { MenuButton } from "../../ui/menu.tsx";
import { act, actionsOf } from "../commands/act.ts";
import { mailboxName } from "../shell/mailbox-name.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { moveItems } from "./move-items.ts";
import { SearchChips } from "./search-chips.tsx";

export function ListHeader() {
  const app = useMailApp();
  const { t, f } = useWords();
  const { selection } = app;
  const view = app.view.value;
  const total = view?.list?.total.value ?? 0;
  const count = selection.count.value;
  const isSearch = app.router.route.value.mailbox === null;
  const route = app.router.route.value;
  const isUnreadOnly = route.only === "unread";
  const toggleUnread = () => {
    const { only: _, ...whole } = route;
    app.router.go({ ...whole, threadId: null, ...(!isUnreadOnly && { only: "unread" }) });
  };
  const title = isSearch ? t.frame.searchResults : view?.mailbox ? mailboxName(view.mailbox, t) : "";
  return (
    <>
      <div class="list-header">
        <label class="list-tick-all">
          <input
            type="checkbox"
            aria-label={count > 0 ? t.list.clearSelection : t.list.selectAll}
            checked={count > 0 && (selection.isAll.value || count === total)}
            indeterminate={count > 0 && count < total}
            disabled={total === 0}
            onChange={() => (count > 0 ? selection.clear() : selection.selectLoaded())}
          />
        </label>
        {count > 0 ? (
          <SelectionBar />
        ) : (
          <>
            <div class="list-title">
              <h1 class="truncate">{title}</h1>
              {view?.list?.total.value !== undefined && <span>{t.list.total(f.number(total))}</span>}
            </div>
            {view?.mailbox && (
              <button type="button" class="list-filter" aria-pressed={isUnreadOnly} onClick={toggleUnread}>
                {t.mailboxes.unread}
              </button>
            )}
            <IconButton
              icon="refresh"
              size={18}
              label={t.actions.refresh}
              onClick={() => {
                void view?.list?.refresh();
                void app.client.synchronize();
              }}
            />
          </>
        )}
      </div>
      {isSearch && <SearchChips />}
      {count > 0 && count < total && (
        <button type="button" class="list-all" onClick={() => selection.selectAll()}>
          {t.list.selectAllMatching(f.number(total))}
        </button>
      )}
    </>
  );
}

function SelectionBar() {
  const app = useMailApp();
  const { t, f } = useWords();
  const mailbox = app.view.value?.mailbox ?? null;
  const offered = actionsOf(mailbox);
  return (
    <div class="list-bar" role="toolbar" aria-label={t.frame.selectionActions}>
      <span class="list-selected" role="status">
        {t.list.selected(f.number(app.selection.count.value))}
      </span>
      {offered.archive && (
        <IconButton icon="archive" label={t.actions.archive} shortcut="e" onClick={() => act(app, "archive")} />
      )}
      <IconButton icon="trash" label={t.actions[offered.trash]} shortcut="#" onClick={() => act(app, offered.trash)} />
      <IconButton icon="read" label={t.actions.markRead} shortcut="⇧I" onClick={() => act(app, "markRead")} />
      <MenuButton icon="move" label={t.actions.move} shortcut="v" items={() => moveItems(app)} />
      <MenuButton
        label={t.actions.more}
        items={[
          { label: t.actions.markUnread, icon: "unread", shortcut: "u", onSelect: () => act(app, "markUnread") },
          { label: t.actions.star, icon: "star", shortcut: "s", onSelect: () => act(app, "star") },
          { label: t.actions.unstar, icon: "star", onSelect: () => act(app, "unstar") },
          ...(offered.spam
            ? [
                {
                  label: t.actions[offered.spam],
                  icon: "spam" as const,
                  shortcut: "!",
                  onSelect: () => act(app, offered.spam ?? "spam"),
                },
              ]
            : []),
        ]}
      />
      <IconButton icon="close" label={t.list.clearSelection} shortcut="Esc" onClick={() => app.selection.clear()} />
    </div>
  );
}
