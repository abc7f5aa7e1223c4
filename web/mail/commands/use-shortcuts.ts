// The keys of the whole application. Not while a dialog is open, and single letters only where the person wants them.

import { useLayoutEffect } from "preact/hooks";

import { createShortcuts } from "../../ui/shortcuts.ts";
import type { MailApp } from "../state/mail-app.ts";
import { bindings, runCommand } from "./commands.ts";

export function useShortcuts(app: MailApp): void {
  useLayoutEffect(() => {
    const shortcuts = createShortcuts({ bindings, run: (id) => runCommand(app, id), now: () => performance.now() });
    const onKeyDown = (event: KeyboardEvent): void => {
      if (app.overlay.peek() !== null || document.querySelector("dialog[open], [popover]:popover-open[class=menu]"))
        return;
      const isLetter = !event.ctrlKey && !event.metaKey && event.key.length === 1;
      if (isLetter && !app.preferences.value.peek().hasShortcuts) return;
      if (isLetter && app.composeWindows.isOpening.peek()) return;
      shortcuts.handle(event);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
