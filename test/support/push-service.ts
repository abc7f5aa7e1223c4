// A push service as a browser's maker runs one, on this machine: takes what is posted, checks who sends it, and decrypts it as the
// browser would.
import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import type { Cleanup } from "./database.ts";
import { until } from "./real-client.ts";

export interface PushService {
  url: string;
  /** What a browser gives a server of its subscription. */
  keys: { p256dh: string; auth: string };
  /** What came, decrypted. */
  messages: Record<string, unknown>[];
  headers: IncomingMessage["headers"][];
  /** The status of the next answers. */
  answer: number;
  /** Resolves to the message of this number, the first being 0. */
  message(index: number): Promise<Record<string, unknown>>;
}

export async function openPushService(context: Cleanup): Promise<PushService> {
  const device = createECDH("prime256v1");
  const p256dh = device.generateKeys().toString("base64url");
  const auth = randomBytes(16);
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      response.statusCode = service.answer;
      if (service.answer < 300) {
        service.headers.push(request.headers);
        service.messages.push(JSON.parse(decrypt(Buffer.concat(pieces), device, auth)) as Record<string, unknown>);
      }
      response.end();
    });
  });
  await new Promise<void>((opened) => server.listen(0, "127.0.0.1", opened));
  context.after(async () => void server.close());
  const service: PushService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${randomBytes(9).toString("base64url")}`,
    keys: { p256dh, auth: auth.toString("base64url") },
    messages: [],
    headers: [],
    answer: 201,
    async message(index) {
      await until(() => service.messages.length > index, `push ${index} comes`);
      return service.messages[index]!;
    },
  };
  return service;
}

/** RFC 8291 §3.4 and RFC 8188 §2, from the device's side. */
export function decrypt(sealed: Buffer, device: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = sealed.subarray(0, 16);
  const theirKey = sealed.subarray(21, 21 + sealed[20]!);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), device.getPublicKey(), theirKey]);
  const material = Buffer.from(hkdfSync("sha256", device.computeSecret(theirKey), auth, info, 32));
  const derive = (what: string, size: number) =>
    Buffer.from(hkdfSync("sha256", material, salt, `Content-Encoding: ${what}\0`, size));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([decipher.update(sealed.subarray(21 + theirKey.length, -16)), decipher.final()]);
  assert.equal(text.at(-1), 2);
  return text.subarray(0, -1).toString();
}

/** What a push service learns of the sender (RFC 8292 §2), after checking the signature; throws when it is wrong. */
export function readVapid(authorization: string | undefined): { claims: Record<string, unknown>; key: string } {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization ?? "") ?? [];
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const publicKey = createPublicKey({ format: "jwk", key: jwk });
  const isRight = verify(
    "sha256",
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  assert.ok(isRight, "the signature of a VAPID token");
  assert.deepEqual(JSON.parse(Buffer.from(head, "base64url").toString()), { typ: "JWT", alg: "ES256" });
  return { claims: JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>, key };
}
