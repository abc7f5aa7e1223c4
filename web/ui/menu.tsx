// A menu below a button after the WAI-ARIA pattern: arrows, Home, End and first letters move, Escape and Tab close, focus returns.
// The list is a popover, so that nothing clips it and a click elsewhere closes it.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";

import { Icon, type IconName } from "./icon.tsx";

export type MenuAction = {
  kind?: "action";
  label: string;
  icon?: IconName | undefined;
  shortcut?: string | undefined;
  /** Present for a choice; true for the chosen one. */
  isChecked?: boolean;
  /** Present for something that is on or off by itself. */
  isTicked?: boolean;
  isDisabled?: boolean;
  /** Of a tree: how far in. */
  depth?: number;
  /** Opens these in its place; only in a menu at a point. */
  items?: () => readonly MenuItem[];
  onSelect?: () => void;
};

export type MenuItem = { kind: "divider" } | { kind: "heading"; label: string } | MenuAction;

export type MenuProps = {
  id: string;
  label: string;
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  header: ComponentChildren;
  /** The button below which it opens, and to which the focus returns. */
  anchor: { readonly current: HTMLElement | null };
  onClose: () => void;
};

export function Menu({ id, label, items, header, anchor, onClose }: MenuProps) {
  const popover = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => (typeof items === "function" ? items() : items), []);
  const close = () => {
    popover.current?.hidePopover();
    anchor.current?.focus();
  };
  useLayoutEffect(() => {
    const box = anchor.current?.getBoundingClientRect();
    if (!popover.current || !box) return;
    popover.current.showPopover();
    placeMenu(popover.current, box);
    const focusable = itemsIn(popover.current);
    (focusable.find((item) => item.ariaChecked === "true") ?? focusable[0])?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      return close();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const focusable = popover.current ? itemsIn(popover.current) : [];
    const next = nextItem(focusable, focusable.indexOf(document.activeElement as HTMLElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div
      ref={popover}
      popover="auto"
      class="menu"
      onToggle={(event) => event.newState === "closed" && onClose()}
      onKeyDown={onKeyDown}
    >
      {header}
      <div id={id} role="menu" aria-label={label}>
        {shown.map((item, index) => (
          <Item key={index} item={item} close={close} />
        ))}
      </div>
    </div>
  );
}

export function Item({ item, close }: { item: MenuItem; close: () => void }) {
  if (item.kind === "divider") return <hr class="menu-divider" />;
  if (item.kind === "heading") {
    return (
      <div class="menu-heading" role="presentation">
        {item.label}
      </div>
    );
  }
  const isOn = item.isTicked ?? item.isChecked;
  return (
    <button
      type="button"
      role={isOn === undefined ? "menuitem" : item.isTicked === undefined ? "menuitemradio" : "menuitemcheckbox"}
      aria-checked={isOn}
      disabled={item.isDisabled}
      tabIndex={-1}
      class={`menu-item menu-depth-${Math.min(item.depth ?? 0, 4)}`}
      onClick={() => {
        if (!item.items) close();
        item.onSelect?.();
      }}
      aria-haspopup={item.items && "menu"}
    >
      {isOn === undefined ? (
        item.icon && <Icon name={item.icon} size={18} />
      ) : (
        <span class="menu-check">{isOn && <Icon name="check" size={16} />}</span>
      )}
      <span class="truncate">{item.label}</span>
      {item.shortcut && <kbd aria-hidden="true">{item.shortcut}</kbd>}
      {item.items && <Icon name="right" size={16} />}
    </button>
  );
}

/** Those that can be chosen. */
export function itemsIn(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
}

export function nextItem(items: HTMLElement[], current: number, key: string): HTMLElement | undefined {
  if (key === "ArrowDown") return items[(current + 1) % items.length];
  if (key === "ArrowUp") return items[(current - 1 + items.length) % items.length];
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const startsWithKey = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  return items.slice(current + 1).find(startsWithKey) ?? items.find(startsWithKey);
}

/** Below its button, or above where there is more room; never outside the window. */
export function placeMenu(menu: HTMLElement, box: DOMRect): void {
  const gap = 4;
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isRoomBelow = box.bottom + gap + height <= innerHeight - 8;
  const top = isRoomBelow ? box.bottom + gap : Math.max(8, box.top - gap - height);
  const alignsEnd = box.left + width > innerWidth - 8;
  const left = alignsEnd ? box.right - width : box.left;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.maxHeight = `${innerHeight - top - 8}px`;
}
