// The second step: what can be shown, sending a code, and taking what was shown.

import { readPolicies } from "../../organisation/policies.ts";
import type { SecurityPolicy } from "../../organisation/security-policy.ts";
import type { Account } from "../../store/accounts.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import type { WriteTx } from "../../store/database.ts";
import { deletePendingSignIn, updatePendingSignIn } from "../../store/pending-sign-ins.ts";
import { listRecoveryChannels, type ChannelKind } from "../../store/recovery.ts";
import { countFactors, useRecoveryCode } from "../../store/second-factors.ts";
import { complete, postpone } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { withinLimits } from "../lockout.ts";
import { limitForVisitor } from "../own-limit.ts";
import { noticeText, signInCodeText } from "../recovery/message-texts.ts";
import { tellEverywhere } from "../recovery/tell-everywhere.ts";
import { findStanding } from "../standing.ts";
import { issueCode, redeemCode } from "./one-time-code.ts";
import { requestPasskey, verifyPasskey, type PublicKeyCredentialRequestOptionsJSON } from "./passkeys.ts";
import {
  channelsOf,
  eventOf,
  findStep,
  returnAttempt,
  takeAttempt,
  visitorOf,
  WINDOW_MINUTES,
  type SecondStepDependencies,
  type Step,
  type StepResult,
} from "./pending-step.ts";
import { hashRecoveryCode } from "./recovery-codes.ts";
import { useTotpCode } from "./use-totp-code.ts";

/** What the page of the step shows. */
export interface SecondStepView {
  account: Account;
  organisationName: string;
  security: SecurityPolicy;
  next?: string;
  hasTotp: boolean;
  hasRecoveryCodes: boolean;
  /** Where a code can be sent, hidden but for what its owner recognises. */
  channels: { kind: ChannelKind; hint: string }[];
  passkey?: PublicKeyCredentialRequestOptionsJSON;
  isPublicComputer: boolean;
}

const CODES_PER_WINDOW = 4;
const TOLD_MINUTES = 12 * 60;

/** Undefined when the token is none (any more) of this stage. Makes a new challenge for a passkey where there are any. */
export async function viewSecondStep(
  dependencies: SecondStepDependencies,
  token: string,
): Promise<SecondStepView | undefined> {
  const { db, clock, publicUrl } = dependencies;
  return db.write(async (tx) => {
    const step = await findStep(tx, { token, stage: "second-step", now: new Date(clock.now()) });
    if (!step) return undefined;
    const { account, organisation, security, pending } = step;
    const factors = await countFactors(tx, account.id);
    const passkey = factors.passkeys > 0 ? await requestPasskey(tx, publicUrl, account.id) : undefined;
    if (passkey) await updatePendingSignIn(tx, step.tokenHash, { challenge: passkey.challenge });
    return {
      account,
      organisationName: organisation.name,
      security,
      next: pending.next ?? undefined,
      hasTotp: factors.hasTotp,
      hasRecoveryCodes: factors.recoveryCodes > 0,
      channels: await channelsOf(tx, dependencies, { account, forSignIn: true }),
      passkey,
      isPublicComputer: pending.publicComputer,
    };
  });
}

/** Sends a code to a channel that the person chose for this. False when none went: too many, no gateway, not such a channel. */
export async function sendSignInCode(
  dependencies: SecondStepDependencies,
  { token, kind, visitor }: { token: string; kind: string; visitor: Visitor },
): Promise<boolean> {
  const { db, clock, messenger } = dependencies;
  const now = new Date(clock.now());
  const step = await db.read((tx) => findStep(tx, { token, stage: "second-step", now }));
  if (!step || !messenger) return false;
  const { account, organisation, security } = step;
  const limit = { scope: "sign-in-code", limit: CODES_PER_WINDOW, windowMinutes: WINDOW_MINUTES };
  const counted = await limitForVisitor(dependencies, { accountId: account.id, visitor }, limit);
  if (!(await withinLimits(dependencies, [counted]))) return false;
  const sending = await db.write(async (tx) => {
    const channel = (await listRecoveryChannels(tx, account.id)).find((one) => one.kind === kind && one.forSignIn);
    if (!channel) return undefined;
    const { target } = channel;
    const minutes = security.codeMinutes;
    const code = await issueCode(tx, dependencies, { accountId: account.id, purpose: "sign-in", target, now, minutes });
    return { target, ...signInCodeText({ account, organisation, code, minutes }) };
  });
  if (!sending) return false;
  const { target, subject, text, short } = sending;
  if (kind === "email") await messenger.sendMail({ organisationId: organisation.id, to: target, subject, text });
  else if (messenger.sendText) await messenger.sendText({ number: target, text: short });
  else return false;
  return true;
}

