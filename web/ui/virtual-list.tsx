// A list of any length of which only the rows in view exist. Rows have one height. Browsers clip elements beyond some 17 million
// pixels, so a longer list is given less height than its rows need: small scrolls move pixel by pixel, the scroll bar by proportion.

import type { ComponentChildren, Ref, VNode } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import "./virtual-list.css";

const MAX_HEIGHT_PX = 12_000_000;
/** So many rows around those in view are made at a time, */
const OVERSCAN_ROWS = 8;
/** and the next ones when fewer than this remain: most frames of a scroll have nothing to do but to move. */
const LEAST_OVERSCAN_ROWS = 3;
/** At first and after a jump, which may be one of many as the bar is dragged, there is no more than is in view for so long. */
const LANDED_MS = 200;

export type VirtualListHandle = {
  /** Scrolls by as little as shows the row whole. */
  reveal(index: number): void;
  scrollToTop(): void;
  /** Rows came or went before what is in view: moves by as many, so that what one reads stands still. */
  shiftBy(rows: number): void;
  isAtTop(): boolean;
};

export type VirtualListProps = {
  count: number;
  rowHeightPx: number;
  label: string;
  /** Another function means that rows may look otherwise; as long as it is the same one, rows in view stay as they are. */
  renderRow: (index: number) => ComponentChildren;
  /** What stands at an index, so that rows move when some before them go, instead of being made again. */
  keyOf: (index: number) => string | number;
  /** The rows in view and a few around them, whenever they change. */
  onRange: (start: number, end: number) => void;
  onTopChange?: (isAtTop: boolean) => void;
  /** The first row of which something is in view, on every scroll. */
  onTopRow?: (index: number) => void;
  /** A row that exists even out of view: that of the focus. */
  keepIndex?: number;
  handle?: Ref<VirtualListHandle>;
};

export function VirtualList({
  count,
  rowHeightPx,
  label,
  renderRow,
  keyOf,
  onRange,
  onTopChange,
  ...options
}: VirtualListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const position = useRef({ scrollTop: 0, virtualTop: 0 });
  const [overscan, setOverscan] = useState(0);
  const [shown, setShown] = useState(() => rowsIn({ virtualTop: 0, heightPx: window.innerHeight, rowHeightPx }));
  const latest = useRef(shown);
  const making = useRef<ReturnType<typeof setTimeout>>(undefined);
  const totalPx = count * rowHeightPx;
  const heightPx = Math.min(totalPx, MAX_HEIGHT_PX);

  const makeRows = (least: number) => {
    const element = scroller.current;
    if (!element) return;
    const virtualTop = followScroll(element, position.current, totalPx);
    position.current = { scrollTop: element.scrollTop, virtualTop };
    const offsetPx = element.scrollTop - virtualTop;
    const seen = { ...rowsIn({ virtualTop, heightPx: element.clientHeight, rowHeightPx }), offsetPx };
    const isJump = latest.current.end <= seen.start || seen.end <= latest.current.start;
    const around = isJump ? 0 : overscan;
    if (isJump) setOverscan(0);
    // Most scrolls show the same rows: those the browser moves by itself.
    if (hasAround(latest.current, seen, Math.min(around, least))) return;
    clearTimeout(making.current);
    const make = (): void => setShown((latest.current = withAround(seen, around)));
    // What nobody sees yet is made between two frames.
    if (hasAround(latest.current, seen, 0)) making.current = setTimeout(make);
    else make();
  };
  const measure = () => {
    makeRows(LEAST_OVERSCAN_ROWS);
    const { scrollTop, virtualTop } = position.current;
    onTopChange?.(scrollTop < rowHeightPx / 2);
    options.onTopRow?.(Math.floor(virtualTop / rowHeightPx));
  };
  useLayoutEffect(() => {
    // Told of its size before the first paint; asking for it here would have everything laid out twice.
    const observer = new ResizeObserver(measure);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [totalPx]);
  useEffect(() => {
    makeRows(OVERSCAN_ROWS);
    if (overscan > 0) return undefined;
    const timer = setTimeout(() => setOverscan(OVERSCAN_ROWS), LANDED_MS);
    return () => clearTimeout(timer);
  }, [overscan]);

  const { start, offsetPx } = shown;
  const end = Math.min(count, shown.end);
  useLayoutEffect(() => onRange(start, end), [start, end, onRange]);

  const scrollTo = (virtualTop: number) => {
    const element = scroller.current;
    if (!element) return;
    const top = Math.max(0, Math.min(virtualTop, totalPx - element.clientHeight));
    element.scrollTop = totalPx === heightPx ? top : toScrollTop(top, element, totalPx);
    position.current = { scrollTop: element.scrollTop, virtualTop: top };
    measure();
  };
  useImperativeHandle(options.handle ?? null, () => ({
    reveal: (index) => {
      const { virtualTop } = position.current;
      const bottom = (index + 1) * rowHeightPx - (scroller.current?.clientHeight ?? 0);
      if (index * rowHeightPx < virtualTop) scrollTo(index * rowHeightPx);
      else if (bottom > virtualTop) scrollTo(bottom);
    },
    scrollToTop: () => scrollTo(0),
    shiftBy: (rows) => scrollTo(position.current.virtualTop + rows * rowHeightPx),
    isAtTop: () => position.current.virtualTop < rowHeightPx / 2,
  }));

  const indexes = Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
  const { keepIndex = -1 } = options;
  if (keepIndex >= 0 && keepIndex < count && (keepIndex < start || keepIndex >= end)) indexes.push(keepIndex);
  const rowOf = useKeptRows([renderRow, count, rowHeightPx, offsetPx], indexes, (index) => (
    <li
      key={keyOf(index)}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ height: `${rowHeightPx}px`, top: `${index * rowHeightPx + offsetPx}px` }}
    >
      {renderRow(index)}
    </li>
  ));
  return (
    <div ref={scroller} class="virtual-list" onScroll={measure}>
      <ul role="list" aria-label={label} style={{ height: `${heightPx}px` }}>
        {indexes.map(rowOf)}
      </ul>
    </div>
  );
}

