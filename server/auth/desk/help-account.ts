// What the service desk does for an account. Each is one row of the audit trail with who did it and from where, and what touches
// how somebody signs in is told to that person. The desk sets no password: it hands out a code that the person must replace.

import type { AccountId } from "../../base/ids.ts";
import { readPasswordPolicy } from "../../organisation/password-policy.ts";
import { readSecurityPolicy } from "../../organisation/security-policy.ts";
import { findAccount, type Account } from "../../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../../store/audit.ts";
import type { ReadTx, WriteTx } from "../../store/database.ts";
import { rememberPassword } from "../../store/password-history.ts";
import { findPassword } from "../../store/passwords.ts";
import { deletePendingSignInsOf } from "../../store/pending-sign-ins.ts";
import { deleteResetLinks } from "../../store/recovery.ts";
import { deleteSessionsOf } from "../../store/sessions.ts";
import { deleteAttemptsOf, endSignInLocks } from "../../store/sign-in-attempts.ts";
import type { Person, PersonDependencies } from "../account-security/person.ts";
import { createInitialPassword, setPassword } from "../initial-password.ts";
import { noticeText, type NoticeKind } from "../recovery/message-texts.ts";
import { tellEverywhere } from "../recovery/tell-everywhere.ts";
import { readIdentity, resetSecondFactors } from "../reset-second-factors.ts";
import { setAccountState } from "../set-account-state.ts";
import { loadWays } from "../single-sign-on/local-sign-in.ts";
import { unlockAccount } from "../unlock-account.ts";
import { refuseDesk } from "./view-account.ts";

export type DeskResult<Done = object> =
  | ({ outcome: "done"; account: Account } & Done)
  /** How the identity was checked was not said. */
  | { outcome: "identityMissing" }
  /** No such account here, or not for this officer. */
  | { outcome: "refused" };

export async function unlockForDesk(
  dependencies: PersonDependencies,
  officer: Person,
  accountId: AccountId,
): Promise<DeskResult> {
  const { db, clock } = dependencies;
  const result = await db.write(async (tx): Promise<DeskResult> => {
    const account = await findHelped(tx, officer, accountId);
    if (!account) return { outcome: "refused" };
    const { organisationId } = account;
    await unlockAccount(tx, { clock }, { accountId, organisationId, by: officer.account.id, at: placeOf(officer) });
    return { outcome: "done", account };
  });
  if (result.outcome === "done") await tell(dependencies, officer, { ...result, kind: "unlocked" });
  return result;
}

export async function setStateForDesk(
  dependencies: PersonDependencies,
  officer: Person,
  { accountId, state }: { accountId: AccountId; state: Account["state"] },
): Promise<DeskResult> {
  const { db, clock, cache } = dependencies;
  const result = await db.write(async (tx): Promise<DeskResult> => {
    const account = await findHelped(tx, officer, accountId);
    if (!account) return { outcome: "refused" };
    const event = { actorAccountId: officer.account.id, ...placeOf(officer), detail: { by: "desk" } };
    await setAccountState(tx, { clock }, { account, organisation: officer.organisation, state, event });
    return { outcome: "done", account };
  });
  cache.forget({ accountId });
  if (result.outcome === "done") {
    await tell(dependencies, officer, { ...result, kind: state === "active" ? "enabled" : "disabled" });
  }
  return result;
}

/**
 * A code for one sign-in, which makes the person set a password of their own; the old password, sessions and locks end at once.
 * The code is given here and kept nowhere.
 */
