// What can wait until the first screen is painted.

import { showTooltips } from "../ui/tooltip.ts";
import { watchDrafts } from "./compose/watch-drafts.ts";
import { SelectionBar } from "./list/lazy-parts.ts";
import { notifyArrivals } from "./notify-arrivals.ts";
import type { MailApp } from "./state/mail-app.ts";

export function startLater(app: MailApp): void {
  notifyArrivals(app);
  showTooltips(document);
  watchDrafts(app, window);
  void SelectionBar.preload();
}
