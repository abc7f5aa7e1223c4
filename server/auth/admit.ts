// After the right password: signed in, or a second step first, or (where the organisation demands one and the person has none)
// setting one up first. Until then there is no session, so nothing can be reached.

import type { Clock } from "../base/clock.ts";
import { createToken, type RandomSource } from "../base/ids.ts";
import type { Policies } from "../organisation/policies.ts";
import type { SecurityPolicy } from "../organisation/security-policy.ts";
import type { Account } from "../store/accounts.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { ReadTx, WriteTx } from "../store/database.ts";
import { insertPendingSignIn } from "../store/pending-sign-ins.ts";
import { listRecoveryChannels } from "../store/recovery.ts";
import type { RememberedDevice } from "../store/remembered-devices.ts";
import { countFactors } from "../store/second-factors.ts";
import { hasUntoldLocks } from "../store/sign-in-attempts.ts";
import { beginSession, type NewSession, type Visitor } from "./begin-session.ts";
import { findPasswordReminder } from "./password-reminder.ts";
import { hashSessionToken } from "./session-token.ts";

export type AdmitResult =
  /** `news`: there is something that the person must be told first (locks, the end of the password). */
  | ({ outcome: "signedIn"; account: Account; news: boolean } & NewSession)
  /** `token` is for the cookie of the step that comes between; it opens nothing else. */
  | { outcome: "pending"; stage: "second-step" | "enrolment"; token: string; account: Account };

export interface Admitted {
  account: Account;
  policies: Policies;
  security: SecurityPolicy;
  visitor: Visitor;
  next?: string;
  rememberedDevice?: RememberedDevice;
}

const PENDING_MS = 10 * 60_000;
const ATTEMPTS = 5;

export async function admit(
  tx: WriteTx,
  dependencies: { clock: Clock; random: RandomSource },
  admitted: Admitted,
): Promise<AdmitResult> {
  const { account, security, rememberedDevice } = admitted;
  const now = dependencies.clock.now();
  const rule = security.secondFactor[account.role];
  const trusted = (rememberedDevice?.trustedUntil?.getTime() ?? 0) > now;
  if (rule !== "off" && !trusted) {
    const isSetUp = await hasSecondFactor(tx, account);
    if (isSetUp) return postpone(tx, dependencies, { ...admitted, stage: "second-step" });
    if (rule === "required") return postpone(tx, dependencies, { ...admitted, stage: "enrolment" });
  }
  return complete(tx, dependencies, { ...admitted, method: "password" });
}

/** Every way to show a second factor counts; recovery codes alone are none. */
export async function hasSecondFactor(tx: ReadTx, account: Pick<Account, "id">): Promise<boolean> {
  const { hasTotp, passkeys } = await countFactors(tx, account.id);
  return hasTotp || passkeys > 0 || (await listRecoveryChannels(tx, account.id)).some(({ forSignIn }) => forSignIn);
}

async function postpone(
  tx: WriteTx,
  { clock, random }: { clock: Clock; random: RandomSource },
  { account, visitor, next, stage }: Admitted & { stage: "second-step" | "enrolment" },
): Promise<AdmitResult> {
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
    attempts: ATTEMPTS,
    createdAt,
    expiresAt: new Date(clock.now() + PENDING_MS),
  });
  await insertAuditEvent(tx, {
    at: createdAt,
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    action: "signIn",
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    detail: { method: "password", then: stage },
  });
  return { outcome: "pending", stage, token, account };
}

/** The session itself. `method` is what was shown last. */
export async function complete(
  tx: WriteTx,
  dependencies: { clock: Clock; random: RandomSource },
  { method, trust, ...admitted }: Admitted & { method: string; trust?: boolean },
): Promise<Extract<AdmitResult, { outcome: "signedIn" }>> {
  const { account, visitor } = admitted;
  await insertAuditEvent(tx, {
    at: new Date(dependencies.clock.now()),
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    action: method === "password" || method === "passkey only" ? "signIn" : "secondStep",
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    ...(method !== "password" && { detail: { method } }),
  });
  const session = await beginSession(tx, dependencies, { ...admitted, trust });
  const news = (await hasUntoldLocks(tx, account.id)) || (await findPasswordReminder(tx, dependencies, account));
  return { outcome: "signedIn", account, news: Boolean(news), ...session };
}
