// What else opens the person's account: sessions, remembered browsers, passwords of other programs; and what happened to it.

import { readPolicies } from "../../organisation/policies.ts";
import {
  deleteAppPasswords,
  insertAppPassword,
  listAppPasswords,
  type AppPasswordEntry,
} from "../../store/app-passwords.ts";
import { listAuditEvents, type AuditEntry, type AuditFilter } from "../../store/audit.ts";
import { listRecoveryChannels, type RecoveryChannel } from "../../store/recovery.ts";
import {
  deleteRememberedDevices,
  listRememberedDevices,
  type RememberedDevice,
} from "../../store/remembered-devices.ts";
import { countFactors, listPasskeys, type Factors, type Passkey } from "../../store/second-factors.ts";
import { takeUntoldLocks, type SignInLock } from "../../store/sign-in-attempts.ts";
import {
  endSessions,
  listSessions,
  markSessionClosing,
  touchSession,
  type SessionEntry,
} from "../../store/sessions.ts";
import { createAppPasswordSecret, hashAppPassword } from "../app-password.ts";
import { SCOPES, type Principal, type Scope } from "../principal.ts";
import { idleLimitsOf } from "../session-limits.ts";
import { recordChange, tellPerson, type Person, type PersonDependencies } from "./person.ts";

export interface Overview {
  channels: RecoveryChannel[];
  factors: Factors;
  passkeys: Passkey[];
  sessions: SessionEntry[];
  devices: RememberedDevice[];
  appPasswords: AppPasswordEntry[];
}

const MAX_APP_PASSWORDS = 30;
const DAY_MS = 86_400_000;

export async function viewAccess(
  { db, clock }: PersonDependencies,
  { account, organisation, sessionHash }: Person,
): Promise<Overview> {
  const now = new Date(clock.now());
  const limits = idleLimitsOf(readPolicies(organisation.settings).session, now.getTime());
  return db.read(async (tx) => ({
    channels: await listRecoveryChannels(tx, account.id),
    factors: await countFactors(tx, account.id),
    passkeys: await listPasskeys(tx, account.id),
    sessions: await listSessions(tx, account.id, { present: sessionHash, now, limits }),
    devices: await listRememberedDevices(tx, account.id, now),
    appPasswords: await listAppPasswords(tx, account.id),
  }));
}

/** What happened, newest first: a page, and where the next begins. */
export async function viewHistory(
  { db }: PersonDependencies,
  { account }: Person,
  { before, only }: { before?: number; only?: AuditFilter },
): Promise<{ events: AuditEntry[]; next?: number }> {
  // A page with all its files stays within 30 kB.
  const limit = 25;
  const events = await db.read((tx) => listAuditEvents(tx, account.id, { before, only, limit: limit + 1 }));
  return events.length > limit ? { events: events.slice(0, limit), next: events[limit - 1]?.id } : { events };
}

/** Locks that the person has not been told of; from now on they have. */
export function takeNews({ db, clock }: PersonDependencies, { account }: Person): Promise<SignInLock[]> {
  return db.write((tx) => takeUntoldLocks(tx, account.id, new Date(clock.now())));
}

/** One session, or all but this one. */
export async function endOtherSessions(dependencies: PersonDependencies, person: Person, id?: number): Promise<void> {
  const { db, cache } = dependencies;
  const which = id === undefined ? { except: person.sessionHash } : { id };
  const ended = await db.write(async (tx) => {
    const hashes = await endSessions(tx, person.account.id, which);
    if (hashes.length > 0) {
      await recordChange(tx, dependencies, person, { action: "sessionEnd", detail: { ended: hashes.length } });
    }
    return hashes;
  });
  for (const hash of ended) cache.forget({ sessionHash: hash.toString("hex") });
}

/** R108: a window of a session on a public computer was closed, and unless one is there or comes soon it was the last. */
export async function noteWindow(
  { db, clock, cache }: Pick<PersonDependencies, "db" | "clock" | "cache">,
  { sessionHash, isPublicComputer }: Principal,
  state: "open" | "closed",
): Promise<void> {
  if (sessionHash === undefined || !isPublicComputer) return;
  const mark = state === "open" ? touchSession : markSessionClosing;
  await db.write((tx) => mark(tx, Buffer.from(sessionHash, "hex"), new Date(clock.now())));
  cache.forget({ sessionHash });
}

/** One remembered browser, or all. */
export async function forgetDevices(dependencies: PersonDependencies, person: Person, id?: number): Promise<void> {
  await dependencies.db.write(async (tx) => {
    const forgotten = await deleteRememberedDevices(tx, person.account.id, id);
    if (forgotten > 0) await recordChange(tx, dependencies, person, { action: "deviceForget", detail: { forgotten } });
  });
}

/** The secret, shown once; undefined when there are too many already, or it has no name or no scope. */
export async function makeAppPassword(
  dependencies: PersonDependencies,
  person: Person,
  given: { name: string; scopes: readonly string[]; days?: number },
): Promise<string | undefined> {
  const { db, clock, random } = dependencies;
  const { account } = person;
  const name = given.name.trim().slice(0, 60);
  const scopes: Scope[] = SCOPES.filter((scope) => given.scopes.includes(scope));
  if (name === "" || /\p{Cc}/u.test(name) || scopes.length === 0) return undefined;
  const secret = createAppPasswordSecret(random);
  const secretHash = hashAppPassword(secret);
  if (!secretHash) throw new Error("an app password is not what it should be");
  const createdAt = new Date(clock.now());
  const expiresAt = given.days ? new Date(createdAt.getTime() + given.days * DAY_MS) : undefined;
  const made = await db.write(async (tx) => {
    if ((await listAppPasswords(tx, account.id)).length >= MAX_APP_PASSWORDS) return false;
    await insertAppPassword(tx, { accountId: account.id, name, secretHash, scopes, createdAt, expiresAt });
    await recordChange(tx, dependencies, person, { action: "appPasswordCreate", detail: { name, scopes } });
    return true;
  });
  if (!made) return undefined;
  await tellPerson(dependencies, person, { kind: "appPasswordAdded", detail: name });
  return secret;
}

/** One, or all. */
export async function revokeAppPasswords(dependencies: PersonDependencies, person: Person, id?: number): Promise<void> {
  const revoked = await dependencies.db.write(async (tx) => {
    const count = await deleteAppPasswords(tx, person.account.id, id);
    if (count > 0) await recordChange(tx, dependencies, person, { action: "appPasswordRevoke", detail: { count } });
    return count;
  });
  if (revoked > 0) dependencies.cache.forget({ accountId: person.account.id });
}
