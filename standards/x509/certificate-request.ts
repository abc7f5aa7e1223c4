// The request for a certificate (PKCS #10, RFC 2986) of an ECDSA key on P-256, for host names and nothing else.

import { createPublicKey, sign, type KeyObject } from "node:crypto";

import { encodeDer, tags } from "./der.ts";

const EXTENSION_REQUEST = Buffer.from("06092a864886f70d01090e", "hex");
const SUBJECT_ALT_NAME = Buffer.from("0603551d11", "hex");
const ECDSA_WITH_SHA256 = Buffer.from("06082a8648ce3d040302", "hex");
/** RFC 5280 §4.2.1.6: dNSName is `[2] IA5String`. */
const DNS_NAME = 0x82;

/** DER. `names` are host names in ASCII; `privateKey` is on P-256. */
export function createCertificateRequest(names: readonly string[], privateKey: KeyObject): Buffer {
  const { integer, sequence, set, context0, octetString, bitString } = tags;
  const alternatives = encodeDer(sequence, ...names.map((name) => encodeDer(DNS_NAME, Buffer.from(name, "ascii"))));
  const extension = encodeDer(sequence, SUBJECT_ALT_NAME, encodeDer(octetString, alternatives));
  const attribute = encodeDer(sequence, EXTENSION_REQUEST, encodeDer(set, encodeDer(sequence, extension)));
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  // The subject is empty: names of hosts stand in the extension alone (RFC 5280 §4.1.2.6).
  const version = encodeDer(integer, Buffer.from([0]));
  const information = encodeDer(sequence, version, encodeDer(sequence), publicKey, encodeDer(context0, attribute));
  const signature = sign("sha256", information, privateKey);
  const unusedBits = Buffer.from([0]);
  return encodeDer(
    sequence,
    information,
    encodeDer(sequence, ECDSA_WITH_SHA256),
    encodeDer(bitString, unusedBits, signature),
  );
}
