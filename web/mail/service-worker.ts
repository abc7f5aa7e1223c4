// What runs when no window is open: shows the notices of new mail that the server pushes, and says what is up when a window is
// opened without a network. Keeps one page that is the same for everybody, and nothing of any mail.

import type { MailNotice, PushVerification } from "../../standards/jmap/push.ts";

type Waiting = { waitUntil(work: Promise<unknown>): void };
type Client = { url: string; focused: boolean; focus(): Promise<unknown>; postMessage(message: unknown): void };
/** As much of a service worker's world as is used here; the type library of windows does not know it. */
type Worker = {
  addEventListener(
    type: "install",
    listener: (event: Waiting & { addRoutes?: (rules: unknown[]) => Promise<void> }) => void,
  ): void;
  addEventListener(type: "activate" | "pushsubscriptionchange", listener: (event: Waiting) => void): void;
  addEventListener(type: "message", listener: (event: Waiting & { data: unknown }) => void): void;
  addEventListener(type: "push", listener: (event: Waiting & { data: { json(): unknown } | null }) => void): void;
  addEventListener(
    type: "notificationclick",
    listener: (event: Waiting & { notification: Notification }) => void,
  ): void;
  addEventListener(
    type: "fetch",
    listener: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<Client[]>;
    openWindow(url: string): Promise<unknown>;
  };
};

const worker = self as unknown as Worker;
const SHELL = "surel-shell";
const OFFLINE_PAGE = "/mail/offline";
const presenceTimeoutMs = 4_000;

worker.addEventListener("install", (event) => {
  // Nothing but pages is looked at here, and a page that the network brings does not wait for this worker to start.
  const rules = [{ condition: { requestMode: "navigate" }, source: "race-network-and-fetch-handler" }];
  event.waitUntil(event.addRoutes?.(rules).catch(() => undefined) ?? Promise.resolve());
  event.waitUntil(keepOfflinePage().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

/** New mail that a window heard of; the page for no network, again when the language or the look of the page has changed. */
worker.addEventListener("message", (event) => {
  const { data } = event;
  if (typeof data === "object" && data && "notices" in data) event.waitUntil(show(data as MailNotice));
  if (data === "keepOfflinePage") event.waitUntil(keepOfflinePage().catch(() => undefined));
});

async function keepOfflinePage(): Promise<void> {
  const [cache, page] = await Promise.all([caches.open(SHELL), fetch(OFFLINE_PAGE, { cache: "no-store" })]);
  if (page.ok) await cache.put(OFFLINE_PAGE, page);
}

worker.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(OFFLINE_PAGE)) ?? Response.error()));
});

worker.addEventListener("push", (event) => {
  const message = event.data?.json() as MailNotice | PushVerification | undefined;
  if (message?.["@type"] === "MailNotice") event.waitUntil(showPushed(message));
  if (message?.["@type"] === "PushVerification") event.waitUntil(verify(message));
});

/** What was on its way when somebody signed out is shown to nobody. */
async function showPushed(message: MailNotice): Promise<void> {
  if ((await readPresence()) === "signedOut") return unsubscribe();
  return show(message);
}

async function show({ notices, isSilent, locale }: MailNotice): Promise<void> {
  const windows = await listWindows();
  // Who looks at the mail sees it come.
  if (windows.some(({ focused }) => focused)) return;
  for (const { title, body, tag, path } of notices) {
    // Told already, by a push or by another window.
    if ((await worker.registration.getNotifications({ tag })).length > 0 && tag.includes("/")) continue;
    await worker.registration.showNotification(title, {
      body,
      tag,
      lang: locale,
      silent: isSilent,
      icon: "/mail/icon-192.png",
      badge: "/mail/badge-96.png",
      data: { path },
    });
  }
}

/** Without counting as a use of the session. A network that is too slow to tell has just brought the push. */
async function readPresence(): Promise<"signedIn" | "signedOut" | "unknown"> {
  try {
    const { status } = await fetch("/mail/presence", {
      cache: "no-store",
      signal: AbortSignal.timeout(presenceTimeoutMs),
    });
    return status === 401 ? "signedOut" : "signedIn";
  } catch {
    return "unknown";
  }
}

/** RFC 8620 §7.2.2: the code that came by push goes back by the session. */
async function verify({ pushSubscriptionId, verificationCode }: PushVerification): Promise<void> {
  const update = { [pushSubscriptionId]: { verificationCode } };
  const response = await fetch("/jmap/api", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      using: ["urn:ietf:params:jmap:core"],
      methodCalls: [["PushSubscription/set", { update }, "0"]],
    }),
  });
  if (!response.ok) await unsubscribe();
}

async function unsubscribe(): Promise<void> {
  await (await worker.registration.pushManager.getSubscription())?.unsubscribe();
}

/** The window that is opened next subscribes again. */
worker.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tellWindows("subscribeAgain")));

/** Of the application, which may have begun on the sign-in page and then keeps its address here; also one from before this worker. */
async function listWindows(): Promise<Client[]> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter(({ url }) => /^\/(?:mail\/|sign-in$)/.test(new URL(url).pathname));
}

async function tellWindows(message: string): Promise<void> {
  for (const client of await listWindows()) client.postMessage(message);
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data as { path: string };
  const opened = open(path);
  event.waitUntil(opened);
});

async function open(path: string): Promise<void> {
  const windows = await listWindows();
  const found = windows.find(({ focused }) => focused) ?? windows[0];
  if (!found) return void (await worker.clients.openWindow(path));
  found.postMessage({ open: path });
  await found.focus();
}
