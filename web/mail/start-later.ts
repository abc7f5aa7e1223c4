// What can wait until the first screen is painted.

import { showTooltips } from "../ui/tooltip.ts";
import { SelectionBar } from "./list/lazy-parts.ts";
import { notifyArrivals } from "./notify-arrivals.ts";
import type { MailApp } from "./state/mail-app.ts";

export function startLater(app: MailApp): void {
  notifyArrivals(app);
  showTooltips(document);
  void SelectionBar.preload();
}
