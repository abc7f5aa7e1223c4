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
  /** Ends sooner, and with its last window. */
  isPublicComputer: boolean;
}

export interface SessionHolder {
  accountId: AccountId;
  organisationId: OrganisationId;
  kind: "person" | "unit";
  role: "employee" | "administrator" | "service-desk" | "partner";
  settings: Record<string, unknown>;
  lastUsedAt: Date;
  isPublicComputer: boolean;
  /** When its last window said that it was closed, if nothing came since. */
  closingAt: Date | null;
}

/** Resolves to its id. */
export async function insertSession(tx: WriteTx, session: Session): Promise<number> {
  const row = await tx.row(sql<{ id: number }>`
    insert into session (token_hash, account_id, created_at, last_used_at, expires_at, device, network_address,
                         public_computer)
    values (${session.tokenHash}, ${session.accountId}, ${session.createdAt}, ${session.lastUsedAt}, ${session.expiresAt},
            ${session.device}, ${session.networkAddress}, ${session.isPublicComputer})
    returning id`);
  if (!row) throw new Error("a session was not written");
  return row.id;
}

/**
 * Who holds the session, unless it has reached its latest end, its account is disabled or must change its password. A session
 * that a provider vouched for does not depend on a password of ours.
 */
export function findSessionHolder(tx: ReadTx, tokenHash: Buffer, now: Date): Promise<SessionHolder | undefined> {
  return tx.row(sql<SessionHolder>`
    select account.id as "accountId", account.organisation_id as "organisationId", account.kind, account.role,
           organisation.settings, session.last_used_at as "lastUsedAt", session.public_computer as "isPublicComputer",
           session.closing_at as "closingAt"
    from session
    join account on account.id = session.account_id and account.state = 'active'
    join organisation on organisation.id = account.organisation_id
    left join password on password.account_id = account.id
    where session.token_hash = ${tokenHash} and session.expires_at > ${now}
      and (password.must_change is not true
           or exists (select 1 from provider_session where session_hash = session.token_hash))`);
}

export async function touchSession(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<void> {
  await tx.run(sql`
    update session set last_used_at = greatest(last_used_at, ${now}), closing_at = null where token_hash = ${tokenHash}`);
}

/** A window of it was closed, which ends it unless it is used again soon. */
export async function markSessionClosing(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<void> {
  await tx.run(sql`
    update session set closing_at = ${now} where token_hash = ${tokenHash} and public_computer`);
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
  isPublicComputer: boolean;
}

/** Since when a session must have been used to be alive, by kind; and since when a closed window ends it. */
export interface IdleLimits {
  idleSince: Date;
  publicIdleSince: Date;
  closedSince: Date;
}

/** Those that can still be used, the one used last first; `present` is the one that asks. */
export function listSessions(
  tx: ReadTx,
  accountId: AccountId,
  { present, now, limits }: { present: Buffer; now: Date; limits: IdleLimits },
): Promise<SessionEntry[]> {
  return tx.rows(sql<SessionEntry>`
    select id, created_at as "createdAt", last_used_at as "lastUsedAt", device, network_address as "networkAddress",
           token_hash = ${present} as "isPresent", public_computer as "isPublicComputer"
    from session where account_id = ${accountId} and expires_at > ${now} and not ${isIdle(limits)}
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

/** Removes sessions past their end, and those that lie idle. */
export async function deleteEndedSessions(tx: WriteTx, now: Date, limits: IdleLimits): Promise<number> {
  return tx.run(sql`delete from session where expires_at <= ${now} or ${isIdle(limits)}`);
}

function isIdle({ idleSince, publicIdleSince, closedSince }: IdleLimits) {
  return sql`(last_used_at < case when public_computer then ${publicIdleSince}::timestamptz else ${idleSince}::timestamptz end
              or (closing_at is not null and closing_at < ${closedSince}))`;
}
