// A link to a place of the application: a real address that a click follows without loading the page anew.

import type { ComponentChildren } from "preact";

import { formatRoute, type Route } from "../state/routes.ts";
import { useMailApp } from "../state/mail-app.ts";

export type LinkProps = {
  route: Route;
  class?: string;
  label?: string | undefined;
  isCurrent?: boolean;
  onFollow?: () => void;
  children: ComponentChildren;
};

export function Link({ route, label, isCurrent, onFollow, children, ...rest }: LinkProps) {
  const { router } = useMailApp();
  return (
    <a
      href={formatRoute(route)}
      class={rest.class}
      aria-label={label}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        onFollow?.();
        router.go(route);
      }}
    >
      {children}
    </a>
  );
}

/** A click that asks for a new tab or window is the browser's. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}
