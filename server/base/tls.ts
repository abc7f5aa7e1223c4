// The certificate that the mail ports offer with STARTTLS.

import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";

import { messageOf, StartupError } from "./errors.ts";

/** Undefined without files. StartupError when they cannot be read or do not belong together. */
export async function readSecureContext(
  files: { certificatePath: string; keyPath: string } | undefined,
): Promise<SecureContext | undefined> {
  if (!files) return undefined;
  try {
    const [cert, key] = await Promise.all([readFile(files.certificatePath), readFile(files.keyPath)]);
    return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
  } catch (error) {
    throw new StartupError(
      `The certificate cannot be used (${messageOf(error)}): correct SUREL_TLS_CERT and SUREL_TLS_KEY.`,
      { cause: error },
    );
  }
}
