// The keys of the whole application, listened to from the first moment; what they do is fetched when the first screen is painted.
// A key that comes before that waits for it.

import { useLayoutEffect } from "preact/hooks";

import type { MailApp } from "../state/mail-app.ts";
import { whenIdle } from "../when-idle.ts";

export function useShortcuts(app: MailApp): void {
  useLayoutEffect(() => {
    let handle: ((event: KeyboardEvent) => void) | undefined;
    let loading: Promise<typeof handle> | undefined;
    const load = () =>
      (loading ??= import("./handle-keys.ts").then(
        ({ createKeyHandler }) => (handle = createKeyHandler(app)),
        // It is asked for again by the next key.
        () => (loading = undefined),
      ));
    const onKeyDown = (event: KeyboardEvent): void => {
      if (handle) return handle(event);
      const isTyped = (event.target as Element).closest?.("input, textarea, [contenteditable]");
      if (!isTyped) void load().then((handler) => handler?.(event));
    };
    whenIdle(load);
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
