// What a key does. Nothing while a dialog or a menu is open, and single letters only where the person wants them.

import { createShortcuts } from "../../ui/shortcuts.ts";
import type { MailApp } from "../state/mail-app.ts";
import { bindings, runCommand } from "./commands.ts";
import { createTypeAhead } from "./type-ahead.ts";

export function createKeyHandler(app: MailApp): (event: KeyboardEvent) => void {
  const shortcuts = createShortcuts({ bindings, run: (id) => runCommand(app, id) });
  const typeAhead = createTypeAhead(document);
  return (event) => {
    if (app.overlay.peek() !== null || document.querySelector("dialog[open], [popover]:popover-open[class=menu]"))
      return;
    const isLetter = !event.ctrlKey && !event.metaKey && event.key.length === 1;
    if (isComposerComing(app)) return isLetter ? typeAhead(event.key) : undefined;
    if (isLetter && !app.preferences.value.peek().hasShortcuts) return;
    shortcuts.handle(event);
  };
}

/** What is typed before a composer stands there is meant for it, and would else archive or delete. */
function isComposerComing({ composeWindows }: MailApp): boolean {
  if (composeWindows.isOpening.peek()) return true;
  return composeWindows.windows.peek().length > 0 && !document.querySelector(".compose");
}
