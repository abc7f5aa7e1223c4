// Codes of authenticator apps (TOTP, RFC 6238): six digits, 30 seconds, SHA-1, which is what all apps can do.

import { Secret, TOTP } from "otpauth";

import type { RandomSource } from "../../base/ids.ts";

const PERIOD_SECONDS = 30;
/** RFC 4226 §4: 160 bits. */
const SECRET_BYTES = 20;
/** RFC 6238 §5.2: one step of drift to either side. */
const WINDOW = 1;

export function createTotpSecret(random: RandomSource): Buffer {
  return Buffer.from(random(SECRET_BYTES));
}

/** The time step whose code this is, within the drift; undefined when it is none. A step is used once: that is the caller's. */
export function findTotpStep(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  const token = code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret).validate({ token, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

/** The secret for typing, in groups of four; and the address that the QR code holds. */
export function describeTotpSecret(
  secret: Uint8Array,
  { issuer, account }: { issuer: string; account: string },
): { text: string; uri: string } {
  const totp = totpOf(secret, { issuer, label: account });
  return { text: (totp.secret.base32.match(/.{1,4}/g) ?? []).join(" "), uri: totp.toString() };
}

function totpOf(secret: Uint8Array, names: { issuer?: string; label?: string } = {}): TOTP {
  const buffer = new Uint8Array(secret).buffer;
  return new TOTP({ ...names, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, secret: new Secret({ buffer }) });
}
