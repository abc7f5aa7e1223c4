// The certificate with which the ports speak TLS: from the operator's files, or put in by what obtains it. It may change at any time;
// whoever shakes hands takes the one of that moment, and connections that are open keep theirs.

import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext, type SecureContext } from "node:tls";

import { messageOf, StartupError } from "./errors.ts";
import type { Log } from "./log.ts";

export interface KeyAndChain {
  /** PEM: the certificate, then those that vouch for it. */
  chain: string;
  /** PEM. */
  privateKey: string;
}

export interface CertificateInUse extends KeyAndChain {
  context: SecureContext;
  facts: X509Certificate;
}

export interface ServerCertificate {
  /** Undefined until there is one. */
  readonly current: CertificateInUse | undefined;
  /** Now, if there is one, and whenever another takes its place. */
  onChange(take: (certificate: CertificateInUse) => void): void;
}

export interface CertificateHolder extends ServerCertificate {
  /** Throws when key and certificate do not belong together; then the one before stays. */
  put(pair: KeyAndChain): void;
}

export function createCertificateHolder(): CertificateHolder {
  let current: CertificateInUse | undefined;
  const takers: ((certificate: CertificateInUse) => void)[] = [];
  return {
    get current() {
      return current;
    },
    onChange(take) {
      takers.push(take);
      if (current) take(current);
    },
    put(pair) {
      const { chain, privateKey } = pair;
      if (current?.chain === chain && current.privateKey === privateKey) return;
      const context = createSecureContext({ cert: chain, key: privateKey, minVersion: "TLSv1.2" });
      current = { ...pair, context, facts: new X509Certificate(chain) };
      for (const take of takers) take(current);
    },
  };
}

export interface CertificateFiles {
  certificatePath: string;
  keyPath: string;
}

/** StartupError when they cannot be read or do not belong together. */
export async function readCertificateFiles(files: CertificateFiles): Promise<CertificateHolder> {
  const holder = createCertificateHolder();
  try {
    holder.put(await readPair(files));
  } catch (error) {
    throw new StartupError(
      `The certificate cannot be used (${messageOf(error)}): correct SUREL_TLS_CERT and SUREL_TLS_KEY.`,
      { cause: error },
    );
  }
  return holder;
}

/** Takes what another program renewed. Between its two writes they do not belong together: the next look sees both. */
export async function lookAtFilesAgain(files: CertificateFiles, holder: CertificateHolder, log: Log): Promise<void> {
  try {
    holder.put(await readPair(files));
  } catch (error) {
    log.warn({ err: error }, "the certificate's files cannot be used; the certificate of before is kept");
  }
}

async function readPair({ certificatePath, keyPath }: CertificateFiles): Promise<KeyAndChain> {
  const [chain, privateKey] = await Promise.all([readFile(certificatePath, "utf8"), readFile(keyPath, "utf8")]);
  return { chain, privateKey };
}
