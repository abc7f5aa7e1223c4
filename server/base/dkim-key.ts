// DKIM keys, RFC 6376 with the sizes of RFC 8301: made with a domain, published by its owner in DNS.

import { createPublicKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const keyBits = 2048;

/** A fresh key (PEM) and a selector that says when it was made, as "surel202603". */
export async function createDkimKey(now: Date): Promise<{ selector: string; privateKey: string }> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: keyBits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const month = now.toISOString().slice(0, 7).replace("-", "");
  return { selector: `surel${month}`, privateKey };
}

/** The TXT record to publish. Its value is longer than one string of a record may be: most programs split it by themselves. */
export function dkimRecord(key: { domain: string; selector: string; privateKey: string }): {
  name: string;
  value: string;
} {
  const publicKey = createPublicKey(key.privateKey).export({ type: "spki", format: "der" }).toString("base64");
  return { name: `${key.selector}._domainkey.${key.domain}`, value: `v=DKIM1; k=rsa; p=${publicKey}` };
}
