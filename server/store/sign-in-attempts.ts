// How often something was tried within a window, and what is blocked because of it. One statement counts all that one attempt
// counts for, before its outcome is known.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface AttemptKey {
  scope: string;
  key: Buffer;
}

/** Counts one attempt and gives the number of this one within the window; undefined, and nothing counted, while it is blocked. */
export async function countAttempt(
  tx: WriteTx,
  { scope, key }: AttemptKey,
  { accountId, now, windowEnds }: { accountId?: AccountId; now: Date; windowEnds: Date },
): Promise<number | undefined> {
  const row = await tx.row(sql<{ attempts: number }>`
    insert into attempt_count as known (scope, key, account_id, attempts, window_ends)
    values (${scope}, ${key}, ${accountId ?? null}, 1, ${windowEnds})
    on conflict (scope, key) do update set
      attempts = case when known.window_ends <= ${now} then 1 else known.attempts + 1 end,
      window_ends = case when known.window_ends <= ${now} then excluded.window_ends else known.window_ends end
    where known.blocked_until is null or known.blocked_until <= ${now}
    returning attempts`);
  return row?.attempts;
}

/** The latest time until which one of these is blocked, in milliseconds; Infinity: until IT support ends it. */
export async function findBlock(tx: ReadTx, keys: readonly AttemptKey[], now: Date): Promise<number | undefined> {
  const row = await tx.row(sql<{ until: Date | number | null }>`
    select max(blocked_until) as until from attempt_count
    where (scope, key) in (select * from unnest(${keys.map(({ scope }) => scope)}::text[],
                                                ${keys.map(({ key }) => key)}::bytea[]))
      and blocked_until > ${now}`);
  return row?.until == null ? undefined : Number(row.until);
}

/** A pause between attempts; shortens none. */
export async function pauseAttempts(tx: WriteTx, { scope, key }: AttemptKey, until: Date): Promise<void> {
  await tx.run(sql`
    update attempt_count set blocked_until = greatest(blocked_until, ${until}) where scope = ${scope} and key = ${key}`);
}

/** A lock, with which the window ends. False when it is locked already, that is, for longer than a pause. */
export async function lockAttempts(
  tx: WriteTx,
  { scope, key }: AttemptKey,
  { longestPause, until }: { longestPause: Date; until: Date | "infinity" },
): Promise<boolean> {
  const locked = await tx.run(sql`
    update attempt_count set blocked_until = ${until}::timestamptz, window_ends = least(${until}::timestamptz, window_ends)
    where scope = ${scope} and key = ${key} and (blocked_until is null or blocked_until <= ${longestPause})`);
  return locked === 1;
}

export async function deleteAttempts(tx: WriteTx, keys: readonly AttemptKey[]): Promise<void> {
  for (const { scope, key } of keys)
    await tx.run(sql`delete from attempt_count where scope = ${scope} and key = ${key}`);
}

/** Gives back what an attempt that turned out right was counted for. */
export async function forgiveAttempts(tx: WriteTx, keys: readonly AttemptKey[]): Promise<void> {
  for (const { scope, key } of keys) {
    await tx.run(sql`
      update attempt_count set attempts = greatest(attempts - 1, 0) where scope = ${scope} and key = ${key}`);
  }
}

export async function deleteAttemptsOf(tx: WriteTx, accountId: AccountId): Promise<void> {
  await tx.run(sql`delete from attempt_count where account_id = ${accountId}`);
}

/** Removes what counts and blocks nothing any more. */
export async function deleteEndedWindows(tx: WriteTx, now: Date): Promise<number> {
  return tx.run(sql`
    delete from attempt_count where window_ends <= ${now} and (blocked_until is null or blocked_until <= ${now})`);
}

export interface SignInLock {
  id: number;
  accountId: AccountId;
  networkAddress: string;
  /** Else for that network alone. */
  everywhere: boolean;
  lockedAt: Date;
  lockedUntil: Date | number;
  unlockedAt: Date | null;
}

export async function insertSignInLock(
  tx: WriteTx,
  lock: {
    accountId: AccountId;
    networkAddress: string;
    everywhere: boolean;
    lockedAt: Date;
    lockedUntil: Date | "infinity";
  },
): Promise<void> {
  await tx.run(sql`
    insert into sign_in_lock (account_id, network_address, everywhere, locked_at, locked_until)
    values (${lock.accountId}, ${lock.networkAddress}, ${lock.everywhere}, ${lock.lockedAt}, ${lock.lockedUntil}::timestamptz)`);
}

const locks = sql`
  id, account_id as "accountId", network_address as "networkAddress", everywhere, locked_at as "lockedAt",
  locked_until as "lockedUntil", unlocked_at as "unlockedAt"`;

/** The newest first. */
export function listSignInLocks(tx: ReadTx, accountId: AccountId, limit: number): Promise<SignInLock[]> {
  return tx.rows(sql<SignInLock>`
    select ${locks} from sign_in_lock where account_id = ${accountId} order by id desc limit ${limit}`);
}

/** Those that hold now. */
export function listPresentLocks(tx: ReadTx, accountId: AccountId, now: Date): Promise<SignInLock[]> {
  return tx.rows(sql<SignInLock>`
    select ${locks} from sign_in_lock
    where account_id = ${accountId} and unlocked_at is null and locked_until > ${now} order by id desc limit 50`);
}

export async function endSignInLocks(
  tx: WriteTx,
  accountId: AccountId,
  { now, by }: { now: Date; by?: AccountId },
): Promise<number> {
  return tx.run(sql`
    update sign_in_lock set unlocked_at = ${now}, unlocked_by = ${by ?? null}
    where account_id = ${accountId} and unlocked_at is null and locked_until > ${now}`);
}

/** Those that the person was not told of, which from now on they were. */
export function takeUntoldLocks(tx: WriteTx, accountId: AccountId, now: Date): Promise<SignInLock[]> {
  return tx.rows(sql<SignInLock>`
    update sign_in_lock set told_at = ${now} where account_id = ${accountId} and told_at is null returning ${locks}`);
}

export async function hasUntoldLocks(tx: ReadTx, accountId: AccountId): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 from sign_in_lock where account_id = ${accountId} and told_at is null limit 1`);
  return found !== undefined;
}

/** Those that hold for nobody any more and began before then. */
export async function deleteOldLocks(tx: WriteTx, before: Date): Promise<number> {
  return tx.run(sql`
    delete from sign_in_lock where locked_at < ${before} and (unlocked_at is not null or locked_until < ${before})`);
}