export interface Shown {
  token: string;
  visitor: Visitor;
  /** Of the app, of a message, or a recovery code: what it is shows in its form. */
  code?: string;
  /** A response of the browser, as JSON. */
  passkey?: string;
  trust: boolean;
}

export async function takeSecondStep(dependencies: SecondStepDependencies, shown: Shown): Promise<StepResult> {
  const { db, clock } = dependencies;
  const now = new Date(clock.now());
  const step = await takeAttempt(dependencies, { ...shown, stage: "second-step", now });
  if (!step) return { outcome: "gone" };
  const { account } = step;
  const result = await db.write(async (tx): Promise<StepResult> => {
    const method = await findMethod(tx, dependencies, { step, shown, now });
    if (method === undefined) {
      await insertAuditEvent(tx, eventOf(step, shown.visitor, { now, outcome: "failure" }));
      return { outcome: "wrong" };
    }
    // Of two right answers at the same moment one signs in.
    if (!(await deletePendingSignIn(tx, step.tokenHash))) return { outcome: "gone" };
    const standing = await findStanding(tx, dependencies, step);
    if (standing.kind === "closed") return { outcome: "gone" };
    const policies = readPolicies(step.organisation.settings);
    const { security, pending, vouched } = step;
    const visitor = visitorOf(step, shown.visitor);
    const trust = shown.trust && !pending.publicComputer;
    const next = pending.next ?? undefined;
    const admitted = { account, policies, security, visitor, method, trust, next, vouched };
    // D17: and the password after it, so that who knows the old one alone chooses no new one.
    if (standing.kind === "mustChange") return postpone(tx, dependencies, { ...admitted, stage: "new-password" });
    return { ...(await complete(tx, dependencies, admitted)), next };
  });
  if (result.outcome === "signedIn" || result.outcome === "pending") await returnAttempt(dependencies, step);
  else if (result.outcome === "wrong" && step.isLast) await tellOfGuesses(dependencies, step, shown.visitor);
  return result;
}

/** Who comes so far knows the password: its owner hears of it, once in a while however often somebody tries. */
async function tellOfGuesses(
  dependencies: SecondStepDependencies,
  { account, organisation }: Step,
  { networkAddress }: Visitor,
): Promise<void> {
  const limit = { scope: "second-step-told", text: String(account.id), limit: 1, windowMinutes: TOLD_MINUTES };
  if (!(await withinLimits(dependencies, [{ ...limit, accountId: account.id }]))) return;
  const now = new Date(dependencies.clock.now());
  const notice = noticeText("secondStepFailed", { account, organisation, now, networkAddress });
  await tellEverywhere(dependencies, { account, notice });
}

async function findMethod(
  tx: WriteTx,
  { secrets, publicUrl }: SecondStepDependencies,
  { step, shown, now }: { step: Step; shown: Shown; now: Date },
): Promise<string | undefined> {
  const { account, pending } = step;
  if (shown.passkey !== undefined) {
    const { challenge } = pending;
    if (challenge === null) return undefined;
    const answered = { response: shown.passkey, challenge, publicUrl, alone: false, now };
    return (await verifyPasskey(tx, answered)) === account.id ? "passkey" : undefined;
  }
  const code = shown.code ?? "";
  if (await useTotpCode(tx, secrets, { account, code, now })) return "totp";
  if (await redeemCode(tx, secrets, { accountId: account.id, purpose: "sign-in", code, now })) return "code";
  const hash = hashRecoveryCode(secrets, account.id, code);
  return hash && (await useRecoveryCode(tx, account.id, hash, now)) ? "recovery code" : undefined;
}
