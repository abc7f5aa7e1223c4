// Wrong attempts: counted by account and network together, by account, by network; after a few each is followed by a pause, at
// the limit by a lock. A name that is nobody's is counted the same way, so nothing tells the two apart. A browser in which the
// person signed in before has a count of its own: attempts of others do not shut it out.

import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import { networkKey } from "../base/network.ts";
import type { LockoutPolicy } from "../organisation/password-policy.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import {
  countAttempt,
  deleteAttempts,
  findBlock,
  forgiveAttempts,
  insertSignInLock,
  lockAttempts,
  pauseAttempts,
  type AttemptKey,
} from "../store/sign-in-attempts.ts";
import type { Account } from "../store/accounts.ts";
import type { SecretBox } from "./secret-box.ts";

/** Attempts from any network together, and of one network against anybody, as multiples of those of one against one. */
const EVERYWHERE_FACTOR = 5;
const NETWORK_FACTOR = 60;

export interface SignInAttempt {
  /** As typed, where it is nobody's. */
  username: string;
  account: Account | undefined;
  networkAddress: string;
  device: string;
  policy: LockoutPolicy;
  /** The hash of a device token that was found to be remembered for this account. */
  deviceHash?: Buffer;
}

export interface Admission {
  attempt: SignInAttempt;
  counts: (AttemptKey & { attempts: number })[];
}

export interface LockoutDependencies {
  db: Database;
  clock: Clock;
  secrets: SecretBox;
}

/**
 * Counts the attempt before its outcome is known, so that attempts at the same moment count; or says how long none is taken
 * (Infinity: until IT support ends it). While attempts pause or are locked, nothing is counted.
 */
export async function admitAttempt(
  { db, clock, secrets }: LockoutDependencies,
  attempt: SignInAttempt,
): Promise<Admission | { waitMs: number }> {
  const { policy, account } = attempt;
  const now = new Date(clock.now());
  const window = { accountId: account?.id, now, windowEnds: new Date(now.getTime() + policy.windowMinutes * 60_000) };
  const keys = keysOf(secrets, attempt);
  return db.write(async (tx) => {
    const until = await findBlock(tx, keys, now);
    if (until !== undefined) return { waitMs: until - now.getTime() };
    const counts: Admission["counts"] = [];
    for (const key of keys) {
      const attempts = await countAttempt(tx, key, window);
      // As many are being looked at as may be wrong, or one of the same moment has just been found wrong.
      if (attempts === undefined || attempts > limitOf(key, policy)) return { waitMs: 1000 };
      counts.push({ ...key, attempts });
    }
    return { attempt, counts };
  });
}

/** After a wrong attempt: a pause, or at the limit a lock, which is recorded for IT support and will be told to the person. */
export async function recordFailure(
  { db, clock }: Pick<LockoutDependencies, "db" | "clock">,
  { attempt, counts }: Admission,
): Promise<void> {
  const { policy, account, networkAddress, device } = attempt;
  const reached = counts.filter((count) => count.attempts >= limitOf(count, policy));
  const [nearest] = counts;
  const pauseMs = pauseOf(nearest?.attempts ?? 1, policy);
  const now = new Date(clock.now());
  const lockMs = policy.lockMinutes * 60_000;
  const longestPause = new Date(now.getTime() + Math.min(lockMs / 2, policy.maximumDelaySeconds * 1000));
  const timed = new Date(now.getTime() + lockMs);
  await db.write(async (tx) => {
    if (nearest && pauseMs > 0) await pauseAttempts(tx, nearest, new Date(now.getTime() + pauseMs));
    for (const key of reached) {
      // A network is many people, and nobody is asked to unlock one.
      const until = policy.unlock === "manual" && account && key.scope !== "network" ? "infinity" : timed;
      const began = await lockAttempts(tx, key, { longestPause, until });
      if (!began || !account || key.scope === "network") continue;
      const everywhere = key.scope === "name";
      await insertSignInLock(tx, {
        accountId: account.id,
        networkAddress,
        everywhere,
        lockedAt: now,
        lockedUntil: until,
      });
      await insertAuditEvent(tx, {
        at: now,
        organisationId: account.organisationId,
        subjectAccountId: account.id,
        action: "accountLock",
        outcome: "success",
        networkAddress,
        device: device.slice(0, 200),
        detail: { everywhere, minutes: until === "infinity" ? null : policy.lockMinutes },
      });
    }
  });
}

