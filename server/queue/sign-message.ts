// The message as it leaves: line ends as SMTP has them (RFC 5321 §2.3.8), signed with the key of its author's domain (DKIM,
// RFC 6376).

import { domainOf } from "../../standards/address/normalize-address.ts";
import { normalizeLineBreaks } from "../../standards/smtp/stuff-dots.ts";
import type { Log } from "../base/log.ts";
import { authorsOf } from "../mail/complete-message.ts";
import type { Database } from "../store/database.ts";
import { findSigningKey } from "../store/dkim-keys.ts";

export async function signMessage(
  raw: Uint8Array,
  { db, log, now }: { db: Database; log: Log; now: Date },
): Promise<Buffer> {
  const message = normalizeLineBreaks(raw);
  const author = authorsOf(message).from[0];
  const domain = author === undefined ? null : domainOf(author);
  const key = domain === null ? undefined : await db.read((tx) => findSigningKey(tx, domain));
  if (!key) return message;
  const signer = { signingDomain: key.domain, selector: key.selector, privateKey: key.privateKey };
  const { dkimSign } = await import("mailauth");
  const { signatures, errors } = await dkimSign(message, {
    canonicalization: "relaxed/relaxed",
    algorithm: "rsa-sha256",
    signTime: now,
    ...signer,
    signatureData: [signer],
  });
  // A key that cannot sign delays nobody's mail; whoever watches the log mends it.
  for (const problem of errors ?? []) log.error({ err: problem.err, domain }, "a message could not be signed");
  return Buffer.concat([Buffer.from(signatures), message]);
}
