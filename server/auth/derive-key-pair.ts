// Keys on P-256 that come out of the installation's secret key: every process has the same, a restored backup keeps them, and nothing
// more needs keeping.

import { createECDH, createHmac, createPrivateKey, type KeyObject } from "node:crypto";

export interface DerivedKeyPair {
  privateKey: KeyObject;
  /** The public point, uncompressed. */
  point: Buffer;
}

/** `purpose` keeps one use's key from being another's. */
export function deriveKeyPair(secretKey: Uint8Array, purpose: string): DerivedKeyPair {
  const pair = createECDH("prime256v1");
  const scalar = privateScalar(secretKey, purpose);
  pair.setPrivateKey(scalar);
  const point = pair.getPublicKey();
  const privateKey = createPrivateKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      // RFC 7518 §6.2.2.1: all 32 octets, also where the first are zero (ECDH would leave those out).
      d: scalar.toString("base64url"),
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  });
  return { privateKey, point };
}

/** The order of P-256 is so near 2^256 that the first try is as good as always in range. */
function privateScalar(secretKey: Uint8Array, purpose: string): Buffer {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  for (let attempt = 0; ; attempt++) {
    const scalar = createHmac("sha256", secretKey).update(`surel ${purpose} ${attempt}`).digest();
    const value = BigInt(`0x${scalar.toString("hex")}`);
    if (value > 0n && value < order) return scalar;
  }
}
