// Signing out in one window leaves no other window with mail on it, and no notice of mail on the screen.

import type { MailApp } from "../state/mail-app.ts";

const LIMIT_MS = 2_000;

/** One for each window: what it says itself it does not hear. */
const channels = new WeakMap<MailApp, BroadcastChannel>();

export function hearSignOut(app: MailApp): void {
  const { client } = app;
  channelOf(app)?.addEventListener("message", () => {
    void client.close({ forget: true }).finally(() => location.replace("/signed-out"));
  });
}

/** Waits for a moment at most: the server ends the session and its subscriptions in any case. */
export async function leaveDevice(app: MailApp): Promise<void> {
  channelOf(app)?.postMessage("signedOut");
  if ("clearAppBadge" in navigator) navigator.clearAppBadge().catch(() => undefined);
  const late = new Promise<void>((resolve) => setTimeout(resolve, LIMIT_MS));
  await Promise.race([late, forgetWorker()]);
}

async function forgetWorker(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/mail/");
  if (!registration) return;
  for (const notice of await registration.getNotifications()) notice.close();
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
}

function channelOf(app: MailApp): BroadcastChannel | undefined {
  if (!("BroadcastChannel" in window)) return undefined;
  const channel = channels.get(app) ?? new BroadcastChannel(`surel.session.${app.start.user.accountId}`);
  channels.set(app, channel);
  return channel;
}