/** After the right password: what this network or browser had against the account is forgotten, the rest is given back. */
export async function recordSuccess({ db }: Pick<LockoutDependencies, "db">, { counts }: Admission): Promise<void> {
  const isOwn = ({ scope }: AttemptKey) => scope === "name-network" || scope === "device";
  await db.write(async (tx) => {
    await deleteAttempts(tx, counts.filter(isOwn));
    await forgiveAttempts(
      tx,
      counts.filter((key) => !isOwn(key)),
    );
  });
}

/** Whether a wait is a lock that only IT support ends: whoever meets one is told what everybody with a wrong password is told. */
export function isSilentLock(waitMs: number, { unlock, maximumDelaySeconds }: LockoutPolicy): boolean {
  return unlock === "manual" && waitMs > maximumDelaySeconds * 1000;
}

function keysOf(secrets: SecretBox, { account, username, networkAddress, deviceHash }: SignInAttempt): AttemptKey[] {
  const who = account
    ? `account ${account.id}`
    : `name ${username.slice(0, 320).trim().normalize("NFC").toLowerCase()}`;
  const key = (scope: string, text: string) => ({ scope, key: secrets.mac(`attempt ${scope}`, text) });
  if (account && deviceHash) return [key("device", `${who} ${deviceHash.toString("hex")}`)];
  const network = networkKey(networkAddress);
  return [key("name-network", `${who} ${network}`), key("name", who), key("network", network)];
}

function limitOf({ scope }: AttemptKey, { attempts }: LockoutPolicy): number {
  if (scope === "network") return attempts * NETWORK_FACTOR;
  return scope === "name" ? attempts * EVERYWHERE_FACTOR : attempts;
}

function pauseOf(attempts: number, policy: LockoutPolicy): number {
  const { delayedFrom, firstDelaySeconds, maximumDelaySeconds } = policy;
  if (attempts < delayedFrom) return 0;
  return 1000 * Math.min(maximumDelaySeconds, firstDelaySeconds * 2 ** Math.min(30, attempts - delayedFrom));
}

/** After an attempt that could not be looked at: it is as if there had been none. */
export async function withdrawAttempt({ db }: Pick<LockoutDependencies, "db">, { counts }: Admission): Promise<void> {
  await db.write((tx) => forgiveAttempts(tx, counts));
}

export interface SmallLimit {
  scope: string;
  /** Of whom or where. */
  text: string;
  limit: number;
  windowMinutes: number;
  accountId?: AccountId;
}

/** Counts one use of something that has a limit of its own (codes, links); false when it was one too many. */
export async function withinLimits(
  { db, clock, secrets }: LockoutDependencies,
  limits: readonly SmallLimit[],
): Promise<boolean> {
  const now = new Date(clock.now());
  return db.write(async (tx) => {
    let within = true;
    for (const { scope, text, limit, windowMinutes, accountId } of limits) {
      const windowEnds = new Date(now.getTime() + windowMinutes * 60_000);
      const key = { scope, key: secrets.mac(`attempt ${scope}`, text) };
      const attempts = await countAttempt(tx, key, { accountId, now, windowEnds });
      if (attempts === undefined || attempts > limit) within = false;
    }
    return within;
  });
}

/** Gives back the use of something that turned out right. */
export async function giveBack(
  { db, secrets }: Pick<LockoutDependencies, "db" | "secrets">,
  limits: readonly SmallLimit[],
): Promise<void> {
  const keys = limits.map(({ scope, text }) => ({ scope, key: secrets.mac(`attempt ${scope}`, text) }));
  await db.write((tx) => forgiveAttempts(tx, keys));
}
