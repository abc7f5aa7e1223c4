// A button that opens a menu below it. The menu itself is fetched when it is first opened, or a moment before.

import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { IconButton } from "./button.tsx";
import type { IconName } from "./icon.tsx";
import { lazy } from "./lazy.tsx";
import "./menu.css";
import type { MenuItem } from "./menu.tsx";

export const Menu = lazy(async () => (await import("./menu.tsx")).Menu);

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

export function MenuButton(props: MenuButtonProps) {
  const { label, items, icon = "more", shortcut, children, header, isDisabled, class: ownClass = "" } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  /** A press outside the menu closes it, before the click that it becomes. */
  const wasOpen = useRef(false);
  const trigger = {
    disabled: isDisabled,
    class: ownClass,
    "aria-haspopup": "menu" as const,
    "aria-expanded": isOpen,
    "aria-controls": isOpen ? id : undefined,
    onPointerDown: () => (wasOpen.current = isOpen),
    onClick: () => {
      setOpen(!wasOpen.current);
      wasOpen.current = false;
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setOpen(true);
    },
  };
  return (
    <>
      {children ? (
        <button type="button" aria-label={label} data-tip={label} {...trigger} ref={button}>
          {children}
        </button>
      ) : (
        <IconButton icon={icon} label={label} shortcut={shortcut} {...trigger} buttonRef={button} />
      )}
      {isOpen && (
        <Menu id={id} label={label} items={items} header={header} anchor={button} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
