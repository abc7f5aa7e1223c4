// Encrypts what is pushed for the device alone: RFC 8291 (message encryption for web push) over RFC 8188 (aes128gcm).
import { createCipheriv, createECDH, hkdfSync } from "node:crypto";
import type { RandomSource } from "../../../base/ids.ts";
import type { PushKeys } from "../../../store/push-subscriptions.ts";

const recordSize = 4096;
/** RFC 8291 §4: what a push service must take, less the header of the record, its end and its tag. */
export const maxPushTextBytes = recordSize - 86 - 17;

/** One record, its header first; sent with `Content-Encoding: aes128gcm`. Throws when `text` has more than maxPushTextBytes. */
export function encryptPush(text: string, keys: PushKeys, random: RandomSource): Buffer {
  if (Buffer.byteLength(text) > maxPushTextBytes) throw new Error("a push is too long for one record");
  const deviceKey = Buffer.from(keys.p256dh, "base64url");
  const secret = Buffer.from(keys.auth, "base64url");
  const ours = createECDH("prime256v1");
  const ourKey = ours.generateKeys();
  const shared = ours.computeSecret(deviceKey);
  const salt = Buffer.from(random(16));
  // RFC 8291 §3.4.
  const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), deviceKey, ourKey]);
  const material = Buffer.from(hkdfSync("sha256", shared, secret, keyInfo, 32));
  const key = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: nonce\0", 12));
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  // RFC 8188 §2: 2 ends the last record.
  const sealed = Buffer.concat([cipher.update(Buffer.concat([Buffer.from(text), Buffer.of(2)])), cipher.final()]);
  const header = Buffer.alloc(21 + ourKey.length);
  salt.copy(header, 0);
  header.writeUInt32BE(recordSize, 16);
  header.writeUInt8(ourKey.length, 20);
  ourKey.copy(header, 21);
  return Buffer.concat([header, sealed, cipher.getAuthTag()]);
}

/** Whether they are a point of P-256 and 16 octets (RFC 8291 §3.1, §3.2). */
export function arePushKeys(value: unknown): value is PushKeys {
  if (typeof value !== "object" || value === null) return false;
  const { p256dh, auth } = value as Record<string, unknown>;
  if (typeof p256dh !== "string" || typeof auth !== "string" || p256dh.length > 100 || auth.length > 100) return false;
  if (Buffer.from(auth, "base64url").length !== 16) return false;
  const point = Buffer.from(p256dh, "base64url");
  const probe = createECDH("prime256v1");
  probe.generateKeys();
  try {
    probe.computeSecret(point);
    return true;
  } catch {
    // The verdict of the curve: not a point of it.
    return false;
  }
}
