// One push to one device: encrypted where the device has given keys (RFC 8620 §7.2).
import type { PushVerification, StateChange } from "../../../../standards/jmap/push.ts";
import type { RandomSource } from "../../../base/ids.ts";
import type { PushSubscriptionRow } from "../../../store/push-subscriptions.ts";
import { encryptPush } from "./encrypt-push.ts";
import type { PostPush } from "./post-push.ts";

/** Resolves to the HTTP status of the push service. */
export function deliverPush(
  { postPush, random }: { postPush: PostPush; random: RandomSource },
  { url, keys }: Pick<PushSubscriptionRow, "url" | "keys">,
  message: StateChange | PushVerification,
): Promise<number> {
  const text = JSON.stringify(message);
  const headers = { "content-type": "application/json", ttl: "86400" };
  return keys
    ? postPush({ url, headers: { ...headers, "content-encoding": "aes128gcm" }, body: encryptPush(text, keys, random) })
    : postPush({ url, headers, body: Buffer.from(text) });
}