/** A scroll makes the rows that come into view, and leaves the others as they are: what is the same element is not looked into. */
function useKeptRows(
  dependencies: readonly unknown[],
  indexes: readonly number[],
  make: (index: number) => VNode,
): (index: number) => VNode {
  const kept = useMemo(() => new Map<number, VNode>(), dependencies);
  const isShown = new Set(indexes);
  for (const index of kept.keys()) if (!isShown.has(index)) kept.delete(index);
  return (index) => {
    const row = kept.get(index) ?? make(index);
    kept.set(index, row);
    return row;
  };
}

/** `offsetPx`: by how much rows stand lower than where they would without the limit of height. */
type ShownRows = { start: number; end: number; offsetPx: number };

function rowsIn(view: { virtualTop: number; heightPx: number; rowHeightPx: number }): ShownRows {
  const { virtualTop, heightPx, rowHeightPx } = view;
  return {
    start: Math.max(0, Math.floor(virtualTop / rowHeightPx)),
    end: Math.ceil((virtualTop + heightPx) / rowHeightPx),
    offsetPx: 0,
  };
}

function withAround({ start, end, offsetPx }: ShownRows, rows: number): ShownRows {
  return { start: Math.max(0, start - rows), end: end + rows, offsetPx };
}

function hasAround(shown: ShownRows, seen: ShownRows, rows: number): boolean {
  const { start, end, offsetPx } = withAround(seen, rows);
  return shown.offsetPx === offsetPx && shown.start <= start && shown.end >= end;
}

function followScroll(element: HTMLElement, last: { scrollTop: number; virtualTop: number }, totalPx: number): number {
  const { scrollTop, clientHeight, scrollHeight } = element;
  if (totalPx <= MAX_HEIGHT_PX) return scrollTop;
  const step = scrollTop - last.scrollTop;
  if (scrollTop <= 0) return 0;
  if (scrollTop >= scrollHeight - clientHeight - 1) return totalPx - clientHeight;
  if (Math.abs(step) < clientHeight * 2) return Math.max(0, Math.min(totalPx - clientHeight, last.virtualTop + step));
  return (scrollTop / (scrollHeight - clientHeight)) * (totalPx - clientHeight);
}

function toScrollTop(virtualTop: number, element: HTMLElement, totalPx: number): number {
  return (virtualTop / (totalPx - element.clientHeight)) * (MAX_HEIGHT_PX - element.clientHeight);
}
