// The certificate that this server obtains by itself, what came of the tries, and the challenges that are open.

import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Which one: of an authority (its directory's address), for names in order. */
export interface CertificateId {
  directory: string;
  names: readonly string[];
}

export interface CertificateRow {
  /** PEM; null until there is one, as the key is. */
  chain: string | null;
  sealedKey: Buffer | null;
  notAfter: Date | null;
  nextTryAt: Date;
  /** Since the last success. */
  failures: number;
  /** Of the last one, also after a success. */
  lastFailure: string | null;
  failedAt: Date | null;
}

export function findCertificate(tx: ReadTx, id: CertificateId): Promise<CertificateRow | undefined> {
  return tx.row(sql<CertificateRow>`
    select chain, sealed_key as "sealedKey", not_after as "notAfter", next_try_at as "nextTryAt", failures,
           last_failure as "lastFailure", failed_at as "failedAt"
    from tls_certificate where ${isIt(id)}`);
}

/** True for one process, which may try until `until`: when a try is due and no other is at it. */
export async function claimCertificate(
  tx: WriteTx,
  id: CertificateId,
  at: { now: Date; until: Date },
): Promise<boolean> {
  await tx.run(sql`
    insert into tls_certificate (directory, names, next_try_at) values (${id.directory}, ${id.names}, ${at.now})
    on conflict do nothing`);
  const claimed = await tx.run(sql`
    update tls_certificate set claimed_until = ${at.until}
    where ${isIt(id)} and next_try_at <= ${at.now} and claimed_until <= ${at.now}`);
  return claimed === 1;
}

export async function saveCertificate(
  tx: WriteTx,
  id: CertificateId,
  certificate: { chain: string; sealedKey: Buffer; notAfter: Date; nextTryAt: Date },
): Promise<void> {
  const { chain, sealedKey, notAfter, nextTryAt } = certificate;
  await tx.run(sql`
    update tls_certificate set chain = ${chain}, sealed_key = ${sealedKey}, not_after = ${notAfter},
      next_try_at = ${nextTryAt}, claimed_until = '-infinity', failures = 0
    where ${isIt(id)}`);
}

export async function saveCertificateFailure(
  tx: WriteTx,
  id: CertificateId,
  { reason, failedAt, nextTryAt }: { reason: string; failedAt: Date; nextTryAt: Date },
): Promise<void> {
  await tx.run(sql`
    update tls_certificate set failures = failures + 1, last_failure = ${reason}, failed_at = ${failedAt},
      next_try_at = ${nextTryAt}, claimed_until = '-infinity'
    where ${isIt(id)}`);
}

/** Gives the claim back: nothing was learnt. */
export async function releaseCertificate(tx: WriteTx, id: CertificateId): Promise<void> {
  await tx.run(sql`update tls_certificate set claimed_until = '-infinity' where ${isIt(id)}`);
}

/** The next turn tries, whatever the schedule says. */
export async function hastenCertificate(tx: WriteTx, id: CertificateId, now: Date): Promise<void> {
  await tx.run(sql`
    insert into tls_certificate (directory, names, next_try_at) values (${id.directory}, ${id.names}, ${now})
    on conflict (directory, names) do update set next_try_at = excluded.next_try_at`);
}

function isIt({ directory, names }: CertificateId) {
  return sql`directory = ${directory} and names = ${names}`;
}

/** Those that were forgotten go at the same time. */
export async function putChallenge(
  tx: WriteTx,
  challenge: { token: string; authorization: string; expiresAt: Date; now: Date },
): Promise<void> {
  const { token, authorization, expiresAt, now } = challenge;
  await tx.run(sql`delete from acme_challenge where expires_at <= ${now}`);
  await tx.run(sql`
    insert into acme_challenge (token, key_authorization, expires_at) values (${token}, ${authorization}, ${expiresAt})
    on conflict (token) do update set key_authorization = excluded.key_authorization, expires_at = excluded.expires_at`);
}

export async function findChallenge(tx: ReadTx, token: string, now: Date): Promise<string | undefined> {
  const row = await tx.row(sql<{ authorization: string }>`
    select key_authorization as authorization from acme_challenge where token = ${token} and expires_at > ${now}`);
  return row?.authorization;
}
