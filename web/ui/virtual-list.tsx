// A list of any length of which only the rows in view exist. Rows have one height. Browsers clip elements beyond some 17 million
// pixels, so a longer list is given less height than its rows need: small scrolls move pixel by pixel, the scroll bar by proportion.

import type { ComponentChildren, Ref, VNode } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import "./virtual-list.css";

const MAX_HEIGHT_PX = 12_000_000;
const OVERSCAN_ROWS = 8;

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
  // At first no more than can be seen: the rows around them come when these are painted.
  const overscan = useRef(0);
  const [shown, setShown] = useState(() => rowsIn({ virtualTop: 0, heightPx: window.innerHeight, rowHeightPx }, 0));
  const totalPx = count * rowHeightPx;
  const heightPx = Math.min(totalPx, MAX_HEIGHT_PX);

  const measure = () => {
    const element = scroller.current;
    if (!element) return;
    const virtualTop = followScroll(element, position.current, totalPx);
    position.current = { scrollTop: element.scrollTop, virtualTop };
    const offsetPx = element.scrollTop - virtualTop;
    const next = { ...rowsIn({ virtualTop, heightPx: element.clientHeight, rowHeightPx }, overscan.current), offsetPx };
    // Most scrolls show the same rows: those the browser moves by itself.
    setShown((old) => (isEnough(old, next, overscan.current) ? old : next));
    onTopChange?.(element.scrollTop < rowHeightPx / 2);
    options.onTopRow?.(Math.floor(virtualTop / rowHeightPx));
  };
  useLayoutEffect(() => {
    // Told of its size before the first paint; asking for it here would have everything laid out twice.
    const observer = new ResizeObserver(measure);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [totalPx]);
  useEffect(() => {
    overscan.current = OVERSCAN_ROWS;
    measure();
  }, []);

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

function rowsIn(view: { virtualTop: number; heightPx: number; rowHeightPx: number }, overscan: number): ShownRows {
  const { virtualTop, heightPx, rowHeightPx } = view;
  return {
    start: Math.max(0, Math.floor(virtualTop / rowHeightPx) - overscan),
    end: Math.ceil((virtualTop + heightPx) / rowHeightPx) + overscan,
    offsetPx: 0,
  };
}

/** Without overscan what is shown may be more than is needed: it is about to grow. */
function isEnough(old: ShownRows, next: ShownRows, overscan: number): boolean {
  if (old.offsetPx !== next.offsetPx || old.start !== next.start) return false;
  return overscan === 0 ? old.end >= next.end : old.end === next.end;
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
