// What tells a person of news outside the page, and what the windows of a person tell each other: started when the first screen
// is painted.

import { computed, effect } from "@preact/signals";

import type { MailApp } from "../state/mail-app.ts";
import { notifyArrivals, routeOf } from "./notify-arrivals.ts";
import { renewPush } from "./push-device.ts";
import { hearSignOut } from "./sign-out-everywhere.ts";

export function beginTelling(app: MailApp): void {
  notifyArrivals(app);
  hearSignOut(app);
  showUnread(app);
  // On a computer of others nothing stays behind that could run when nobody is there.
  if (!app.start.isPublicComputer && "serviceWorker" in navigator) void beginWorker(app).catch(() => undefined);
}

/** The number on the icon of the installed application, and the dot on that of the tab. */
function showUnread({ client }: MailApp): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  const plain = icon?.getAttribute("href");
  // The mailbox changes with every action, this number seldom.
  const count = computed(() => client.accounts.value[0]?.mailboxByRole("inbox").value?.unreadThreads ?? 0);
  effect(() => {
    const unread = count.value;
    // Refused where the page is not installed; the title says it as well.
    if ("setAppBadge" in navigator) navigator.setAppBadge(unread).catch(() => undefined);
    const dotted = icon?.dataset["unread"];
    if (icon && plain && dotted) icon.href = unread > 0 ? dotted : plain;
  });
}

async function beginWorker({ start, router, preferences }: MailApp): Promise<void> {
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === "subscribeAgain") void renewPush(start).catch(() => undefined);
    else if (typeof data === "object" && data && "open" in data)
      router.go(routeOf(String(data.open), start.session.accounts));
  });
  const registration = await navigator.serviceWorker.register("/mail/service-worker.js", { scope: "/mail/" });
  let language = document.documentElement.lang;
  effect(() => {
    const { locale } = preferences.value.value;
    if (locale !== null && locale !== language) registration.active?.postMessage("keepOfflinePage");
    language = locale ?? language;
  });
  await renewPush(start);
}
