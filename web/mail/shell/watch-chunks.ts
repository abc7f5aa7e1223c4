// What is fetched when it is first asked for does not come without a network: then that is said, and the keys are free again.

import type { MailApp } from "../state/mail-app.ts";

export function watchChunks(app: MailApp, window: Window): void {
  window.addEventListener("vite:preloadError", () => {
    // What nobody asked for as yet is asked for again then.
    if (app.overlay.peek() === null && !app.composeWindows.isOpening.peek()) return;
    app.overlay.value = null;
    app.tellFailure({ kind: "offline" });
  });
}
