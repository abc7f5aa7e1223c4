// Signing in with a password, and the first sign-in, which replaces the password in the same step. What is wrong is never
// said, and takes the same time and the same statements whether the name exists or not.

import type { Clock } from "../base/clock.ts";
import type { AccountId, RandomSource } from "../base/ids.ts";
import { readPolicies, type Policies } from "../organisation/policies.ts";
import type { PasswordPolicy } from "../organisation/password-policy.ts";
import { readLockoutPolicy, readSecurityPolicy, type SecurityPolicy } from "../organisation/security-policy.ts";
import type { WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import type { Account } from "../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { findOrganisationOrFirst, type Organisation } from "../store/organisations.ts";
import { findPasswordHolder } from "../store/password-lifetimes.ts";
import { findPassword, replacePassword, type Password } from "../store/passwords.ts";
import { findRememberedDevice, type RememberedDevice } from "../store/remembered-devices.ts";
import { deleteSessionsOf } from "../store/sessions.ts";
import { admit, findStage, type AdmitResult } from "./admit.ts";
import type { Visitor } from "./begin-session.ts";
import { hashDeviceToken } from "./device-token.ts";
import { findAccountByName } from "./find-account.ts";
import { readLifetimeRules } from "./lifetime-rules.ts";
import { admitAttempt, isSilentLock, recordFailure, recordSuccess } from "./lockout.ts";
import { findNewPasswordReasons, recordNewPassword, type NewPasswordReason } from "./new-password.ts";
import type { PasswordHasher } from "./password-hash.ts";
import type { StrengthEstimator } from "./password-policy/estimate-strength.ts";
import type { SecretBox } from "./secret-box.ts";
import { standingOf } from "./standing.ts";

export interface SignInDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  hasher: PasswordHasher;
  secrets: SecretBox;
  estimator: StrengthEstimator;
  calendars: WorkingCalendars;
}

export interface SignInRequest extends Visitor {
  username: string;
  password: string;
  /** Where to go when a second step comes between. */
  next?: string;
}

export interface NewPasswordRequest extends SignInRequest {
  newPassword: string;
  confirmation: string;
}

export type SignInResult =
  | AdmitResult
  /** Right, but the password must be replaced first. */
  | { outcome: "mustChange"; account: Account; policy: PasswordPolicy; cause: ChangeCause }
  | { outcome: "unfit"; account: Account; policy: PasswordPolicy; cause: ChangeCause; reasons: NewPasswordReason[] }
  | { outcome: "wrong" }
  | { outcome: "tooMany"; waitMs: number };

/** Why the password must be replaced: it came from the desk, its time is over, or the person wants to. */
export type ChangeCause = "initial" | "expired" | "wish";

interface Proof {
  account: Account;
  password: Password;
  policies: Policies;
  security: SecurityPolicy;
  rememberedDevice: RememberedDevice | undefined;
  organisation: Organisation;
  cause: ChangeCause;
}

export async function signIn(dependencies: SignInDependencies, request: SignInRequest): Promise<SignInResult> {
  const proof = await prove(dependencies, request);
  if ("outcome" in proof) return proof;
  const { account, policies, cause } = proof;
  return dependencies.db.write(async (tx) => {
    const stage = await findStage(tx, dependencies, proof);
    if (cause !== "wish" && stage !== "second-step") {
      return { outcome: "mustChange", account, policy: policies.password, cause };
    }
    return admit(tx, dependencies, { ...proof, visitor: request, next: request.next });
  });
}

/**
 * Proves the old password, replaces it and signs in. All other sessions of the account end. Where a second factor is to be shown
 * nothing is replaced before it (second-step/new-password-step.ts).
 */
