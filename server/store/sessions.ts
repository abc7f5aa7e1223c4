// Signed-in browsers. The token itself is kept nowhere: the row knows its SHA-256.

import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Session {
  tokenHash: Buffer;
  accountId: AccountId;
  createdAt: Date;
  lastUsedAt: Date;
  /** The latest end; the idle limit may come earlier. */
  expiresAt: Date;
  device: string;
  networkAddress: string;
}

export interface SessionHolder {
  accountId: AccountId;
  organisationId: OrganisationId;
  kind: "person" | "unit";
  role: "employee" | "administrator" | "service-desk" | "partner";
  settings: Record<string, unknown>;
  lastUsedAt: Date;
}

export async function insertSession(tx: WriteTx, session: Session): Promise<void> {
  await tx.run(sql`
    insert into session (token_hash, account_id, created_at, last_used_at, expires_at, device, network_address)
    values (${session.tokenHash}, ${session.accountId}, ${session.createdAt}, ${session.lastUsedAt}, ${session.expiresAt},
            ${session.device}, ${session.networkAddress})`);
}

/** Who holds the session, unless it has reached its latest end, its account is disabled or must change its password. */
export function findSessionHolder(tx: ReadTx, tokenHash: Buffer, now: Date): Promise<SessionHolder | undefined> {
  return tx.row(sql<SessionHolder>`
    select account.id as "accountId", account.organisation_id as "organisationId", account.kind, account.role,
           organisation.settings, session.last_used_at as "lastUsedAt"
    from session
    join account on account.id = session.account_id and account.state = 'active'
    join organisation on organisation.id = account.organisation_id
    left join password on password.account_id = account.id
    where session.token_hash = ${tokenHash} and session.expires_at > ${now} and password.must_change is not true`);
}

export async function touchSession(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<void> {
  await tx.run(sql`
    update session set last_used_at = ${now} where token_hash = ${tokenHash} and last_used_at < ${now}`);
}

/** Resolves to the account whose session ended, if there was one. */
export function deleteSession(tx: WriteTx, tokenHash: Buffer): Promise<{ accountId: AccountId } | undefined> {
  return tx.row(sql<{ accountId: AccountId }>`
    delete from session where token_hash = ${tokenHash} returning account_id as "accountId"`);
}

/** Ends all sessions of an account. */
export async function deleteSessionsOf(tx: WriteTx, accountId: AccountId): Promise<number> {
  return tx.run(sql`delete from session where account_id = ${accountId}`);
}

export interface SessionEntry {
  id: number;
  createdAt: Date;
  lastUsedAt: Date;
  device: string;
  networkAddress: string;
  isPresent: boolean;
}

/** Those that can still be used, the one used last first; `present` is the one that asks. */
export function listSessions(
  tx: ReadTx,
  accountId: AccountId,
  { present, now, idleSince }: { present: Buffer; now: Date; idleSince: Date },
): Promise<SessionEntry[]> {
  return tx.rows(sql<SessionEntry>`
    select id, created_at as "createdAt", last_used_at as "lastUsedAt", device, network_address as "networkAddress",
           token_hash = ${present} as "isPresent"
    from session where account_id = ${accountId} and expires_at > ${now} and last_used_at >= ${idleSince}
    order by token_hash = ${present} desc, last_used_at desc limit 100`);
}

/** Ends those that `which` says; resolves to the hashes of their tokens. */
export async function endSessions(
  tx: WriteTx,
  accountId: AccountId,
  which: { id: number } | { except: Buffer },
): Promise<Buffer[]> {
  const rows =
    "id" in which
      ? await tx.rows(sql<{ hash: Buffer }>`
          delete from session where account_id = ${accountId} and id = ${which.id} returning token_hash as hash`)
      : await tx.rows(sql<{ hash: Buffer }>`
          delete from session where account_id = ${accountId} and token_hash <> ${which.except}
          returning token_hash as hash`);
  return rows.map(({ hash }) => hash);
}

/** When the person of the session last proved who they are. */
export async function findProofTime(tx: ReadTx, tokenHash: Buffer): Promise<Date | undefined> {
  const row = await tx.row(sql<{ at: Date }>`
    select coalesce(proven_at, created_at) as at from session where token_hash = ${tokenHash}`);
  return row?.at;
}

export async function updateProofTime(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<void> {
  await tx.run(sql`update session set proven_at = ${now} where token_hash = ${tokenHash}`);
}

/** Removes sessions past their end, and those unused since `idleSince`. */
export async function deleteEndedSessions(tx: WriteTx, now: Date, idleSince: Date): Promise<number> {
  return tx.run(sql`delete from session where expires_at <= ${now} or last_used_at < ${idleSince}`);
}
