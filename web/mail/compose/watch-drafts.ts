// Drafts that this browser has from an earlier visit are offered when the first screen stands; those that are open are kept when the
// page goes. The code of composing is fetched only when there is something to do.

import type { MailApp } from "../state/mail-app.ts";

export function watchDrafts(app: MailApp, window: Window): void {
  if (Object.keys(window.localStorage).some((key) => key.startsWith("surel.draft."))) {
    void import("./offer-unsaved.ts").then(({ offerUnsaved }) => offerUnsaved(app));
  }
  const keep = (): void => {
    const accounts = new Set(app.composeWindows.windows.peek().map(({ account }) => account));
    for (const account of accounts) void account.compose().then((compose) => compose.keepAll());
  };
  window.addEventListener("pagehide", keep);
  // A file that is still going up cannot be kept: the browser asks before it is lost.
  window.addEventListener("beforeunload", (event) => {
    const isUploading = app.composeWindows.windows
      .peek()
      .some(({ composer }) => composer.draft.peek().attachments.some(({ blobId, failure }) => !blobId && !failure));
    if (isUploading) event.preventDefault();
  });
  window.document.addEventListener("visibilitychange", () => {
    if (window.document.visibilityState === "hidden") keep();
  });
}
