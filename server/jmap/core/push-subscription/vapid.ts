// Who sends a push: VAPID, RFC 8292, as RFC 9749 asks of a JMAP server. The key comes out of the installation's secret
// key (auth/derive-key-pair.ts).
import { sign } from "node:crypto";

import { deriveKeyPair } from "../../../auth/derive-key-pair.ts";
import type { Clock } from "../../../base/clock.ts";

export interface Vapid {
  /** What a browser subscribes with: the point of P-256, uncompressed, in base64url (RFC 9749 §3). */
  readonly applicationServerKey: string;
  /** The Authorization header for a push to this URL (RFC 8292 §3). */
  authorize(url: string): string;
}

/** RFC 8292 §2: at most a day. */
const tokenLifeSeconds = 12 * 3600;
const maxTokens = 1_000;

/** `contact` is whom the push service may write to: an https or mailto URL. */
export function createVapid(options: { secretKey: Uint8Array; contact: string; clock: Clock }): Vapid {
  const { secretKey, contact, clock } = options;
  const { privateKey: key, point } = deriveKeyPair(secretKey, "vapid");
  const applicationServerKey = point.toString("base64url");
  const tokens = new Map<string, { token: string; expires: number }>();

  function tokenFor(audience: string): string {
    const now = Math.floor(clock.now() / 1000);
    const known = tokens.get(audience);
    if (known && known.expires - now > tokenLifeSeconds / 2) return known.token;
    if (tokens.size >= maxTokens) tokens.clear();
    const expires = now + tokenLifeSeconds;
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const head = encode({ typ: "JWT", alg: "ES256" });
    const signed = `${head}.${encode({ aud: audience, exp: expires, sub: contact })}`;
    const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
    const token = `${signed}.${signature.toString("base64url")}`;
    tokens.set(audience, { token, expires });
    return token;
  }

  return {
    applicationServerKey,
    authorize: (url) => `vapid t=${tokenFor(new URL(url).origin)}, k=${applicationServerKey}`,
  };
}
