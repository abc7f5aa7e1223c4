// How a person gets back in: confirmed channels, short codes, and links to a new password. Whatever is used once is used by one
// statement, so of two that come at the same moment one wins.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export type ChannelKind = "email" | "phone";

export interface RecoveryChannel {
  kind: ChannelKind;
  /** A canonical address, or a number as +6281…. */
  target: string;
  confirmedAt: Date;
  /** Codes for the second step of signing in may go there. */
  forSignIn: boolean;
}

const channels = sql`kind, target, confirmed_at as "confirmedAt", for_sign_in as "forSignIn"`;

export function listRecoveryChannels(tx: ReadTx, accountId: AccountId): Promise<RecoveryChannel[]> {
  return tx.rows(sql<RecoveryChannel>`
    select ${channels} from recovery_channel where account_id = ${accountId} order by kind`);
}

export async function putRecoveryChannel(tx: WriteTx, accountId: AccountId, channel: RecoveryChannel): Promise<void> {
  const { kind, target, confirmedAt, forSignIn } = channel;
  await tx.run(sql`
    insert into recovery_channel (account_id, kind, target, confirmed_at, for_sign_in)
    values (${accountId}, ${kind}, ${target}, ${confirmedAt}, ${forSignIn})
    on conflict (account_id, kind) do update set target = excluded.target, confirmed_at = excluded.confirmed_at,
      for_sign_in = recovery_channel.for_sign_in or excluded.for_sign_in`);
}

/** False when there is no such channel. */
export async function updateChannelUse(
  tx: WriteTx,
  accountId: AccountId,
  { kind, forSignIn }: { kind: ChannelKind; forSignIn: boolean },
): Promise<boolean> {
  const updated = await tx.run(sql`
    update recovery_channel set for_sign_in = ${forSignIn} where account_id = ${accountId} and kind = ${kind}`);
  return updated === 1;
}

/** The channel that was there, if any. */
export function deleteRecoveryChannel(
  tx: WriteTx,
  accountId: AccountId,
  kind: ChannelKind,
): Promise<RecoveryChannel | undefined> {
  return tx.row(sql<RecoveryChannel>`
    delete from recovery_channel where account_id = ${accountId} and kind = ${kind}
    returning ${channels}`);
}

/** Whether mail for this canonical address, or for its domain, ends in this system. */
export async function isOwnAddress(tx: ReadTx, address: string, domain: string): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 where exists (select 1 from address where address = ${address})
      or exists (select 1 from domain where name = ${domain} or ${domain} like '%.' || name)`);
  return found !== undefined;
}

export type CodePurpose = "confirm-email" | "confirm-phone" | "sign-in";

export interface OneTimeCode {
  accountId: AccountId;
  purpose: CodePurpose;
  target: string;
  codeHash: Buffer;
  attempts: number;
  createdAt: Date;
  expiresAt: Date;
}

/** Replaces the one for the same purpose. */
export async function putOneTimeCode(tx: WriteTx, code: OneTimeCode): Promise<void> {
  await tx.run(sql`
    insert into one_time_code (account_id, purpose, target, code_hash, attempts_left, created_at, expires_at)
    values (${code.accountId}, ${code.purpose}, ${code.target}, ${code.codeHash}, ${code.attempts}, ${code.createdAt},
            ${code.expiresAt})
    on conflict (account_id, purpose) do update set target = excluded.target, code_hash = excluded.code_hash,
      attempts_left = excluded.attempts_left, created_at = excluded.created_at, expires_at = excluded.expires_at`);
}

/** Where the code that is awaited went; undefined when none is. */
export async function findAwaitedCode(
  tx: ReadTx,
  { accountId, purpose, now }: { accountId: AccountId; purpose: CodePurpose; now: Date },
): Promise<string | undefined> {
  const row = await tx.row(sql<{ target: string }>`
    select target from one_time_code
    where account_id = ${accountId} and purpose = ${purpose} and attempts_left > 0 and expires_at > ${now}`);
  return row?.target;
}

/** Where the code went, when it is right: then it is gone. A wrong one costs an attempt. */
export async function useOneTimeCode(
  tx: WriteTx,
  shown: { accountId: AccountId; purpose: CodePurpose; codeHash: Buffer; now: Date },
): Promise<string | undefined> {
  const { accountId, purpose, codeHash, now } = shown;
  const row = await tx.row(sql<{ target: string; right: boolean }>`
    update one_time_code set attempts_left = case when code_hash = ${codeHash} then 0 else attempts_left - 1 end
    where account_id = ${accountId} and purpose = ${purpose} and attempts_left > 0 and expires_at > ${now}
    returning target, code_hash = ${codeHash} as right`);
  return row?.right ? row.target : undefined;
}

export async function insertResetLink(
  tx: WriteTx,
  link: { tokenHash: Buffer; accountId: AccountId; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.run(sql`
    insert into reset_link (token_hash, account_id, created_at, expires_at)
    values (${link.tokenHash}, ${link.accountId}, ${link.createdAt}, ${link.expiresAt})`);
}

/** Whose it is, unless it is used, has expired, or the account is disabled. */
export async function findResetLink(tx: ReadTx, tokenHash: Buffer, now: Date): Promise<AccountId | undefined> {
  const row = await tx.row(sql<{ accountId: AccountId }>`
    select account_id as "accountId" from reset_link join account on account.id = account_id and state = 'active'
    where token_hash = ${tokenHash} and expires_at > ${now}`);
  return row?.accountId;
}

/** Whose it was; from then on it and the account's other links are worth nothing. */
export async function useResetLink(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<AccountId | undefined> {
  const row = await tx.row(sql<{ accountId: AccountId }>`
    delete from reset_link where token_hash = ${tokenHash} and expires_at > ${now}
      and exists (select 1 from account where account.id = account_id and state = 'active')
    returning account_id as "accountId"`);
  if (row) await deleteResetLinks(tx, row.accountId);
  return row?.accountId;
}

export async function deleteResetLinks(tx: WriteTx, accountId: AccountId): Promise<void> {
  await tx.run(sql`delete from reset_link where account_id = ${accountId}`);
}

/** Removes links, codes and half sign-ins past their time. */
export async function deleteSpentSecrets(tx: WriteTx, now: Date): Promise<number> {
  const links = await tx.run(sql`delete from reset_link where expires_at <= ${now}`);
  const codes = await tx.run(sql`delete from one_time_code where expires_at <= ${now}`);
  const pending = await tx.run(sql`delete from pending_sign_in where expires_at <= ${now}`);
  return links + codes + pending + (await tx.run(sql`delete from factor_setup where expires_at <= ${now}`));
}
