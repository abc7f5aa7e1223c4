// The list of conversations of a mailbox or a search: virtual, stable while mail arrives, one tab stop for the keyboard.

import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { WindowedQuery } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { VirtualList, type VirtualListHandle } from "../../ui/virtual-list.tsx";
import { step } from "../commands/move-about.ts";
import { rowOf } from "../commands/target.ts";
import { useMailApp, useWords, type MailApp } from "../state/mail-app.ts";
import type { View } from "../state/view.ts";
import "./conversation-list.css";
import { ConversationRow, RowSkeleton } from "./conversation-row.tsx";
import { createDayGroups } from "./day-groups.ts";
import { emailIdOf } from "./email-id-of.ts";
import { ListHeader } from "./list-header.tsx";
import { EmptyList, RowMenu } from "./lazy-parts.ts";
import { rowHeightPx, rowShape } from "./row-height.ts";
import type { RowMenuPlace } from "./row-menu.tsx";

/** How many conversations from the top are made ready to open, as the first is what is opened most. */
const PREFETCHED_ROWS = 3;

/** As in app.css, about. */
const SPLIT_WIDTH_PX = 400;
const MAILBOXES_WIDTH_PX = 220;

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
  // Its width to the pixel is not known before it is laid out, and would have every row made again.
  const [shape, setShape] = useState(() => rowShape(likelyWidthPx(app)));
  const box = useRef<HTMLDivElement>(null);
  // What stands at an index may have changed.
  void list.version.value;
  const total = list.total.value;
  const cursor = app.cursor.value;
  const cursorAt = cursor === null ? -1 : list.indexOf(cursor);

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setShape(rowShape(box.current?.clientWidth ?? 0)));
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  // Before anybody can tick a row of it.
  useLayoutEffect(() => app.selection.clear(), [list]);
  useEffect(() => {
    list.ensure(0, 50);
    return list.onShift(({ index, removed, inserted }) => {
      if (handle.current && !handle.current.isAtTop() && index === 0) handle.current.shiftBy(inserted - removed);
    });
  }, [list]);
  const prefetch = useCallback(
    (...emailIds: string[]) => view.account.prefetch(emailIds.flatMap((id) => rowOf(app, id)?.threadId ?? [])),
    [view.account],
  );
  useEffect(
    () => prefetch(...list.slice(0, PREFETCHED_ROWS).filter((id) => id !== undefined)),
    [list, total === undefined],
  );
  useFollowCursor(app, cursor, cursorAt, handle);
  const [menu, setMenu] = useState<RowMenuPlace | null>(null);
  useEffect(() => {
    let end: (() => void) | undefined;
    let isOver = false;
    if (matchMedia("(any-pointer: coarse)").matches) {
      void import("./swipe.ts").then(({ followSwipes }) => {
        if (box.current && !isOver) end = followSwipes(box.current, app, setMenu);
      });
    }
    return () => {
      isOver = true;
      end?.();
    };
  }, []);
  useEffect(() => {
    const ending = new AbortController();
    void import("./follow-pointer.ts").then(({ followPointer }) => {
      if (box.current) followPointer(box.current, { app, prefetch, signal: ending.signal });
    });
    return () => ending.abort();
  }, [prefetch]);
  const topRow = useSignal(0);
  // Its counts change with every action, and no row shows them.
  const mailbox = useMemo(() => view.mailbox, [view.mailbox?.id, view.mailbox?.role]);
  const dayAt = useDays(view, list);

  const onRange = useCallback((start: number, end: number) => list.ensure(start, end), [list]);
  const onTopChange = useCallback(
    (isAtTop: boolean) => list.setHolding(!isAtTop || box.current!.matches(":active")),
    [list],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) return openMenu(event);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    step(app, event.key === "ArrowDown" ? 1 : -1);
  };
  const openMenu = (event: MouseEvent | KeyboardEvent) => {
    const row = (event.target as Element).closest(".row");
    const emailId = row && emailIdOf(row);
    if (!row || !emailId) return;
    event.preventDefault();
    const { left, top, height } = row.getBoundingClientRect();
    const isPointed = event instanceof MouseEvent && event.clientX > 0;
    const place = isPointed ? { x: event.clientX, y: event.clientY } : { x: left + 48, y: top + height * 0.7 };
    app.cursor.value = emailId;
    setMenu({ emailId, ...place });
  };
  const isFailed = list.state.value === "failed" && total === undefined;
  return (
    <div class="list-rows" ref={box} onKeyDown={onKeyDown} onContextMenu={openMenu}>
      {dayAt && total !== undefined && total > 0 && <DayBar topRow={topRow} dayAt={dayAt} />}
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
      {shape !== "hidden" && total !== undefined && total > 0 && (
        <VirtualList
          handle={handle}
          count={total}
          rowHeightPx={rowHeightPx(app.preferences.value.value.density, shape)}
          label={t.list.label}
          keepIndex={cursorAt}
          onRange={onRange}
          onTopChange={onTopChange}
          onTopRow={(index) => (topRow.value = index)}
          keyOf={(index) => list.idAt(index) ?? index}
          renderRow={(index) => {
            const emailId = list.idAt(index);
            if (emailId === undefined) return <RowSkeleton />;
            const isTabStop = cursorAt < 0 ? index === 0 : index === cursorAt;
            const day = dayAt?.(index);
            const isNewDay = day !== undefined && (index === 0 || dayAt?.(index - 1) !== day);
            return (
              <>
                {isNewDay && <h2 class={index === 0 ? "visually-hidden" : "row-day"}>{day}</h2>}
                <ConversationRow
                  key={emailId}
                  account={view.account}
                  mailbox={mailbox}
                  emailId={emailId}
                  isTabStop={isTabStop}
                  isOneLine={shape === "oneLine"}
                  search={mailbox ? null : list.query.filter}
                />
              </>
            );
          }}
        />
      )}
      {menu && <RowMenu place={menu} onClose={() => setMenu(null)} />}
    </div>
  );
}

