// A menu at a point, after the WAI-ARIA pattern: arrows, Home, End and first letters move, the right arrow opens what lies below an
// item in its place, the left arrow and Escape go back, Tab and a press elsewhere close.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { Item, itemsIn, nextItem, placeMenu, type MenuAction, type MenuItem } from "./menu.tsx";

export type ContextMenuProps = {
  label: string;
  items: readonly MenuItem[];
  at: { readonly x: number; readonly y: number };
  /** `isChosen`: by an item, so that the focus is that item's to place. */
  onClose: (isChosen: boolean) => void;
};

export function ContextMenu({ label, items, at, onClose }: ContextMenuProps) {
  const popover = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<{ item: MenuAction; index: number } | null>(null);
  /** Where the focus goes when the items change: to the first, or back to the one that was opened. */
  const focusAt = useRef(0);
  const shown = opened ? (opened.item.items?.() ?? []) : items;

  useLayoutEffect(() => {
    const element = popover.current;
    if (!element) return;
    element.showPopover();
    element.style.maxHeight = "";
    placeMenu(element, new DOMRect(at.x, at.y - 4, 0, 0));
    itemsIn(element)[focusAt.current]?.focus({ preventScroll: true });
  }, [opened, at.x, at.y]);
  useEffect(() => {
    const closeElsewhere = (event: Event) => {
      if (!popover.current?.contains(event.target as Node)) onClose(false);
    };
    const close = () => onClose(false);
    document.addEventListener("pointerdown", closeElsewhere, true);
    window.addEventListener("resize", close);
    window.addEventListener("blur", close);
    return () => {
      document.removeEventListener("pointerdown", closeElsewhere, true);
      window.removeEventListener("resize", close);
      window.removeEventListener("blur", close);
    };
  }, []);

  const goBack = () => {
    focusAt.current = opened?.index ?? 0;
    setOpened(null);
  };
  const goInto = (item: MenuAction, index: number) => {
    focusAt.current = 0;
    setOpened({ item, index });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const focusable = popover.current ? itemsIn(popover.current) : [];
    const current = focusable.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Tab") onClose(false);
    else if (event.key === "Escape" || event.key === "ArrowLeft") {
      if (opened) goBack();
      else if (event.key === "Escape") onClose(false);
    } else if (event.key === "ArrowRight" && focusable[current]?.ariaHasPopup === "menu") focusable[current].click();
    else {
      const next = nextItem(focusable, current, event.key);
      if (!next) return;
      next.focus();
    }
    event.preventDefault();
  };
  let enabled = -1;
  return (
    <div
      ref={popover}
      popover="manual"
      class="menu"
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div role="menu" aria-label={opened ? opened.item.label : label}>
        {shown.map((item, index) => {
          if (item.kind === "divider" || item.kind === "heading")
            return <Item key={index} item={item} close={() => {}} />;
          if (!item.isDisabled) enabled++;
          const place = enabled;
          const onSelect = item.items ? () => goInto(item, place) : item.onSelect;
          return <Item key={index} item={{ ...item, ...(onSelect && { onSelect }) }} close={() => onClose(true)} />;
        })}
      </div>
    </div>
  );
}
