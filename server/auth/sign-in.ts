// Signing in with a password, and the first sign-in, which replaces the password in the same step. What is wrong is never
// said, and takes the same time and the same statements whether the name exists or not.

import type { Clock } from "../base/clock.ts";
import type { AccountId, RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { SemaphoreFull } from "../base/semaphore.ts";
import { readPolicies, type Policies } from "../organisation/policies.ts";
import { domainOf } from "../../standards/address/normalize-address.ts";
import type { PasswordPolicy } from "../organisation/password-policy.ts";
import { readLockoutPolicy, readSecurityPolicy, type SecurityPolicy } from "../organisation/security-policy.ts";
import { readProvider } from "../organisation/single-sign-on.ts";
import type { WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import type { Account } from "../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { listLinksOf, listProviders } from "../store/identity-providers.ts";
import { findOrganisationOrFirst, type Organisation } from "../store/organisations.ts";
import { findPasswordHolder } from "../store/password-lifetimes.ts";
import type { Vouched } from "../store/provider-sessions.ts";
import { findPassword, replacePassword, type Password } from "../store/passwords.ts";
import { findRememberedDevice, type RememberedDevice } from "../store/remembered-devices.ts";
import { deleteSessionsOf } from "../store/sessions.ts";
import { admit, findStage, type AdmitResult } from "./admit.ts";
import type { Visitor } from "./begin-session.ts";
import { hashDeviceToken } from "./device-token.ts";
import { findAccountByName } from "./find-account.ts";
import { readLifetimeRules } from "./lifetime-rules.ts";
import {
  admitAttempt,
  isSilentLock,
  recordFailure,
  recordSuccess,
  withdrawAttempt,
  type Admission,
} from "./lockout.ts";
import { findNewPasswordReasons, recordNewPassword, type NewPasswordReason } from "./new-password.ts";
import type { PasswordHasher } from "./password-hash.ts";
import type { StrengthEstimator } from "./password-policy/estimate-strength.ts";
import type { SecretBox } from "./secret-box.ts";
import { parseSignInName } from "./sign-in-name.ts";
import type { DirectoryDependencies } from "./single-sign-on/directory-password.ts";
import { proveByDirectory, type DirectoryProof } from "./single-sign-on/directory-sign-in.ts";
import { readWays } from "./single-sign-on/local-sign-in.ts";
import { standingOf } from "./standing.ts";

export interface SignInDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  hasher: PasswordHasher;
  secrets: SecretBox;
  estimator: StrengthEstimator;
  calendars: WorkingCalendars;
  directories: DirectoryDependencies;
  log: Log | undefined;
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
  | { outcome: "tooMany"; waitMs: number }
  | Exclude<DirectoryProof, { outcome: "right" | "closed" }>;

/** Why the password must be replaced: it came from the desk, its time is over, or the person wants to. */
export type ChangeCause = "initial" | "expired" | "wish";

interface ProvenPerson {
  account: Account;
  policies: Policies;
  security: SecurityPolicy;
  rememberedDevice: RememberedDevice | undefined;
  organisation: Organisation;
}

/** By a password of ours. */
interface Proof extends ProvenPerson {
  password: Password;
  cause: ChangeCause;
}

/** By the password of the organisation's directory. */
interface DirectoryPerson extends ProvenPerson {
  vouched: Vouched;
  by: { method: "directory"; provider: string; coversSecondStep: false };
}

export async function signIn(dependencies: SignInDependencies, request: SignInRequest): Promise<SignInResult> {
  const proof = await prove(dependencies, request, { here: false });
  if ("outcome" in proof) return proof;
  if ("vouched" in proof) {
    return dependencies.db.write((tx) => admit(tx, dependencies, { ...proof, visitor: request, next: request.next }));
  }
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
  const proof = await prove(dependencies, request, { here: true });
  if ("outcome" in proof) return proof;
  // What a directory knows is changed over there.
  if ("vouched" in proof) return { outcome: "wrong" };
  const { account, password, policies, organisation, cause } = proof;
  const { clock, db } = dependencies;
  const hasher = dependencies.hasher.forOwner(account.id);
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

type Refusal = Exclude<SignInResult, { outcome: AdmitResult["outcome"] | "mustChange" | "unfit" }>;

/** `here`: by a password of ours only. */
async function prove(
  dependencies: SignInDependencies,
  request: SignInRequest,
  { here }: { here: boolean },
): Promise<Proof | DirectoryPerson | Refusal> {
  const { db, hasher, clock } = dependencies;
  const deviceHash = hashDeviceToken(request.deviceToken ?? "");
  const now = new Date(clock.now());
  const found = await db.read(async (tx) => {
    const account = await findAccountByName(tx, request.username);
    const accountId = account?.id ?? (0 as AccountId);
    const organisation = await findOrganisationOrFirst(tx, account?.organisationId, placeOf(request.username));
    return {
      account,
      password: await findPassword(tx, accountId),
      holder: await findPasswordHolder(tx, accountId, { here: true }),
      organisation,
      providers: organisation ? (await listProviders(tx, organisation.id)).map(readProvider) : [],
      links: await listLinksOf(tx, accountId),
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
  const ways = readWays(account, found.providers, found.links);
  const asksHere = ways.local && password !== undefined;
  // A remembered browser that has used up its own attempts waits among strangers.
  const isOwner = account && rememberedDevice && !refused;
  const hashing = isOwner ? hasher.forOwner(account.id) : hasher.forStranger(networkAddress);
  const look = async () => {
    const right = await hashing.verify(request.password, refused || !asksHere ? undefined : password.hash);
    // After a turn here, so that the directory too is asked for owners first, and hears nothing of who is turned away.
    const there =
      ways.directory && !here
        ? await proveByDirectory(dependencies, ways.directory, {
            ...found,
            ...request,
            visitor: request,
            decoy: refused,
          })
        : undefined;
    return { right, there };
  };
  const { right, there } = await look().catch(async (error: unknown) => {
    // Nobody looked at the password, so a crowd before the door uses up no one's attempts.
    if (!refused && error instanceof SemaphoreFull) await withdrawAttempt(dependencies, admission);
    throw error;
  });
  const [policies, security] = [readPolicies(settings), readSecurityPolicy(settings)];
  if (!refused && organisation && there?.outcome === "right") {
    await recordSuccess(dependencies, admission);
    const by = { method: "directory", provider: ways.directory?.name ?? "", coversSecondStep: false } as const;
    const { vouched } = there;
    const device = there.account.id === account?.id ? rememberedDevice : undefined;
    return { account: there.account, policies, security, rememberedDevice: device, organisation, vouched, by };
  }
  const rules = organisation && (await readLifetimeRules(organisation, dependencies));
  const lifetime = holder && rules?.lifetimeOf(holder);
  const standing = account && standingOf({ account, password, lifetime, isLinked: found.links.length > 0, now });
  const isOpen = standing !== undefined && standing.kind !== "closed";
  if (refused || !right || !account || !password || !organisation || !isOpen) {
    return refuse(dependencies, request, { account, admission: refused ? undefined : admission, there, asksHere });
  }
  await recordSuccess(dependencies, admission);
  const cause = standing.kind === "mustChange" ? standing.cause : "wish";
  return { account, password, policies, security, rememberedDevice, organisation, cause };
}

/** `admission` absent: nothing was counted. */
async function refuse(
  dependencies: SignInDependencies,
  request: SignInRequest,
  given: {
    account: Account | undefined;
    admission: Admission | undefined;
    there: DirectoryProof | undefined;
    asksHere: boolean;
  },
): Promise<Refusal> {
  const { db, clock, log } = dependencies;
  const { account, admission, there, asksHere } = given;
  const isDown = there?.outcome === "directoryDown";
  const isProven = there?.outcome === "directoryExpired" || there?.outcome === "unlinked";
  if (admission && isProven) await recordSuccess(dependencies, admission);
  // Nobody looked at the password: it was neither right nor wrong. Where we have one ourselves, we did.
  else if (admission && isDown && !asksHere) await withdrawAttempt(dependencies, admission);
  else if (admission) await recordFailure(dependencies, admission);
  if (isDown) log?.warn({ provider: there.provider, reason: there.message }, "a directory could not be asked");
  const detail = there && { method: "directory", reason: there.outcome };
  await db.write((tx) => insertAuditEvent(tx, { ...eventOf(clock, request, { account, outcome: "failure" }), detail }));
  return there === undefined || there.outcome === "right" || there.outcome === "closed" ? { outcome: "wrong" } : there;
}

/** The prefix or the domain in what somebody typed as their name. */
function placeOf(username: string): { prefix?: string; domain?: string } {
  const name = parseSignInName(username);
  if (name.form === "prefix") return { prefix: name.prefix };
  return name.form === "address" ? { domain: domainOf(name.addresses.at(-1) ?? "") ?? undefined } : {};
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