export async function signInWithNewPassword(
  dependencies: SignInDependencies,
  request: NewPasswordRequest,
): Promise<SignInResult> {
  const proof = await prove(dependencies, request);
  if ("outcome" in proof) return proof;
  const { account, password, policies, organisation, cause } = proof;
  const { clock, db, hasher } = dependencies;
  if ((await db.read((tx) => findStage(tx, dependencies, proof))) === "second-step") {
    return db.write((tx) => admit(tx, dependencies, { ...proof, visitor: request, next: request.next }));
  }
  const { newPassword: candidate, confirmation, password: previous } = request;
  const given = { account, organisation, candidate, confirmation, previous };
  const reasons = await findNewPasswordReasons(dependencies, given);
  const policy = policies.password;
  if (reasons.length > 0) return { outcome: "unfit", account, policy, reasons, cause };
  const changedAt = new Date(clock.now());
  const next = { hash: await hasher.hash(candidate), mustChange: false, changedAt };
  return db.write(async (tx) => {
    if (!(await replacePassword(tx, account.id, password, next))) return { outcome: "wrong" };
    await recordNewPassword(tx, dependencies, { account, organisation, replacedHash: password.hash, changedAt });
    await insertAuditEvent(tx, eventOf(clock, request, { account, outcome: "success", action: "passwordChange" }));
    await deleteSessionsOf(tx, account.id);
    return admit(tx, dependencies, { ...proof, visitor: request, next: request.next });
  });
}

async function prove(
  dependencies: SignInDependencies,
  request: SignInRequest,
): Promise<Proof | Extract<SignInResult, { outcome: "wrong" | "tooMany" }>> {
  const { db, hasher, clock } = dependencies;
  const deviceHash = hashDeviceToken(request.deviceToken ?? "");
  const now = new Date(clock.now());
  const found = await db.read(async (tx) => {
    const account = await findAccountByName(tx, request.username);
    const accountId = account?.id ?? (0 as AccountId);
    return {
      account,
      password: await findPassword(tx, accountId),
      holder: await findPasswordHolder(tx, accountId),
      organisation: await findOrganisationOrFirst(tx, account?.organisationId),
      rememberedDevice: deviceHash && (await findRememberedDevice(tx, { tokenHash: deviceHash, accountId, now })),
    };
  });
  const { account, password, holder, organisation, rememberedDevice } = found;
  const settings = organisation?.settings ?? {};
  const policy = readLockoutPolicy(settings);
  const { username, networkAddress, device } = request;
  const attempt = { username, account, networkAddress, device, policy, deviceHash: rememberedDevice && deviceHash };
  const admission = await admitAttempt(dependencies, attempt);
  const refused = "waitMs" in admission;
  if (refused && !isSilentLock(admission.waitMs, policy)) return { outcome: "tooMany", waitMs: admission.waitMs };
  const right = await hasher.verify(request.password, refused ? undefined : password?.hash);
  const rules = organisation && (await readLifetimeRules(organisation, dependencies));
  const lifetime = holder && rules?.lifetimeOf(holder);
  const standing = account && standingOf({ account, password, lifetime, now });
  const isOpen = standing !== undefined && standing.kind !== "closed";
  if (refused || !right || !account || !password || !organisation || !isOpen) {
    if (!refused) await recordFailure(dependencies, admission);
    await db.write((tx) => insertAuditEvent(tx, eventOf(clock, request, { account, outcome: "failure" })));
    return { outcome: "wrong" };
  }
  await recordSuccess(dependencies, admission);
  const [policies, security] = [readPolicies(settings), readSecurityPolicy(settings)];
  const cause = standing.kind === "mustChange" ? standing.cause : "wish";
  return { account, password, policies, security, rememberedDevice, organisation, cause };
}

function eventOf(
  clock: Clock,
  request: SignInRequest,
  what: { account?: Account; outcome: AuditEvent["outcome"]; action?: AuditEvent["action"] },
): AuditEvent {
  const { account, outcome, action = "signIn" } = what;
  return {
    at: new Date(clock.now()),
    organisationId: account?.organisationId,
    // Who failed is not known; a name that is nobody's may be a mistyped password, so it is not kept.
    actorAccountId: outcome === "success" ? account?.id : undefined,
    subjectAccountId: account?.id,
    action,
    outcome,
    networkAddress: request.networkAddress,
    device: request.device.slice(0, 200),
  };
}
