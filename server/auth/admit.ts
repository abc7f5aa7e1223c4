// After the right password: signed in, or a second step first, or a new password, or (where the organisation demands a second factor
// and the person has none) setting one up. Until then there is no session, so nothing can be reached. The second step comes before
// the new password: who knows the old one alone must not choose the next.

import type { Clock } from "../base/clock.ts";
import { createToken, type RandomSource } from "../base/ids.ts";
import type { Policies } from "../organisation/policies.ts";
import type { SecurityPolicy } from "../organisation/security-policy.ts";
import type { Account } from "../store/accounts.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { ReadTx, WriteTx } from "../store/database.ts";
import { insertPendingSignIn, type PendingStage } from "../store/pending-sign-ins.ts";
import { insertProviderSession, type Vouched } from "../store/provider-sessions.ts";
import { listRecoveryChannels } from "../store/recovery.ts";
import type { RememberedDevice } from "../store/remembered-devices.ts";
import { countFactors } from "../store/second-factors.ts";
import { hasUntoldLocks } from "../store/sign-in-attempts.ts";
import { beginSession, type NewSession, type Visitor } from "./begin-session.ts";
import { isNewDevice, noticeNewDevice } from "./notice-new-device.ts";
import { findPasswordReminder } from "./password-reminder.ts";
import { hashSessionToken } from "./session-token.ts";

export type AdmitResult =
  /** `news`: there is something that the person must be told first (locks, the end of the password). */
  | ({ outcome: "signedIn"; account: Account; news: boolean } & NewSession)
  /** `token` is for the cookie of the step that comes between; it opens nothing else. */
  | { outcome: "pending"; stage: NextStage; token: string; account: Account };

export type NextStage = Exclude<PendingStage, "passkey">;

export interface Admitted {
  account: Account;
  policies: Policies;
  security: SecurityPolicy;
  visitor: Visitor;
  next?: string;
  rememberedDevice?: RememberedDevice;
  /** The organisation's provider vouches for the person, in place of a password of ours. */
  vouched?: Vouched;
  /** What was shown first; absent: a password of ours. */
  by?: { method: "single sign-on" | "directory"; provider: string; coversSecondStep: boolean };
}

const PENDING_MS = 10 * 60_000;
const ATTEMPTS = 5;
/** Choosing a good password takes its time, and the page says what is still missing. */
const NEW_PASSWORD_MS = 30 * 60_000;
const NEW_PASSWORD_ATTEMPTS = 30;

/** What is to be shown after the password: a second factor, setting one up, or nothing. */
export async function findStage(
  tx: ReadTx,
  { clock }: { clock: Clock },
  { account, security, rememberedDevice, by }: Pick<Admitted, "account" | "security" | "rememberedDevice" | "by">,
): Promise<"second-step" | "enrolment" | undefined> {
  const rule = security.secondFactor[account.role];
  const trusted = (rememberedDevice?.trustedUntil?.getTime() ?? 0) > clock.now();
  if (rule === "off" || trusted || by?.coversSecondStep) return undefined;
  if (await hasSecondFactor(tx, account)) return "second-step";
  return rule === "required" ? "enrolment" : undefined;
}

export async function admit(
  tx: WriteTx,
  dependencies: { clock: Clock; random: RandomSource },
  admitted: Admitted,
): Promise<AdmitResult> {
  const stage = await findStage(tx, dependencies, admitted);
  const method = admitted.by?.method ?? "password";
  if (stage) return postpone(tx, dependencies, { ...admitted, stage, method });
  return complete(tx, dependencies, { ...admitted, method });
}

/** Every way to show a second factor counts; recovery codes alone are none. */
export async function hasSecondFactor(tx: ReadTx, account: Pick<Account, "id">): Promise<boolean> {
  const { hasTotp, passkeys } = await countFactors(tx, account.id);
  return hasTotp || passkeys > 0 || (await listRecoveryChannels(tx, account.id)).some(({ forSignIn }) => forSignIn);
}

/** A token for the step that comes next, after what `method` says was shown; it opens nothing else. */
export async function postpone(
  tx: WriteTx,
  { clock, random }: { clock: Clock; random: RandomSource },
  given: Pick<Admitted, "account" | "visitor" | "next" | "vouched" | "by"> & {
    stage: NextStage;
    method: string;
    trust?: boolean;
  },
): Promise<Extract<AdmitResult, { outcome: "pending" }>> {
  const { account, visitor, next, stage, method, trust = false, vouched, by } = given;
  const isForPassword = stage === "new-password";
  const token = createToken(random);
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) throw new Error("a token is not what it should be");
  const createdAt = new Date(clock.now());
  await insertPendingSignIn(tx, {
    tokenHash,
    accountId: account.id,
    stage,
    next: next ?? null,
    challenge: null,
    publicComputer: visitor.isPublicComputer ?? false,
    trust,
    attempts: isForPassword ? NEW_PASSWORD_ATTEMPTS : ATTEMPTS,
    createdAt,
    expiresAt: new Date(clock.now() + (isForPassword ? NEW_PASSWORD_MS : PENDING_MS)),
  });
  if (vouched) await insertProviderSession(tx, vouched, { pending: tokenHash });
  await insertAuditEvent(tx, {
    at: createdAt,
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    action: isFirstProof(method) ? "signIn" : "secondStep",
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    detail: { method, ...(by && { provider: by.provider }), then: stage },
  });
  return { outcome: "pending", stage, token, account };
}

/** The session itself. `method` is what was shown last. */
export async function complete(
  tx: WriteTx,
  dependencies: { clock: Clock; random: RandomSource },
  { method, trust, ...admitted }: Admitted & { method: string; trust?: boolean },
): Promise<Extract<AdmitResult, { outcome: "signedIn" }>> {
  const { account, visitor, by } = admitted;
  const now = new Date(dependencies.clock.now());
  const isNew = await isNewDevice(tx, { ...admitted, now });
  await insertAuditEvent(tx, {
    at: now,
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    action: isFirstProof(method) ? "signIn" : "secondStep",
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    ...(method !== "password" && { detail: { method, ...(by && { provider: by.provider }) } }),
  });
  const { id: sessionId, ...session } = await beginSession(tx, dependencies, {
    ...admitted,
    trust,
    isProven: method !== "single sign-on",
  });
  if (isNew) await noticeNewDevice(tx, { account, visitor, sessionId, now });
  const news = (await hasUntoldLocks(tx, account.id)) || (await findPasswordReminder(tx, dependencies, account));
  return { outcome: "signedIn", account, news: Boolean(news), ...session };
}

function isFirstProof(method: string): boolean {
  return ["password", "passkey only", "single sign-on", "directory"].includes(method);
}