/** Near enough to lay the rows out without measuring first; 0 while a conversation covers the list. */
function likelyWidthPx({ layout, router }: MailApp): number {
  const { room, split } = layout.peek();
  if (split === "right") return SPLIT_WIDTH_PX;
  if (split === "none" && router.route.peek().threadId !== null) return 0;
  return window.innerWidth - (room === "phone" ? 0 : MAILBOXES_WIDTH_PX);
}

/** The day or month of the row at an index; undefined where days are not told apart, or the row is not loaded. */
function useDays(view: View, list: WindowedQuery): ((index: number) => string | undefined) | undefined {
  const app = useMailApp();
  const { f } = useWords();
  const now = app.now.value;
  const groupOf = useMemo(() => createDayGroups(f, now), [f, now]);
  // Only lists by date have days; every list of ours is newest first unless it says otherwise.
  if (!app.preferences.value.value.groupsByDay || list.query.sort) return undefined;
  return (index) => {
    const id = list.idAt(index);
    const email = id === undefined ? undefined : view.account.email(id).peek().value;
    return email && groupOf(email.receivedAt);
  };
}

/** Above the rows: the day of the first of them. Those who listen hear it as a heading among the rows. */
function DayBar(props: { topRow: ReadonlySignal<number>; dayAt: (index: number) => string | undefined }) {
  return (
    <div class="list-day" aria-hidden="true">
      {props.dayAt(props.topRow.value)}
    </div>
  );
}

/** Shows the row of the cursor and, when the keyboard was in the list, the menu or nowhere, puts the focus on it. */
function useFollowCursor(
  app: MailApp,
  cursor: string | null,
  index: number,
  handle: { current: VirtualListHandle | null },
): void {
  const last = useRef(cursor);
  useEffect(() => {
    // When another key has moved it on since, the focus would take it back.
    if (cursor === null || cursor !== app.cursor.peek() || cursor === last.current || index < 0) return;
    last.current = cursor;
    handle.current?.reveal(index);
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement?.closest(".list-rows, .mailboxes");
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
