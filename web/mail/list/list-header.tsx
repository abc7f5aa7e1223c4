// Above the rows: where one is and how much there is; while something is ticked, what can be done with it.

import type { Mailbox } from "../../client/types.ts";
import { IconButton } from "../../ui/button.tsx";
import { EmptyMailbox } from "../folders/lazy-parts.ts";
import { accountName, mailboxName } from "../shell/mailbox-name.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { View } from "../state/view.ts";
import { SearchChips, SelectionBar } from "./lazy-parts.ts";

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
  const title = isSearch ? t.frame.searchResults : view?.mailbox ? mailboxName(view.mailbox, t) : t.mailboxes.heading;
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
          <>
            <h1 class="visually-hidden">{title}</h1>
            <SelectionBar />
          </>
        ) : (
          <>
            <div class="list-title">
              <h1 class="truncate">{title}</h1>
              {view?.list?.total.value !== undefined && <span>{t.list.total(f.number(total))}</span>}
              {view && !view.account.isPersonal && <small class="truncate">{accountName(view.account)}</small>}
            </div>
            {view?.mailbox && !isOwnWriting(view.mailbox) && (
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
      {view?.mailbox && canBeEmptied(view) && count === 0 && total > 0 && !isUnreadOnly && (
        <EmptyMailbox account={view.account} mailbox={view.mailbox} />
      )}
      {count > 0 && count < total && (
        <button type="button" class="list-all" onClick={() => selection.selectAll()}>
          {t.list.selectAllMatching(f.number(total))}
        </button>
      )}
    </>
  );
}

/** What one writes oneself is never unread. */
function isOwnWriting({ role }: Mailbox): boolean {
  return role === "drafts" || role === "sent";
}

function canBeEmptied({ account, mailbox }: View): boolean {
  return !account.isReadOnly && (mailbox?.role === "trash" || mailbox?.role === "junk");
}
