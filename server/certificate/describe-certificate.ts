// What `doctor` says of the certificate. What people would be warned of is an Error.

import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

import type { CertificateRow } from "../store/tls-certificates.ts";

const DAY_MS = 86_400_000;
/** Who renews by hand needs some days; what renews by itself has done it at two thirds of its life. */
const WARN_BEFORE_MS = 10 * DAY_MS;

interface Circumstances {
  /** Of the address that people type; absent when this certificate is not shown there. */
  host?: string;
  now: number;
}

/** For which names and until when. */
export function describeCertificate(chain: string, { host, now }: Circumstances): string {
  const facts = new X509Certificate(chain);
  const names = (facts.subjectAltName ?? "").replace(/\bDNS:/g, "") || facts.subject;
  const [from, until] = [facts.validFromDate, facts.validToDate];
  const words = `for ${names}, until ${until.toISOString()}`;
  if (host !== undefined && !isFor(facts, host)) {
    throw new Error(`${words}; not for ${host}, so people are warned`);
  }
  if (until.getTime() <= now) throw new Error(`${words}: it has expired, so people are warned`);
  const warnMs = Math.min(WARN_BEFORE_MS, (until.getTime() - from.getTime()) / 4);
  if (until.getTime() - now < warnMs) throw new Error(`${words}: it expires soon`);
  return words;
}

/** Of one that this server obtains: also how the last tries went. */
export function describeObtained(row: CertificateRow | undefined, circumstances: Circumstances): string {
  if (!row) throw new Error("none yet: surel serve obtains it within a minute of its start");
  const { chain, failures, lastFailure, failedAt, nextTryAt } = row;
  const next = `next try after ${nextTryAt.toISOString()}`;
  const last = failedAt ? `; last failure ${failedAt.toISOString()}: ${lastFailure ?? ""}` : "";
  if (chain === null) throw new Error(`none yet${last}; ${next}`);
  const words = orMessage(() => describeCertificate(chain, circumstances));
  if (failures > 0) throw new Error(`${words.text}; it could not be renewed${last}; ${next}`);
  if (words.isWrong) throw new Error(words.text);
  return `${words.text}; renewed after ${nextTryAt.toISOString()}${last}`;
}

function isFor(facts: X509Certificate, host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return (isIP(bare) > 0 ? facts.checkIP(bare) : facts.checkHost(bare)) !== undefined;
}

function orMessage(describe: () => string): { text: string; isWrong: boolean } {
  try {
    return { text: describe(), isWrong: false };
  } catch (error) {
    if (error instanceof Error) return { text: error.message, isWrong: true };
    throw error;
  }
}
