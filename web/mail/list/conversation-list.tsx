// The list of conversations of a mailbox or a search: virtual, stable while mail arrives, one tab stop for the keyboard.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { WindowedQuery } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { VirtualList, type VirtualListHandle } from "../../ui/virtual-list.tsx";
import { step } from "../commands/move-about.ts";
import { rowOf } from "../commands/target.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import type { View } from "../state/view.ts";
import "./conversation-list.css";
import { ConversationRow, RowSkeleton } from "./conversation-row.tsx";
import { EmptyList } from "./empty-list.tsx";
import { ListHeader } from "./list-header.tsx";
import { rowHeightPx } from "./row-height.ts";

/** How many conversations from the top are made ready to open, as the first is what is opened most. */
const PREFETCHED_ROWS = 3;

export function ConversationList() {
  const app = useMailApp();
  const view = app.view.value;
  return (
    <section class={`list ${app.selection.count.value > 0 ? "is-selecting" : ""}`} aria-label={useWords().t.list.label}>
      <ListHeader />
      {view && !view.list ? (
        <EmptyList view={view} />
      ) : (
        view?.list && <Rows key={listKey(view)} view={view} list={view.list} />
      )}
      {!view && <Skeleton />}
    </section>
  );
}

function listKey({ account, list }: View): string {
  return `${account.id}/${JSON.stringify(list?.query)}`;
}

function Rows({ view, list }: { view: View; list: WindowedQuery }) {
  const app = useMailApp();
  const { t, f } = useWords();
  const handle = useRef<VirtualListHandle>(null);
  const [width, setWidth] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  // What stands at an index may have changed.
  void list.version.value;
  const total = list.total.value;
  const cursor = app.cursor.value;
  const cursorAt = cursor === null ? -1 : list.indexOf(cursor);

  useLayoutEffect(() => {
    const measure = () => setWidth(box.current?.clientWidth ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    list.ensure(0, 50);
    app.selection.clear();
    return list.onShift(({ index, removed, inserted }) => {
      if (handle.current && !handle.current.isAtTop() && index === 0) handle.current.shiftBy(inserted - removed);
    });
  }, [list]);
  useEffect(() => {
    const first = list
      .slice(0, PREFETCHED_ROWS)
      .flatMap((id) => (id === undefined ? [] : (rowOf(app, id)?.threadId ?? [])));
    if (first.length > 0) view.account.prefetch(first);
  }, [list, total === undefined]);
  useFollowCursor(cursor, cursorAt, handle);

  const onRange = useCallback((start: number, end: number) => list.ensure(start, end), [list]);
  const onTopChange = useCallback((isAtTop: boolean) => list.setHolding(!isAtTop), [list]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    step(app, event.key === "ArrowDown" ? 1 : -1);
  };
  const isFailed = list.state.value === "failed" && total === undefined;
  return (
    <div class="list-rows" ref={box} onKeyDown={onKeyDown}>
      {isFailed || total === 0 ? <EmptyList view={view} /> : total === undefined && <Skeleton />}
      {list.pending.value > 0 && (
        <div class="list-pending">
          <Button
            variant="primary"
            icon="up"
            onClick={() => {
              list.showPending();
              handle.current?.scrollToTop();
            }}
          >
            {t.list.newMail(f.number(list.pending.value))}
          </Button>
        </div>
      )}
      {width > 0 && total !== undefined && total > 0 && (
        <VirtualList
          handle={handle}
          count={total}
          rowHeightPx={rowHeightPx(app.preferences.value.value.density, width)}
          label={t.list.label}
          keepIndex={cursorAt}
          onRange={onRange}
          onTopChange={onTopChange}
          renderRow={(index) => {
            const emailId = list.idAt(index);
            if (emailId === undefined) return <RowSkeleton />;
            const isTabStop = cursorAt < 0 ? index === 0 : index === cursorAt;
            return (
              <ConversationRow
                key={emailId}
                account={view.account}
                mailbox={view.mailbox}
                emailId={emailId}
                isTabStop={isTabStop}
              />
            );
          }}
        />
      )}
    </div>
  );
}

/** Shows the row of the cursor and, when the keyboard was in the list or nowhere, puts the focus on it. */
function useFollowCursor(cursor: string | null, index: number, handle: { current: VirtualListHandle | null }): void {
  const last = useRef(cursor);
  useEffect(() => {
    if (cursor === null || cursor === last.current || index < 0) return;
    last.current = cursor;
    handle.current?.reveal(index);
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement?.closest(".list-rows");
    if (isFree) document.getElementById(`row-${cursor}`)?.focus({ preventScroll: true });
  }, [cursor, index]);
}

function Skeleton() {
  return (
    <div class="list-skeleton" aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <RowSkeleton key={index} />
      ))}
    </div>
  );
}
