// What can wait until the first screen is painted.

import { inlineSprite } from "../ui/inline-sprite.ts";
import { Menu } from "../ui/menu-button.tsx";
import { showTooltips } from "../ui/tooltip.ts";
import { prepareCompose } from "./compose/prepare-compose.ts";
import { watchDrafts } from "./compose/watch-drafts.ts";
import { MailboxMenu } from "./folders/lazy-parts.ts";
import { walkMailboxes } from "./folders/walk-mailboxes.ts";
import { acceptDrops } from "./list/accept-drops.ts";
import { EmptyList, RowMenu, SelectionBar } from "./list/lazy-parts.ts";
import { followPreferences } from "./follow-preferences.ts";
import { followThemeColor } from "./follow-theme-color.ts";
import { CommandPalette, MailboxDrawer } from "./shell/chunks.ts";
import { mendStyles } from "./shell/mend-styles.ts";
import { offerSkipLink } from "./shell/skip-link.ts";
import { tellTitle } from "./shell/tell-title.ts";
import { watchChunks } from "./shell/watch-chunks.ts";
import "./state/failure-text.ts";
import type { MailApp } from "./state/mail-app.ts";
import { beginTelling } from "./told/begin-telling.ts";
import { whenIdle } from "./when-idle.ts";

export function startLater(app: MailApp): void {
  void inlineSprite(document);
  followPreferences(app, document);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void app.client.synchronize();
  });
  // A page that comes back from the browser's memory after signing out must not show the mail.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  tellTitle(app, document);
  showTooltips(document);
  watchChunks(app, window);
  mendStyles(document);
  watchDrafts(app, window);
  walkMailboxes(app, document);
  offerSkipLink(app, document);
  acceptDrops(app, document);
  const parts = [EmptyList, Menu, SelectionBar, ...(app.layout.peek().room === "phone" ? [MailboxDrawer] : [])];
  for (const part of parts) void part.preload();
  beginTelling(app);
  followThemeColor(app);
  // Writing, moving and the menus of rows and folders work without a network too.
  whenIdle(() => {
    if (isSparing()) return;
    for (const part of [CommandPalette, RowMenu, MailboxMenu]) void part.preload();
    void prepareCompose(app);
  });
}

/** On such a connection what may never be used is not fetched. */
function isSparing(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || connection?.effectiveType?.endsWith("2g") === true;
}
