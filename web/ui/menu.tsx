// A menu button after the WAI-ARIA pattern: arrows, Home, End and first letters move, Escape and Tab close, focus returns.
// The list is a popover, so that nothing clips it and a click elsewhere closes it.

import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { IconButton } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./menu.css";

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

export type MenuButtonProps = {
  label: string;
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  icon?: IconName;
  shortcut?: string | undefined;
  /** Shown in place of the icon. */
  children?: ComponentChildren;
  /** Above the items; not a part of the menu's keyboard. */
  header?: ComponentChildren;
  class?: string;
  isDisabled?: boolean;
};

export function MenuButton({
  label,
  items,
  icon = "more",
  shortcut,
  children,
  header,
  isDisabled,
  ...rest
}: MenuButtonProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useMenu(() => button.current);
  const trigger = {
    buttonRef: button,
    disabled: isDisabled,
    "aria-haspopup": "menu" as const,
    "aria-expanded": menu.isOpen,
    "aria-controls": menu.isOpen ? id : undefined,
    onClick: () => menu.toggle(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      menu.open();
    },
  };
  return (
    <>
      {children ? (
        <button type="button" aria-label={label} data-tip={label} {...trigger} ref={button} class={rest.class}>
          {children}
        </button>
      ) : (
        <IconButton icon={icon} label={label} shortcut={shortcut} {...trigger} class={rest.class ?? ""} />
      )}
      <div ref={menu.popover} popover="auto" class="menu" onToggle={menu.onToggle} onKeyDown={menu.onKeyDown}>
        {menu.isOpen && header}
        <div id={id} role="menu" aria-label={label}>
          {menu.isOpen &&
            (typeof items === "function" ? items() : items).map((item, index) => (
              <Item key={index} item={item} close={menu.close} />
            ))}
        </div>
      </div>
    </>
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

function useMenu(anchor: () => HTMLElement | null) {
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const itemsOf = () => [...(popover.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
  const close = () => {
    popover.current?.hidePopover();
    anchor()?.focus();
  };
  const open = () => {
    setOpen(true);
    popover.current?.showPopover();
  };
  return {
    popover,
    isOpen,
    open,
    close,
    toggle: () => (isOpen ? close() : open()),
    onToggle: (event: Event) => {
      const isNowOpen = (event as ToggleEvent).newState === "open";
      setOpen(isNowOpen);
      if (!isNowOpen) return;
      // The items are rendered by the state set just above.
      requestAnimationFrame(() => {
        const box = anchor()?.getBoundingClientRect();
        if (popover.current && box) placeMenu(popover.current, box);
        (itemsOf().find((item) => item.getAttribute("aria-checked") === "true") ?? itemsOf()[0])?.focus();
      });
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape" || event.key === "Tab") {
        if (event.key === "Escape") event.preventDefault();
        event.stopPropagation();
        return close();
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.stopPropagation();
      const items = itemsOf();
      const next = nextItem(items, items.indexOf(document.activeElement as HTMLElement), event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
  };
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
