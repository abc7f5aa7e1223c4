// A click on an address in a message: it is written to here, and not in another program.

import { composeNew } from "../shell/compose-new.ts";
import type { MailApp } from "../state/mail-app.ts";

/** False for a click on anything else. */
export function writeToLink(app: MailApp, event: MouseEvent): boolean {
  const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>("a[href]");
  if (link?.protocol !== "mailto:") return false;
  event.preventDefault();
  void import("./parse-mailto.ts").then(
    ({ parseMailto }) => composeNew(app, parseMailto(link.href)),
    () => app.tellFailure({ kind: "offline" }),
  );
  return true;
}
