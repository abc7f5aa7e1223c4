// A passkey as the only step: it is there, and it has checked the person.

import { networkKey } from "../../base/network.ts";
import { readPolicies } from "../../organisation/policies.ts";
import { readSecurityPolicy } from "../../organisation/security-policy.ts";
import { findAccount } from "../../store/accounts.ts";
import { findOrganisation } from "../../store/organisations.ts";
import { deletePendingSignIn, insertPendingSignIn, takePendingAttempt } from "../../store/pending-sign-ins.ts";
import { complete, postpone } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { withinLimits } from "../lockout.ts";
import { loadWays } from "../single-sign-on/local-sign-in.ts";
import { createSessionToken, hashSessionToken } from "../session-token.ts";
import { findStanding } from "../standing.ts";
import { requestPasskey, verifyPasskey, type PublicKeyCredentialRequestOptionsJSON } from "./passkeys.ts";
import { WINDOW_MINUTES, type SecondStepDependencies, type StepResult } from "./pending-step.ts";

const CHALLENGES_PER_WINDOW = 600;
const PASSKEY_MS = 5 * 60_000;

/**
 * The challenge for whoever signs in with a passkey alone: a token for the cookie, and what the browser asks for. Undefined when
 * one network asks for too many: each is kept until it is answered or too old.
 */
export async function beginPasskeySignIn(
  dependencies: SecondStepDependencies,
  { networkAddress, next }: { networkAddress: string; next?: string },
): Promise<{ token: string; options: PublicKeyCredentialRequestOptionsJSON } | undefined> {
  const { db, clock, random, publicUrl } = dependencies;
  const limit = { scope: "passkey-network", text: networkKey(networkAddress), limit: CHALLENGES_PER_WINDOW };
  if (!(await withinLimits(dependencies, [{ ...limit, windowMinutes: WINDOW_MINUTES }]))) return undefined;
  const token = createSessionToken(random);
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) throw new Error("a token is not what it should be");
  const createdAt = new Date(clock.now());
  const options = await db.write(async (tx) => {
    const asked = await requestPasskey(tx, publicUrl);
    await insertPendingSignIn(tx, {
      tokenHash,
      accountId: null,
      stage: "passkey",
      next: next ?? null,
      challenge: asked.challenge,
      publicComputer: false,
      trust: false,
      attempts: 1,
      createdAt,
      expiresAt: new Date(clock.now() + PASSKEY_MS),
    });
    return asked;
  });
  return { token, options };
}

/**
 * The passkey as the only step: it is there, and it has checked the person. A closed account is answered like a wrong passkey; where
 * the password must be replaced, that comes next.
 */
export async function signInWithPasskey(
  dependencies: SecondStepDependencies,
  { token, response, visitor }: { token: string; response: string; visitor: Visitor },
): Promise<StepResult> {
  const { db, clock, publicUrl } = dependencies;
  const now = new Date(clock.now());
  const tokenHash = hashSessionToken(token);
  const pending = tokenHash && (await db.write((tx) => takePendingAttempt(tx, tokenHash, now)));
  if (!tokenHash || pending?.stage !== "passkey" || pending.challenge === null) return { outcome: "gone" };
  const { challenge, next } = pending;
  return db.write(async (tx) => {
    const accountId = await verifyPasskey(tx, { response, challenge, publicUrl, alone: true, now });
    const account = accountId && (await findAccount(tx, accountId));
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    if (!organisation) return { outcome: "wrong" };
    const standing = await findStanding(tx, dependencies, { account, organisation });
    if (standing.kind === "closed") return { outcome: "wrong" };
    // It is one of ours: where the organisation's provider has taken over, it opens nothing by itself.
    if (!(await loadWays(tx, account)).local) return { outcome: "wrong" };
    await deletePendingSignIn(tx, tokenHash);
    const policies = readPolicies(organisation.settings);
    const security = readSecurityPolicy(organisation.settings);
    const admitted = { account, policies, security, visitor, next: next ?? undefined, method: "passkey only" };
    if (standing.kind === "mustChange") {
      return postpone(tx, dependencies, { ...admitted, stage: "new-password" });
    }
    const signedIn = await complete(tx, dependencies, admitted);
    return { ...signedIn, next: next ?? undefined };
  });
}
