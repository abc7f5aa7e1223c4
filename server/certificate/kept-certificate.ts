// The obtained certificate as the database has it: the key sealed, for these names alone.

import { createSecretBox } from "../auth/secret-box.ts";
import type { RandomSource } from "../base/ids.ts";
import type { KeyAndChain } from "../base/tls.ts";
import type { CertificateRow } from "../store/tls-certificates.ts";

export interface KeptCertificate {
  seal(privateKey: string): Buffer;
  /** Undefined when there is none yet. Throws when another secret key has sealed it. */
  open(row: CertificateRow | undefined): KeyAndChain | undefined;
}

export function createKeptCertificate(
  secretKey: Uint8Array,
  random: RandomSource,
  names: readonly string[],
): KeptCertificate {
  const box = createSecretBox(secretKey, random);
  const context = `tls certificate ${names.join(" ")}`;
  return {
    seal: (privateKey) => box.seal(Buffer.from(privateKey), context),
    open(row) {
      if (!row?.chain || !row.sealedKey) return undefined;
      try {
        return { chain: row.chain, privateKey: box.open(row.sealedKey, context).toString() };
      } catch (cause) {
        throw new Error(
          "the certificate is sealed with another secret key: put that key's file back, or run surel certificate renew",
          { cause },
        );
      }
    },
  };
}
