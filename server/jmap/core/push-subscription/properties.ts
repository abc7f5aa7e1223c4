// Properties of a new push subscription from a client's JSON: RFC 8620 §7.2.
import { isUtcDate } from "../../../../standards/jmap/types.ts";
import type { PushSubscriptionRow } from "../../../store/push-subscriptions.ts";
import { isString } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";
import { arePushKeys } from "./encrypt-push.ts";

/** RFC 8620 §7.2: the longest that is allowed, and what is taken when nothing is asked. At least 48 hours. */
const maxLifetimeMs = 7 * 24 * 3_600_000;
const settable = ["deviceClientId", "url", "keys", "expires", "types", "verificationCode", "notifies"];

type NewSubscription = Pick<
  PushSubscriptionRow,
  "deviceClientId" | "url" | "keys" | "expiresAt" | "types" | "notifies"
>;

export function readNewSubscription(
  object: Record<string, unknown>,
  { now, allowLoopback, isSession }: { now: number; allowLoopback: boolean; isSession: boolean },
): NewSubscription {
  const { deviceClientId, url, keys = null, expires = null, types = null, verificationCode = null } = object;
  const { notifies = false } = object;
  const wrong = Object.keys(object).filter((name) => !settable.includes(name));
  if (!isShortText(deviceClientId, 255) || deviceClientId === "") wrong.push("deviceClientId");
  if (!isPushUrl(url, allowLoopback)) wrong.push("url");
  if (keys !== null && !arePushKeys(keys)) wrong.push("keys");
  // RFC 8620 §7.2.2: it cannot be known before it was sent.
  if (verificationCode !== null) wrong.push("verificationCode");
  // The words of mail go only to a device that gave keys, and only as long as somebody is signed in there.
  if (typeof notifies !== "boolean" || (notifies && (keys === null || !isSession))) wrong.push("notifies");
  if (wrong.length > 0) throw invalidProperties(wrong);
  return {
    deviceClientId: deviceClientId as string,
    url: url as string,
    keys: keys as NewSubscription["keys"],
    expiresAt: readExpires(expires, now),
    types: readTypes(types),
    notifies: notifies as boolean,
  };
}

function isPushUrl(value: unknown, allowLoopback: boolean): boolean {
  if (!isShortText(value, 2_000)) return false;
  const url = URL.parse(value);
  if (!url || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (allowLoopback && url.protocol === "http:" && url.hostname === "127.0.0.1");
}

/** Never longer than the server allows, whatever is asked (RFC 8620 §7.2). */
export function readExpires(value: unknown, now: number): Date {
  const latest = now + maxLifetimeMs;
  if (value == null) return new Date(latest);
  if (!isUtcDate(value) || Date.parse(value) <= now) throw invalidProperties(["expires"]);
  return new Date(Math.min(Date.parse(value), latest));
}

export function readTypes(value: unknown): string[] | null {
  if (value == null) return null;
  if (!Array.isArray(value) || value.length > 100 || !value.every((type) => isShortText(type, 100))) {
    throw invalidProperties(["types"]);
  }
  return value;
}

/** A NUL can be kept nowhere. */
function isShortText(value: unknown, maxLength: number): value is string {
  return isString(value) && value.length <= maxLength && !value.includes("\0");
}
