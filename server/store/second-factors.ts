// What people show besides a password: authenticator apps, passkeys, recovery codes. What is used once is used by one statement.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Factors {
  hasTotp: boolean;
  passkeys: number;
  /** Unused ones. */
  recoveryCodes: number;
}

export async function countFactors(tx: ReadTx, accountId: AccountId): Promise<Factors> {
  const row = await tx.row(sql<Factors>`
    select exists (select 1 from totp_secret where account_id = ${accountId}) as "hasTotp",
           (select count(*)::int from passkey where account_id = ${accountId}) as passkeys,
           (select count(*)::int from recovery_code where account_id = ${accountId} and used_at is null) as "recoveryCodes"`);
  if (!row) throw new Error("a count gave no row");
  return row;
}

/** The sealed secret. */
export async function findTotpSecret(tx: ReadTx, accountId: AccountId): Promise<Buffer | undefined> {
  const row = await tx.row(sql<{ secret: Buffer }>`select secret from totp_secret where account_id = ${accountId}`);
  return row?.secret;
}

/** Replaces the one that there is. `step` is that of the code that proved it, which is spent. */
export async function putTotpSecret(
  tx: WriteTx,
  accountId: AccountId,
  { secret, step, now }: { secret: Buffer; step: number; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into totp_secret (account_id, secret, last_step, created_at) values (${accountId}, ${secret}, ${step}, ${now})
    on conflict (account_id) do update set secret = excluded.secret, last_step = excluded.last_step,
      created_at = excluded.created_at, last_used_at = null`);
}

/** RFC 6238 §5.2: false when this time step or a later one was used before. */
export async function useTotpStep(tx: WriteTx, accountId: AccountId, step: number, now: Date): Promise<boolean> {
  const used = await tx.run(sql`
    update totp_secret set last_step = ${step}, last_used_at = ${now}
    where account_id = ${accountId} and last_step < ${step}`);
  return used === 1;
}

export async function deleteTotpSecret(tx: WriteTx, accountId: AccountId): Promise<boolean> {
  return (await tx.run(sql`delete from totp_secret where account_id = ${accountId}`)) === 1;
}

export interface Passkey {
  id: number;
  accountId: AccountId;
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const passkeys = sql`
  select id, account_id as "accountId", credential_id as "credentialId", public_key as "publicKey", counter, transports,
         name, created_at as "createdAt", last_used_at as "lastUsedAt"
  from passkey`;

export function listPasskeys(tx: ReadTx, accountId: AccountId): Promise<Passkey[]> {
  return tx.rows(sql<Passkey>`${passkeys} where account_id = ${accountId} order by id`);
}

export function findPasskey(tx: ReadTx, credentialId: Buffer): Promise<Passkey | undefined> {
  return tx.row(sql<Passkey>`${passkeys} where credential_id = ${credentialId}`);
}

/** False when it is registered already. */
export async function insertPasskey(tx: WriteTx, passkey: Omit<Passkey, "id" | "lastUsedAt">): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into passkey (account_id, credential_id, public_key, counter, transports, name, created_at)
    values (${passkey.accountId}, ${passkey.credentialId}, ${passkey.publicKey}, ${passkey.counter},
            ${passkey.transports}::text[], ${passkey.name}, ${passkey.createdAt}) on conflict do nothing`);
  return inserted === 1;
}

/** False when its counter has gone past meanwhile, as with a copied key. Keys without a counter stay at 0. */
export async function usePasskey(tx: WriteTx, id: number, counter: number, now: Date): Promise<boolean> {
  const used = await tx.run(sql`
    update passkey set counter = ${counter}, last_used_at = ${now}
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0))`);
  return used === 1;
}

export async function deletePasskey(tx: WriteTx, accountId: AccountId, id: number): Promise<boolean> {
  return (await tx.run(sql`delete from passkey where account_id = ${accountId} and id = ${id}`)) === 1;
}

/** Replaces all of them. */
export async function putRecoveryCodes(tx: WriteTx, accountId: AccountId, hashes: readonly Buffer[]): Promise<void> {
  await tx.run(sql`delete from recovery_code where account_id = ${accountId}`);
  await tx.run(sql`
    insert into recovery_code (account_id, code_hash) select ${accountId}, hash from unnest(${hashes}::bytea[]) as hash`);
}

export async function useRecoveryCode(tx: WriteTx, accountId: AccountId, hash: Buffer, now: Date): Promise<boolean> {
  const used = await tx.run(sql`
    update recovery_code set used_at = ${now}
    where account_id = ${accountId} and code_hash = ${hash} and used_at is null`);
  return used === 1;
}

/** Everything but the password: what the desk does after it has checked who asks. */
export async function deleteFactors(tx: WriteTx, accountId: AccountId): Promise<void> {
  await tx.run(sql`delete from totp_secret where account_id = ${accountId}`);
  await tx.run(sql`delete from passkey where account_id = ${accountId}`);
  await tx.run(sql`delete from recovery_code where account_id = ${accountId}`);
  await tx.run(sql`update remembered_device set trusted_until = null where account_id = ${accountId}`);
}

export interface FactorSetup {
  totpSecret: Buffer | null;
  challenge: string | null;
}

/** What a signed-in person is setting up; keeps what is not given. */
export async function putFactorSetup(
  tx: WriteTx,
  accountId: AccountId,
  { totpSecret = null, challenge = null, expiresAt }: Partial<FactorSetup> & { expiresAt: Date },
): Promise<void> {
  await tx.run(sql`
    insert into factor_setup (account_id, totp_secret, challenge, expires_at)
    values (${accountId}, ${totpSecret}, ${challenge}, ${expiresAt})
    on conflict (account_id) do update set expires_at = excluded.expires_at,
      totp_secret = coalesce(excluded.totp_secret, factor_setup.totp_secret),
      challenge = coalesce(excluded.challenge, factor_setup.challenge)`);
}

export function findFactorSetup(tx: ReadTx, accountId: AccountId, now: Date): Promise<FactorSetup | undefined> {
  return tx.row(sql<FactorSetup>`
    select totp_secret as "totpSecret", challenge from factor_setup
    where account_id = ${accountId} and expires_at > ${now}`);
}

/** Gives what was being set up, once. */
export function takeFactorSetup(tx: WriteTx, accountId: AccountId, now: Date): Promise<FactorSetup | undefined> {
  return tx.row(sql<FactorSetup>`
    delete from factor_setup where account_id = ${accountId} and expires_at > ${now}
    returning totp_secret as "totpSecret", challenge`);
}
