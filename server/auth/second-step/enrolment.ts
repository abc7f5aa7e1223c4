// Setting up a second factor before the first session, where the organisation demands one.

import { readPolicies } from "../../organisation/policies.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import type { Account } from "../../store/accounts.ts";
import type { WriteTx } from "../../store/database.ts";
import { deletePendingSignIn, updatePendingSignIn } from "../../store/pending-sign-ins.ts";
import { updateChannelUse } from "../../store/recovery.ts";
import { putRecoveryCodes, putTotpSecret } from "../../store/second-factors.ts";
import { complete } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { noticeText } from "../recovery/message-texts.ts";
import { tellEverywhere } from "../recovery/tell-everywhere.ts";
import { findStanding } from "../standing.ts";
import {
  channelsOf,
  eventOf,
  findStep,
  returnAttempt,
  takeAttempt,
  visitorOf,
  type SecondStepDependencies,
  type SignedIn,
} from "./pending-step.ts";
import { createRecoveryCodes, hashRecoveryCode } from "./recovery-codes.ts";
import type { SecondStepView } from "./second-step.ts";
import { createTotpSecret, describeTotpSecret, findTotpStep } from "./totp.ts";
import { totpContext } from "./use-totp-code.ts";

/** What the page of setting one up shows. */
export interface EnrolmentView extends Pick<SecondStepView, "account" | "organisationName" | "channels" | "next"> {
  secretText: string;
  secretUri: string;
}

/** Undefined when the token is none of this stage. The secret stays the same until the sign-in is over. */
export async function viewEnrolment(
  dependencies: SecondStepDependencies,
  token: string,
): Promise<EnrolmentView | undefined> {
  const { db, clock, random, secrets } = dependencies;
  return db.write(async (tx) => {
    const step = await findStep(tx, { token, stage: "enrolment", now: new Date(clock.now()) });
    if (!step) return undefined;
    const { account, organisation, pending, tokenHash } = step;
    const context = totpContext(account);
    const secret = pending.totpSecret ? secrets.open(pending.totpSecret, context) : createTotpSecret(random);
    if (!pending.totpSecret) await updatePendingSignIn(tx, tokenHash, { totpSecret: secrets.seal(secret, context) });
    const { text, uri } = describeTotpSecret(secret, { issuer: organisation.name, account: account.address });
    return {
      account,
      organisationName: organisation.name,
      channels: await channelsOf(tx, dependencies, { account, forSignIn: false }),
      next: pending.next ?? undefined,
      secretText: text,
      secretUri: uri,
    };
  });
}

/** Sets up the app by its first code, or takes a recovery channel for codes; then signs in. Recovery codes come with the app. */
export async function finishEnrolment(
  dependencies: SecondStepDependencies,
  shown: { token: string; visitor: Visitor; code?: string; channel?: string },
): Promise<(SignedIn & { recoveryCodes: string[] }) | { outcome: "wrong" } | { outcome: "gone" }> {
  const { db, clock, random, secrets, messenger } = dependencies;
  const now = new Date(clock.now());
  const step = await takeAttempt(dependencies, { ...shown, stage: "enrolment", now });
  if (!step) return { outcome: "gone" };
  const { account, pending, organisation, security, vouched } = step;
  const recoveryCodes = createRecoveryCodes(random);
  const result = await db.write(async (tx) => {
    // The desk may have closed the account, or given out a code, since the password was shown.
    if ((await findStanding(tx, dependencies, step)).kind !== "open") return { outcome: "gone" } as const;
    const byChannel = await chooseChannel(tx, account, shown.channel);
    if (!byChannel) {
      const secret = pending.totpSecret && secrets.open(pending.totpSecret, totpContext(account));
      const used = secret ? findTotpStep(secret, shown.code ?? "", now.getTime()) : undefined;
      if (!pending.totpSecret || used === undefined) return { outcome: "wrong" } as const;
      await putTotpSecret(tx, account.id, { secret: pending.totpSecret, step: used, now });
    }
    if (!(await deletePendingSignIn(tx, step.tokenHash))) return { outcome: "gone" } as const;
    const hashes = recoveryCodes.flatMap((code) => hashRecoveryCode(secrets, account.id, code) ?? []);
    await putRecoveryCodes(tx, account.id, hashes);
    const added = byChannel ? "codes" : "totp";
    const event = eventOf(step, shown.visitor, { now, outcome: "success" });
    await insertAuditEvent(tx, { ...event, action: "secondFactorChange", detail: { added } });
    const policies = readPolicies(organisation.settings);
    const admitted = { account, policies, security, visitor: visitorOf(step, shown.visitor), method: added, vouched };
    const signedIn = await complete(tx, dependencies, admitted);
    return { ...signedIn, next: pending.next ?? undefined, recoveryCodes };
  });
  if (result.outcome === "signedIn") {
    await returnAttempt(dependencies, step);
    const notice = noticeText("secondFactorAdded", { account, organisation, now });
    await tellEverywhere({ db, messenger }, { account, notice });
  }
  return result;
}

async function chooseChannel(tx: WriteTx, account: Account, kind: string | undefined): Promise<boolean> {
  if (kind !== "email" && kind !== "phone") return false;
  return updateChannelUse(tx, account.id, { kind, forSignIn: true });
}
