// A sign-in between password and session: whose it is, what is still allowed, what is written down of it.

import type { Clock } from "../../base/clock.ts";
import type { RandomSource } from "../../base/ids.ts";
import { readSecurityPolicy, type SecurityPolicy } from "../../organisation/security-policy.ts";
import { findAccount, type Account } from "../../store/accounts.ts";
import type { Database, ReadTx } from "../../store/database.ts";
import { findOrganisation, type Organisation } from "../../store/organisations.ts";
import { findPendingSignIn, takePendingAttempt, type PendingSignIn } from "../../store/pending-sign-ins.ts";
import { findVouched, type Vouched } from "../../store/provider-sessions.ts";
import { listRecoveryChannels, type ChannelKind } from "../../store/recovery.ts";
import type { AdmitResult } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { giveBack, withinLimits, type SmallLimit } from "../lockout.ts";
import type { Messenger } from "../messenger.ts";
import { limitForVisitor } from "../own-limit.ts";
import { maskTarget } from "../recovery/mask-target.ts";
import type { SecretBox } from "../secret-box.ts";
import { hashSessionToken } from "../session-token.ts";

export interface SecondStepDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  secrets: SecretBox;
  messenger: Messenger | undefined;
  publicUrl: string;
}

export type SignedIn = Extract<AdmitResult, { outcome: "signedIn" }> & {
  /** Where the person wanted to go. */
  next?: string;
};

export type StepResult =
  | SignedIn
  /** One step more. */
  | Extract<AdmitResult, { outcome: "pending" }>
  | { outcome: "wrong" }
  /** The sign-in is over its time or its attempts: it begins again with the password. */
  | { outcome: "gone" };

export const WINDOW_MINUTES = 15;
const ATTEMPTS_PER_WINDOW = 15;

export interface Step {
  pending: PendingSignIn;
  account: Account;
  organisation: Organisation;
  security: SecurityPolicy;
  tokenHash: Buffer;
  /** A provider stands for the first step. */
  vouched: Vouched | undefined;
}

/** One attempt of it, counted before it is looked at. */
export interface Attempt extends Step {
  /** What it was counted for beside the sign-in itself. */
  counted: SmallLimit;
  /** No other is left to this sign-in. */
  isLast: boolean;
}

/** Takes one attempt of the sign-in and of its account; undefined when either has none left, or the token is none of this stage. */
export async function takeAttempt(
  dependencies: SecondStepDependencies,
  { token, stage, visitor, now }: { token: string; stage: PendingSignIn["stage"]; visitor: Visitor; now: Date },
): Promise<Attempt | undefined> {
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) return undefined;
  const step = await dependencies.db.write(async (tx) => {
    const known = await findStep(tx, { token, stage, now });
    const taken = known && (await takePendingAttempt(tx, tokenHash, now));
    return taken && { ...known, isLast: taken.attemptsLeft === 0 };
  });
  if (!step) return undefined;
  const limit = { scope: "second-step", limit: ATTEMPTS_PER_WINDOW, windowMinutes: WINDOW_MINUTES };
  const counted = await limitForVisitor(dependencies, { accountId: step.account.id, visitor }, limit);
  return (await withinLimits(dependencies, [counted])) ? { ...step, counted } : undefined;
}

/** After an attempt that was right. */
export function returnAttempt(dependencies: SecondStepDependencies, { counted }: Attempt): Promise<void> {
  return giveBack(dependencies, [counted]);
}

/** Who is at the other end, with what they chose when they began. */
export function visitorOf({ pending }: Step, visitor: Visitor): Visitor {
  return { ...visitor, isPublicComputer: pending.publicComputer };
}

/** Undefined when the token is none (any more) of this stage. */
export async function findStep(
  tx: ReadTx,
  { token, stage, now }: { token: string; stage: PendingSignIn["stage"]; now: Date },
): Promise<Step | undefined> {
  const tokenHash = hashSessionToken(token);
  const pending = tokenHash && (await findPendingSignIn(tx, tokenHash, now));
  if (!tokenHash || pending?.stage !== stage || pending.accountId === null) return undefined;
  const account = await findAccount(tx, pending.accountId);
  const organisation = account && (await findOrganisation(tx, account.organisationId));
  if (!organisation) return undefined;
  const vouched = await findVouched(tx, tokenHash);
  return { pending, account, organisation, security: readSecurityPolicy(organisation.settings), tokenHash, vouched };
}

/** Those that a code can be sent to now, as their owner recognises them. */
export async function channelsOf(
  tx: ReadTx,
  { messenger }: SecondStepDependencies,
  { account, forSignIn }: { account: Account; forSignIn: boolean },
): Promise<{ kind: ChannelKind; hint: string }[]> {
  const channels = await listRecoveryChannels(tx, account.id);
  return channels
    .filter((channel) => !forSignIn || channel.forSignIn)
    .filter(({ kind }) => (kind === "email" ? messenger !== undefined : messenger?.sendText !== undefined))
    .map(({ kind, target }) => ({ kind, hint: maskTarget(kind, target) }));
}

/** The row in the audit trail. */
export function eventOf(
  { account }: Step,
  { networkAddress, device }: Visitor,
  { now, outcome }: { now: Date; outcome: "success" | "failure" },
) {
  return {
    at: now,
    organisationId: account.organisationId,
    actorAccountId: outcome === "success" ? account.id : undefined,
    subjectAccountId: account.id,
    action: "secondStep",
    outcome,
    networkAddress,
    device: device.slice(0, 200),
  } as const;
}
