// This browser as a device that is told of new mail when no window is open: Web Push by a JMAP push subscription (RFC 8620 §7.2),
// for as long as the person is signed in here. The browser's part belongs to one person: another who signs in takes nothing over.

import { CORE, WEBPUSH_VAPID } from "../../../standards/jmap/capabilities.ts";
import type { PushSubscription as JmapPushSubscription } from "../../../standards/jmap/push.ts";
import type { StartData } from "../../client/start-data.ts";

/** "unavailable": the server sends nothing out. "unsupported": the browser cannot, as without https. */
export type PushState = "on" | "off" | "unavailable" | "unsupported" | "publicComputer";

const OWNER = ["surel-shell", "/mail/push-owner"] as const;
const renewBeforeMs = 4 * 86_400_000;

type Visible = Omit<JmapPushSubscription, "url" | "keys">;

export async function readPushState(start: StartData): Promise<PushState> {
  if (start.isPublicComputer) return "publicComputer";
  if (serverKeyOf(start) === undefined) return "unavailable";
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return "unsupported";
  return (await isOurs(start)) && (await currentSubscription()) ? "on" : "off";
}

/** Rejects when the browser or its push service refuses. */
export async function turnOnPush(start: StartData): Promise<void> {
  const applicationServerKey = serverKeyOf(start);
  if (applicationServerKey === undefined) throw new Error("The server pushes nothing");
  const registration = await readyWorker();
  const before = await registration.pushManager.getSubscription();
  // RFC 9749 §5: a subscription for another key is of no use any more.
  if (before && (!(await isOurs(start)) || keyOf(before) !== applicationServerKey)) await before.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = subscription.toJSON();
  const device = { deviceClientId: await deviceIdOf(subscription), url: endpoint, keys, types: [], notifies: true };
  const { notCreated } = await set({ create: { k: device } });
  if (notCreated) {
    await subscription.unsubscribe();
    throw new Error("The server did not take the push subscription");
  }
  await (await caches.open(OWNER[0])).put(OWNER[1], new Response(start.user.accountId));
}

export async function turnOffPush(): Promise<void> {
  const subscription = await currentSubscription();
  if (!subscription) return;
  const id = (await find(subscription))?.id;
  if (id !== undefined) await set({ destroy: [id] });
  await subscription.unsubscribe();
}

/** At each start: the server forgets a device that nobody confirms, and knows it no more after a new sign-in. */
export async function renewPush(start: StartData): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const subscription = await currentSubscription();
  if (!subscription) return;
  if (!(await isOurs(start))) return void (await subscription.unsubscribe());
  const known = await find(subscription);
  if (!known || keyOf(subscription) !== serverKeyOf(start)) return turnOnPush(start);
  if (Date.parse(known.expires ?? "") - Date.now() < renewBeforeMs)
    await set({ update: { [known.id]: { expires: null } } });
}

function serverKeyOf({ session }: StartData): string | undefined {
  const capability = session.capabilities[WEBPUSH_VAPID] as { applicationServerKey: string } | undefined;
  return capability?.applicationServerKey;
}

function keyOf({ options }: PushSubscription): string {
  return toBase64Url(new Uint8Array(options.applicationServerKey ?? new ArrayBuffer()));
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/mail/");
  return registration?.pushManager?.getSubscription() ?? null;
}

/** `navigator.serviceWorker.ready` never comes in a page that began as the sign-in page, where the worker has no say. */
async function readyWorker(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register("/mail/service-worker.js", { scope: "/mail/" });
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return registration;
  await new Promise<void>((resolve) => {
    coming.addEventListener("statechange", () => /activated|redundant/.test(coming.state) && resolve());
  });
  return registration;
}

async function isOurs({ user }: StartData): Promise<boolean> {
  const owner = await (await caches.open(OWNER[0])).match(OWNER[1]);
  return (await owner?.text()) === user.accountId;
}

/** The same for the same subscription, without keeping anything. */
async function deviceIdOf({ endpoint }: PushSubscription): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return toBase64Url(new Uint8Array(hash)).slice(0, 22);
}

async function find(subscription: PushSubscription): Promise<Visible | undefined> {
  const deviceId = await deviceIdOf(subscription);
  const { list } = (await call("PushSubscription/get", { ids: null })) as { list: Visible[] };
  return list.find(({ deviceClientId }) => deviceClientId === deviceId);
}

function set(args: object): Promise<{ notCreated?: object | null }> {
  return call("PushSubscription/set", args);
}

async function call(name: string, args: object): Promise<object> {
  const response = await fetch("/jmap/api", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ using: [CORE, WEBPUSH_VAPID], methodCalls: [[name, args, "0"]] }),
  });
  if (!response.ok) throw new Error(`${name} was answered ${response.status}`);
  const { methodResponses } = (await response.json()) as { methodResponses: [string, object, string][] };
  return methodResponses[0]?.[1] ?? {};
}

function toBase64Url(octets: Uint8Array): string {
  return btoa(String.fromCharCode(...octets))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
