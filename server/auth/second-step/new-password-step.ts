// The new password of somebody who has shown a second factor, or a passkey alone: the last step before the session.

import { readPolicies } from "../../organisation/policies.ts";
import { readPasswordPolicy, type PasswordPolicy } from "../../organisation/password-policy.ts";
import type { Account } from "../../store/accounts.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import { findPassword, replacePassword } from "../../store/passwords.ts";
import { deletePendingSignIn, takePendingAttempt } from "../../store/pending-sign-ins.ts";
import { deleteSessionsOf } from "../../store/sessions.ts";
import { complete } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { withinLimits } from "../lockout.ts";
import {
  findNewPasswordReasons,
  recordNewPassword,
  type NewPasswordDependencies,
  type NewPasswordReason,
} from "../new-password.ts";
import type { PrincipalCache } from "../principal-cache.ts";
import { findStanding } from "../standing.ts";
import {
  eventOf,
  findStep,
  visitorOf,
  WINDOW_MINUTES,
  type SecondStepDependencies,
  type SignedIn,
} from "./pending-step.ts";

export interface NewPasswordStepDependencies extends SecondStepDependencies, NewPasswordDependencies {
  db: SecondStepDependencies["db"];
  clock: SecondStepDependencies["clock"];
  cache: PrincipalCache;
}

export interface NewPasswordView {
  account: Account;
  policy: PasswordPolicy;
  cause: "initial" | "expired";
}

export type NewPasswordResult =
  | SignedIn
  /** The old password. */
  | { outcome: "wrong"; view: NewPasswordView }
  | { outcome: "unfit"; view: NewPasswordView; reasons: NewPasswordReason[] }
  | { outcome: "gone" };

const WRONG_PER_WINDOW = 8;

/** Undefined when the token is none (any more) of this stage, or the account no longer waits for it. */
export async function viewNewPasswordStep(
  { db, clock }: Pick<SecondStepDependencies, "db" | "clock">,
  token: string,
): Promise<NewPasswordView | undefined> {
  return db.read(async (tx) => {
    const step = await findStep(tx, { token, stage: "new-password", now: new Date(clock.now()) });
    const standing = step && (await findStanding(tx, { clock }, step));
    if (!step || standing?.kind !== "mustChange") return undefined;
    return { account: step.account, policy: readPasswordPolicy(step.organisation.settings), cause: standing.cause };
  });
}

/** Proves the old password, replaces it and signs in. All other sessions of the account end. */
export async function takeNewPassword(
  dependencies: NewPasswordStepDependencies,
  shown: { token: string; visitor: Visitor; old: string; candidate: string; confirmation: string },
): Promise<NewPasswordResult> {
  const { db, clock, cache } = dependencies;
  const { token, old, candidate, confirmation } = shown;
  const now = new Date(clock.now());
  const step = await db.write(async (tx) => {
    const known = await findStep(tx, { token, stage: "new-password", now });
    if (!known || !(await takePendingAttempt(tx, known.tokenHash, now))) return undefined;
    // The old one also when another attempt, at the same moment, replaces it before this one is looked at.
    return { ...known, present: await findPassword(tx, known.account.id) };
  });
  const view = step && (await viewNewPasswordStep(dependencies, token));
  if (!step || !view) return { outcome: "gone" };
  const { account, organisation, security, present } = step;
  const hasher = dependencies.hasher.forOwner(account.id);
  if (!(await hasher.verify(old, present?.hash)) || !present) {
    const limit = { scope: "old-password", text: String(account.id), limit: WRONG_PER_WINDOW, accountId: account.id };
    const within = await withinLimits(dependencies, [{ ...limit, windowMinutes: WINDOW_MINUTES }]);
    const event = eventOf(step, shown.visitor, { now, outcome: "failure" });
    await db.write(async (tx) => {
      await insertAuditEvent(tx, { ...event, action: "passwordChange" });
      if (!within) await deletePendingSignIn(tx, step.tokenHash);
    });
    return within ? { outcome: "wrong", view } : { outcome: "gone" };
  }
  const given = { account, organisation, candidate, confirmation, previous: old };
  const reasons = await findNewPasswordReasons(dependencies, given);
  if (reasons.length > 0) return { outcome: "unfit", view, reasons };
  const next = { hash: await hasher.hash(candidate), mustChange: false, changedAt: now };
  const visitor = visitorOf(step, shown.visitor);
  const result = await db.write(async (tx): Promise<NewPasswordResult> => {
    // Of two at the same moment one signs in.
    if (!(await deletePendingSignIn(tx, step.tokenHash))) return { outcome: "gone" };
    if (!(await replacePassword(tx, account.id, present, next))) return { outcome: "gone" };
    await recordNewPassword(tx, dependencies, { account, organisation, replacedHash: present.hash, changedAt: now });
    await insertAuditEvent(tx, { ...eventOf(step, visitor, { now, outcome: "success" }), action: "passwordChange" });
    await deleteSessionsOf(tx, account.id);
    const policies = readPolicies(organisation.settings);
    const { trust, next: page } = step.pending;
    const admitted = { account, policies, security, visitor, method: "new password", trust };
    return { ...(await complete(tx, dependencies, admitted)), next: page ?? undefined };
  });
  if (result.outcome === "signedIn") cache.forget({ accountId: account.id });
  return result;
}
