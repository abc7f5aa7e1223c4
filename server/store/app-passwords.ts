// Passwords of other programs. They are random, so a plain SHA-256 is enough to keep them.

import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface AppPasswordHolder {
  id: number;
  accountId: AccountId;
  organisationId: OrganisationId;
  kind: "person" | "unit";
  role: "employee" | "administrator" | "service-desk" | "partner";
  settings: Record<string, unknown>;
  scopes: string[];
  lastUsedAt: Date | null;
}

export async function insertAppPassword(
  tx: WriteTx,
  password: {
    accountId: AccountId;
    name: string;
    secretHash: Buffer;
    scopes: readonly string[];
    createdAt: Date;
    expiresAt?: Date;
  },
): Promise<void> {
  const { accountId, name, secretHash, scopes, createdAt, expiresAt } = password;
  await tx.run(sql`
    insert into app_password (account_id, name, secret_hash, scopes, created_at, expires_at)
    values (${accountId}, ${name}, ${secretHash}, ${scopes}::text[], ${createdAt}, ${expiresAt ?? null})`);
}

export interface AppPasswordEntry {
  id: number;
  name: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
}

/** The newest first. */
export function listAppPasswords(tx: ReadTx, accountId: AccountId): Promise<AppPasswordEntry[]> {
  return tx.rows(sql<AppPasswordEntry>`
    select id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"
    from app_password where account_id = ${accountId} order by id desc`);
}

/** One of them, or all; how many there were. */
export async function deleteAppPasswords(tx: WriteTx, accountId: AccountId, id?: number): Promise<number> {
  return tx.run(sql`
    delete from app_password where account_id = ${accountId} and (${id ?? null}::bigint is null or id = ${id ?? null})`);
}

/**
 * Unless it has expired or its account is disabled. While the account's own password must be changed, only those that were
 * made since: somebody who might know the old password made none of them.
 */
export function findAppPasswordHolder(
  tx: ReadTx,
  secretHash: Buffer,
  now: Date,
): Promise<AppPasswordHolder | undefined> {
  return tx.row(sql<AppPasswordHolder>`
    select app_password.id, account.id as "accountId", account.organisation_id as "organisationId", account.kind,
           account.role, organisation.settings, scopes, last_used_at as "lastUsedAt"
    from app_password
    join account on account.id = app_password.account_id and account.state = 'active'
    join organisation on organisation.id = account.organisation_id
    left join password on password.account_id = account.id
    where secret_hash = ${secretHash} and (expires_at is null or expires_at > ${now})
      and (password.must_change is not true or app_password.created_at >= password.changed_at)`);
}

export async function touchAppPassword(tx: WriteTx, id: number, now: Date): Promise<void> {
  await tx.run(sql`update app_password set last_used_at = ${now} where id = ${id}`);
}

export async function deleteExpiredAppPasswords(tx: WriteTx, before: Date): Promise<number> {
  return tx.run(sql`delete from app_password where expires_at < ${before}`);
}