export async function startReset(
  dependencies: PersonDependencies,
  officer: Person,
  { accountId, identity }: { accountId: AccountId; identity: string },
): Promise<DeskResult<{ code: string; expiresAt: Date }>> {
  const { db, clock, random, hasher, cache } = dependencies;
  const checked = await readRequest(dependencies, officer, { accountId, identity });
  if (typeof checked !== "string") return checked;
  const code = createInitialPassword(random);
  const hash = await hasher.forOwner(officer.account.id).hash(code);
  const now = new Date(clock.now());
  const { settings } = officer.organisation;
  const expiresAt = new Date(now.getTime() + readSecurityPolicy(settings).activationHours * 3_600_000);
  const account = await db.write(async (tx) => {
    const helped = await findHelped(tx, officer, accountId);
    if (helped?.kind !== "person") return undefined;
    // A code for a password that would open nothing helps nobody.
    if (!(await loadWays(tx, helped)).local) return undefined;
    const replaced = await findPassword(tx, accountId);
    if (replaced && !replaced.mustChange) {
      const count = readPasswordPolicy(settings).historyCount;
      await rememberPassword(tx, accountId, { hash: replaced.hash, at: now, count });
    }
    await setPassword(tx, accountId, { hash, mustChange: true, now, expiresAt });
    await deleteSessionsOf(tx, accountId);
    await deletePendingSignInsOf(tx, accountId);
    await deleteResetLinks(tx, accountId);
    const unlocked = await endSignInLocks(tx, accountId, { now, by: officer.account.id });
    await deleteAttemptsOf(tx, accountId);
    const detail = { by: "desk", identity: checked, expiresAt: expiresAt.toISOString(), unlocked };
    await audit(tx, officer, { at: now, account: helped, action: "passwordSet", detail });
    return helped;
  });
  if (!account) return { outcome: "refused" };
  cache.forget({ accountId });
  await tell(dependencies, officer, { account, kind: "activationMade" });
  return { outcome: "done", account, code, expiresAt };
}

export async function resetFactors(
  dependencies: PersonDependencies,
  officer: Person,
  { accountId, identity }: { accountId: AccountId; identity: string },
): Promise<DeskResult> {
  const { db, cache } = dependencies;
  const checked = await readRequest(dependencies, officer, { accountId, identity });
  if (typeof checked !== "string") return checked;
  const account = await db.write(async (tx) => {
    const helped = await findHelped(tx, officer, accountId);
    if (helped?.kind !== "person") return undefined;
    const event = { actorAccountId: officer.account.id, ...placeOf(officer), by: "desk" } as const;
    await resetSecondFactors(tx, dependencies, { account: helped, identity: checked, event });
    return helped;
  });
  if (!account) return { outcome: "refused" };
  cache.forget({ accountId });
  await tell(dependencies, officer, { account, kind: "secondFactorReset" });
  return { outcome: "done", account };
}

/** How the identity was checked; who may not help this account is told that, whatever was written. */
async function readRequest(
  { db }: PersonDependencies,
  officer: Person,
  { accountId, identity }: { accountId: AccountId; identity: string },
): Promise<string | { outcome: "refused" | "identityMissing" }> {
  const helped = await db.read((tx) => findHelped(tx, officer, accountId));
  if (helped?.kind !== "person") return { outcome: "refused" };
  return readIdentity(identity) ?? { outcome: "identityMissing" };
}

async function findHelped(tx: ReadTx, officer: Person, accountId: AccountId): Promise<Account | undefined> {
  const account = await findAccount(tx, accountId);
  if (account?.organisationId !== officer.organisation.id) return undefined;
  return refuseDesk(officer.account, account) ? undefined : account;
}

function placeOf({ visitor }: Person): { networkAddress: string; device: string } {
  return { networkAddress: visitor.networkAddress, device: visitor.device.slice(0, 200) };
}

async function audit(
  tx: WriteTx,
  officer: Person,
  { account, ...event }: Pick<AuditEvent, "at" | "action" | "detail"> & { account: Account },
): Promise<void> {
  const who = { actorAccountId: officer.account.id, subjectAccountId: account.id };
  const { organisationId } = account;
  await insertAuditEvent(tx, { ...event, ...who, ...placeOf(officer), organisationId, outcome: "success" });
}

async function tell(
  { db, clock, messenger }: PersonDependencies,
  { organisation }: Person,
  { account, kind }: { account: Account; kind: NoticeKind },
): Promise<void> {
  const notice = noticeText(kind, { account, organisation, now: new Date(clock.now()) });
  await tellEverywhere({ db, messenger }, { account, notice });
}
