import assert from "node:assert/strict";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { test } from "node:test";

import { systemRandom } from "../../../base/ids.ts";
import { arePushKeys, encryptPush } from "./encrypt-push.ts";

test("RFC 8291 §3.4: the device reads what was encrypted for it", () => {
  const device = createECDH("prime256v1");
  const p256dh = device.generateKeys().toString("base64url");
  const auth = randomBytes(16);
  const sealed = encryptPush('{"@type":"StateChange"}', { p256dh, auth: auth.toString("base64url") }, systemRandom);
  const salt = sealed.subarray(0, 16);
  const ourKey = sealed.subarray(21, 21 + sealed[20]!);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), device.getPublicKey(), ourKey]);
  const material = Buffer.from(hkdfSync("sha256", device.computeSecret(ourKey), auth, info, 32));
  const derive = (what: string, size: number) =>
    Buffer.from(hkdfSync("sha256", material, salt, `Content-Encoding: ${what}\0`, size));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([decipher.update(sealed.subarray(21 + ourKey.length, -16)), decipher.final()]);
  assert.equal(text.toString(), '{"@type":"StateChange"}\x02');
});

test("RFC 8291 §3.1: keys that are no point of the curve, or a secret of another length, are refused", () => {
  const p256dh = createECDH("prime256v1").generateKeys().toString("base64url");
  const auth = randomBytes(16).toString("base64url");
  assert.equal(arePushKeys({ p256dh, auth }), true);
  assert.equal(arePushKeys({ p256dh: "AAAA", auth }), false);
  assert.equal(arePushKeys({ p256dh, auth: "AAAA" }), false);
  assert.equal(arePushKeys(null), false);
});
