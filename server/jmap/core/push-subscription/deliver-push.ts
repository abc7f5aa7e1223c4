// One push to one device: encrypted where the device has given keys (RFC 8620 §7.2), and signed as this server's (RFC 9749 §4).
import type { MailNotice, PushVerification, StateChange } from "../../../../standards/jmap/push.ts";
import type { RandomSource } from "../../../base/ids.ts";
import type { PushSubscriptionRow } from "../../../store/push-subscriptions.ts";
import { encryptPush } from "./encrypt-push.ts";
import type { PostPush } from "./post-push.ts";
import type { Vapid } from "./vapid.ts";

/** Resolves to the HTTP status of the push service. */
export async function deliverPush(
  { postPush, random, vapid }: { postPush: PostPush; random: RandomSource; vapid?: Vapid | undefined },
  { url, keys }: Pick<PushSubscriptionRow, "url" | "keys">,
  message: StateChange | PushVerification | MailNotice,
): Promise<number> {
  const text = JSON.stringify(message);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    // RFC 8030 §5.2: for a device that is switched off, seconds.
    ttl: "86400",
    // RFC 8030 §5.3: as a message of a chat, not as an alarm.
    urgency: message["@type"] === "StateChange" ? "low" : "normal",
  };
  if (vapid) headers["authorization"] = vapid.authorize(url);
  if (!keys) return postPush({ url, headers, body: Buffer.from(text) });
  headers["content-encoding"] = "aes128gcm";
  return postPush({ url, headers, body: encryptPush(text, keys, random) });
}
