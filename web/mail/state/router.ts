// The address bar as a signal. Going somewhere makes an entry in the history unless it only refines where one is.

import { signal, type ReadonlySignal } from "@preact/signals";

import { formatRoute, parseRoute, type Route } from "./routes.ts";

export type Router = {
  readonly route: ReadonlySignal<Route>;
  go(route: Route, options?: { replace?: boolean }): void;
  /** As the browser's own button; to `fallback` when the application was opened at this very address. */
  back(fallback: Route): void;
};

export function createRouter(window: Window, isAccount: (id: string) => boolean): Router {
  const route = signal(parseRoute(window.location, isAccount));
  window.addEventListener("popstate", () => {
    route.value = parseRoute(window.location, isAccount);
  });
  const depth = (): number => (window.history.state as { depth?: number } | null)?.depth ?? 0;
  return {
    route,
    go(next, { replace = false } = {}) {
      const address = formatRoute(next);
      if (address === formatRoute(route.peek())) return;
      if (replace) window.history.replaceState({ depth: depth() }, "", address);
      else window.history.pushState({ depth: depth() + 1 }, "", address);
      route.value = next;
    },
    back(fallback) {
      if (depth() > 0) window.history.back();
      else this.go(fallback, { replace: true });
    },
  };
}
