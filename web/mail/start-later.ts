// What can wait until the first screen is painted.

import { Menu } from "../ui/menu-button.tsx";
import { showTooltips } from "../ui/tooltip.ts";
import { watchDrafts } from "./compose/watch-drafts.ts";
import { walkMailboxes } from "./folders/walk-mailboxes.ts";
import { acceptDrops } from "./list/accept-drops.ts";
import { EmptyList, SelectionBar } from "./list/lazy-parts.ts";
import { followThemeColor } from "./follow-theme-color.ts";
import { MailboxDrawer } from "./shell/chunks.ts";
import type { MailApp } from "./state/mail-app.ts";
import { beginTelling } from "./told/begin-telling.ts";

export function startLater(app: MailApp): void {
  showTooltips(document);
  watchDrafts(app, window);
  walkMailboxes(app, document);
  acceptDrops(app, document);
  const parts = [EmptyList, Menu, SelectionBar, ...(app.layout.peek().room === "phone" ? [MailboxDrawer] : [])];
  for (const part of parts) void part.preload();
  beginTelling(app);
  followThemeColor(app);
}
