// The certificate of this server that it obtains and renews by itself (RFC 8555). It is kept in the database, so that all processes
// have the same; its key is sealed. Why it is so: docs/decisions/0013-a-certificate-by-itself.md.

import { isToken, obtainCertificate } from "../../standards/acme/obtain-certificate.ts";
import { AcmeProblem } from "../../standards/acme/problem.ts";
import { deriveKeyPair } from "../auth/derive-key-pair.ts";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { OutboundFetch } from "../base/outbound-fetch.ts";
import { createCertificateHolder, type ServerCertificate } from "../base/tls.ts";
import type { Database } from "../store/database.ts";
import {
  claimCertificate,
  findCertificate,
  findChallenge,
  putChallenge,
  releaseCertificate,
  saveCertificate,
  saveCertificateFailure,
} from "../store/tls-certificates.ts";
import type { AcmeSettings } from "./acme-settings.ts";
import { createKeptCertificate } from "./kept-certificate.ts";
import { renewAt, retryAt } from "./schedule.ts";

export interface AcmeCertificate {
  readonly certificate: ServerCertificate;
  /** What the authority is to read under this token; undefined when it asked for nothing so. */
  findChallenge(token: string): Promise<string | undefined>;
  /** Takes what another process, or this one, has obtained. */
  look(): Promise<void>;
  /** Obtains or renews when it is time and nobody else is at it. False when nothing was obtained; why is in the log and the database. */
  renewIfDue(signal: AbortSignal): Promise<boolean>;
}

export interface AcmeDependencies {
  settings: AcmeSettings;
  db: Database;
  secretKey: Uint8Array;
  clock: Clock;
  random: RandomSource;
  fetch: OutboundFetch;
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  log: Log;
}

const PATIENCE_MS = 4 * 60_000;
/** Longer than the patience: who holds the claim has given up before it ends, also by another machine's clock. */
const CLAIM_MS = 8 * 60_000;

export function createAcmeCertificate(dependencies: AcmeDependencies): AcmeCertificate {
  const { settings, db, secretKey, clock, random, fetch, sleep, log } = dependencies;
  const { directory, names } = settings;
  const kept = createKeptCertificate(secretKey, random, names);
  const holder = createCertificateHolder();
  let unopened: string | undefined;

  async function look(): Promise<void> {
    const row = await db.read((tx) => findCertificate(tx, settings));
    if (!row?.chain || row.chain === holder.current?.chain || row.chain === unopened) return;
    try {
      const pair = kept.open(row);
      if (pair) holder.put(pair);
      log.info({ names, until: row.notAfter }, "the certificate is in use");
    } catch (error) {
      // Another is not asked for by itself: two machines with two keys would ask in turn, without an end.
      unopened = row.chain;
      log.error({ err: error, names }, "the kept certificate cannot be used");
    }
  }

  async function obtain(signal: AbortSignal): Promise<void> {
    const { chain, privateKey, notBefore, notAfter } = await obtainCertificate({
      ...settings,
      directoryUrl: directory,
      accountKey: deriveKeyPair(secretKey, "acme account").privateKey,
      fetch: (url, request) => fetch(url, { ...request, signal }),
      now: () => clock.now(),
      sleep: (milliseconds) => sleep(milliseconds, signal),
      async putChallenge(token, authorization) {
        const now = clock.now();
        const [from, to] = [new Date(now), new Date(now + CLAIM_MS)];
        await db.write((tx) => putChallenge(tx, { token, authorization, expiresAt: to, now: from }));
      },
    });
    const sealedKey = kept.seal(privateKey);
    const nextTryAt = renewAt({ notBefore, notAfter }, random);
    await db.write((tx) => saveCertificate(tx, settings, { chain, sealedKey, notAfter, nextTryAt }));
  }

  async function noteFailure(error: unknown, failures: number): Promise<void> {
    const failedAt = new Date(clock.now());
    const nextTryAt = retryAt({ failedAt, failures, retryAfterMs: retryAfterOf(error) }, random);
    const reason = reasonOf(error);
    await db.write((tx) => saveCertificateFailure(tx, settings, { reason, failedAt, nextTryAt }));
    const fault = error instanceof AcmeProblem ? {} : { err: error };
    log.error(
      { names, reason, nextTryAt, ...fault },
      "no certificate could be obtained; the one in use, if any, stays",
    );
  }

  return {
    certificate: holder,
    async findChallenge(token) {
      if (!isToken(token)) return undefined;
      return db.read((tx) => findChallenge(tx, token, new Date(clock.now())));
    },
    look,
    async renewIfDue(ending) {
      const now = clock.now();
      const at = { now: new Date(now), until: new Date(now + CLAIM_MS) };
      const row = await db.read((tx) => findCertificate(tx, settings));
      if (row && row.nextTryAt > at.now) return false;
      if (!(await db.write((tx) => claimCertificate(tx, settings, at)))) return false;
      try {
        await obtain(AbortSignal.any([ending, AbortSignal.timeout(PATIENCE_MS)]));
      } catch (error) {
        if (ending.aborted) await db.write((tx) => releaseCertificate(tx, settings));
        else await noteFailure(error, (row?.failures ?? 0) + 1);
        return false;
      }
      await look();
      return true;
    },
  };
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof AcmeProblem ? error.retryAfterMs : undefined;
}

/** In words for an operator. What does not come from the authority is a failed connection, whose cause says more. */
function reasonOf(error: unknown): string {
  if (error instanceof AcmeProblem) return error.message;
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : "";
  return `${messageOf(error)}${cause}`;
}
