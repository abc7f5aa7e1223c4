// What the database must not be able to read or guess: secrets of authenticators are sealed (AES-256-GCM), short codes and
// typed names are kept as keyed hashes (HMAC-SHA-256). Whoever has a copy of the database but not the key has neither.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

import type { RandomSource } from "../base/ids.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SECRET_KEY_BYTES = 32;

export interface SecretBox {
  /** `context` says what it is and whose: what is sealed for one is not opened for another. */
  seal(secret: Uint8Array, context: string): Buffer;
  /** Throws when it was sealed with another key, for another context, or changed. */
  open(sealed: Uint8Array, context: string): Buffer;
  /** A hash that cannot be made, nor a short text guessed from it, without the key. */
  mac(purpose: string, text: string): Buffer;
}

export function createSecretBox(key: Uint8Array, random: RandomSource): SecretBox {
  if (key.byteLength !== SECRET_KEY_BYTES) throw new Error(`a secret key has ${SECRET_KEY_BYTES} bytes`);
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", key, "", `surel ${use}`, SECRET_KEY_BYTES));
  const [sealing, hashing] = [derive("seal"), derive("mac")];

  return {
    seal(secret, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, context) {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", sealing, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    },
    mac: (purpose, text) => createHmac("sha256", hashing).update(`${purpose}\0${text}`).digest(),
  };
}
