// Signing in with an OpenID provider, tying an identity to one's account, and showing again who one is. The three are the same
// dance; what is done with its end is written in the sealed attempt that the browser kept.

import { createHash } from "node:crypto";

import type { Clock } from "../../base/clock.ts";
import { createToken, type AccountId, type RandomSource } from "../../base/ids.ts";
import type { Log } from "../../base/log.ts";
import { readPolicies } from "../../organisation/policies.ts";
import { readSecurityPolicy } from "../../organisation/security-policy.ts";
import { readProvider, type OpenIdProvider } from "../../organisation/single-sign-on.ts";
import { insertAuditEvent, type AuditEvent } from "../../store/audit.ts";
import type { Database, WriteTx } from "../../store/database.ts";
import { findLink, findProvider } from "../../store/identity-providers.ts";
import { findOrganisation } from "../../store/organisations.ts";
import { spendToken, type Vouched } from "../../store/provider-sessions.ts";
import { findRememberedDevice } from "../../store/remembered-devices.ts";
import { updateProofTime } from "../../store/sessions.ts";
import { tellPerson, type Person, type PersonDependencies } from "../account-security/person.ts";
import { admit, type AdmitResult } from "../admit.ts";
import type { Visitor } from "../begin-session.ts";
import { hashDeviceToken } from "../device-token.ts";
import type { SecretBox } from "../secret-box.ts";
import { ATTEMPT_MINUTES, openAttempt, sealAttempt, type Attempt } from "./attempt.ts";
import { resolveIdentity, type ProvenIdentity } from "./identities.ts";
import { linkForPerson } from "./link-identity.ts";
import { OpenIdFailure, type OpenId, type OpenIdAnswer, type OpenIdRequest } from "./openid.ts";
import { openProviderSecret } from "./provider-secret.ts";

export interface SingleSignOnDependencies extends PersonDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  secrets: SecretBox;
  publicUrl: string;
  log: Log | undefined;
  /** Absent: nobody outside can be asked. */
  openId: OpenId | undefined;
}

/** What the paths of a provider begin with. */
export const SINGLE_SIGN_ON = "/sign-in/single-sign-on";

export function callbackUrl(publicUrl: string, providerId: number): string {
  return `${publicUrl}${SINGLE_SIGN_ON}/${providerId}/callback`;
}

export async function findOpenIdProvider(db: Database, id: number): Promise<OpenIdProvider | undefined> {
  const row = await db.read((tx) => findProvider(tx, id));
  const provider = row && readProvider(row);
  return provider?.kind === "openid" ? provider : undefined;
}

export type BeginResult =
  | { outcome: "begun"; url: string; cookie: string }
  | { outcome: "unavailable"; provider: string }
  | { outcome: "none" };

/** `person`: who is signed in, for all purposes but signing in. */
export async function beginSingleSignOn(
  dependencies: SingleSignOnDependencies,
  given: {
    providerId: number;
    purpose: Attempt["purpose"];
    person?: Person;
    next?: string;
    isPublicComputer?: boolean;
  },
): Promise<BeginResult> {
  const { db, clock, random, secrets, openId, log } = dependencies;
  const { providerId, purpose, person, next, isPublicComputer = false } = given;
  const provider = await findOpenIdProvider(db, providerId);
  if (!provider || !openId) return { outcome: "none" };
  if (person && person.organisation.id !== provider.organisationId) return { outcome: "none" };
  const [state, nonce, verifier] = [createToken(random), createToken(random), createToken(random)];
  const account = person?.account.id;
  const attempt = {
    provider: provider.id,
    state,
    nonce,
    verifier,
    purpose,
    account,
    next,
    isPublicComputer,
    begunAt: clock.now(),
  };
  try {
    const url = await openId.authorizationUrl(provider, requestOf(dependencies, attempt));
    return { outcome: "begun", url, cookie: sealAttempt(secrets, attempt) };
  } catch (error) {
    if (!(error instanceof OpenIdFailure)) throw error;
    log?.warn({ provider: provider.id, reason: error.message }, "an OpenID provider could not be asked");
    return { outcome: "unavailable", provider: provider.name };
  }
}

export type FinishResult =
  | (AdmitResult & { next: string | undefined })
  /** Answered twice, too late, in another browser, or not asked for. */
  | { outcome: "gone" }
  /** The provider said no, or what it said proves nothing. */
  | { outcome: "refused"; provider: string }
  | { outcome: "unavailable"; provider: string }
  /** Right over there, but nobody's account here: `subject` is what the desk links it by. */
  | { outcome: "unlinked"; provider: string; subject: string }
  | { outcome: "closed"; provider: string }
  | { outcome: "linked" | "notLinked" | "proven" | "notProven"; provider: string; next: string | undefined };

/** `person`: who is signed in in this browser, if anybody; `parameters`: the query of the answer. */
export async function finishSingleSignOn(
  dependencies: SingleSignOnDependencies,
  given: { providerId: number; cookie: string; parameters: URLSearchParams; visitor: Visitor; person?: Person },
): Promise<FinishResult> {
  const { db, clock, secrets, openId, log } = dependencies;
  const { providerId, cookie, parameters, visitor, person } = given;
  const attempt = openAttempt(secrets, clock, cookie);
  // Each provider has an address of its own to answer at: an answer of one is never taken for another's.
  if (attempt?.provider !== providerId || !openId) return { outcome: "gone" };
  if (parameters.get("state") !== attempt.state || !(await spendState(dependencies, attempt)))
    return { outcome: "gone" };
  const provider = await findOpenIdProvider(db, providerId);
  if (!provider) return { outcome: "gone" };
  const record = (tx: WriteTx, detail: AuditEvent["detail"]) =>
    recordFailure(tx, { provider, visitor, at: new Date(clock.now()), detail });
  let answer: OpenIdAnswer;
  try {
    const secret = openProviderSecret(secrets, provider);
    answer = await openId.redeem(provider, secret, requestOf(dependencies, attempt), parameters);
  } catch (error) {
    if (!(error instanceof OpenIdFailure)) throw error;
    log?.warn({ provider: providerId, kind: error.kind, reason: error.message }, "a single sign-on came to nothing");
    await db.write((tx) => record(tx, { reason: error.kind }));
    return { outcome: error.kind === "unavailable" ? "unavailable" : "refused", provider: provider.name };
  }
  const { isPublicComputer } = attempt;
  const end: End = { provider, attempt, answer, visitor: { ...visitor, isPublicComputer } };
  if (attempt.purpose === "sign-in") return signInAs(dependencies, end, record);
  // Whoever came back must still be the one who went.
  if (!person || person.account.id !== (attempt.account as AccountId)) return { outcome: "gone" };
  return attempt.purpose === "link" ? linkAs(dependencies, person, end) : proveAs(dependencies, person, end);
}

interface End {
  provider: OpenIdProvider;
  attempt: Attempt;
  answer: OpenIdAnswer;
  visitor: Visitor;
}

async function signInAs(
  dependencies: SingleSignOnDependencies,
  { provider, attempt, answer, visitor }: End,
  record: (tx: WriteTx, detail: AuditEvent["detail"]) => Promise<void>,
): Promise<FinishResult> {
  const { db, clock, secrets } = dependencies;
  const now = new Date(clock.now());
  const { name, settings } = provider;
  const identity = identityOf(provider, answer);
  const deviceHash = hashDeviceToken(visitor.deviceToken ?? "");
  return db.write(async (tx): Promise<FinishResult> => {
    const resolution = await resolveIdentity(tx, provider, { identity, visitor, now });
    if (resolution.outcome !== "account") {
      await record(tx, { reason: resolution.outcome, subject: identity.subject });
      return resolution.outcome === "closed"
        ? { outcome: "closed", provider: name }
        : { outcome: "unlinked", provider: name, subject: identity.subject };
    }
    const { account } = resolution;
    const organisation = await findOrganisation(tx, account.organisationId);
    if (!organisation) throw new Error("an account without an organisation");
    const vouched: Vouched = {
      providerId: provider.id,
      issuer: answer.issuer,
      subject: answer.subject,
      sid: answer.sid,
      idToken: settings.signOutThere ? secrets.seal(Buffer.from(answer.idToken), ID_TOKEN_CONTEXT) : null,
      provenAt: answer.authenticatedAt && new Date(Math.min(answer.authenticatedAt.getTime(), now.getTime())),
    };
    const admitted = await admit(tx, dependencies, {
      account,
      policies: readPolicies(organisation.settings),
      security: readSecurityPolicy(organisation.settings),
      visitor,
      next: attempt.next,
      rememberedDevice:
        deviceHash && (await findRememberedDevice(tx, { tokenHash: deviceHash, accountId: account.id, now })),
      vouched,
      by: { method: "single sign-on", provider: name, coversSecondStep: coversSecondStep(provider, answer) },
    });
    return { ...admitted, next: attempt.next };
  });
}

export const ID_TOKEN_CONTEXT = "id_token of a session";

function coversSecondStep({ settings }: OpenIdProvider, { amr, acr }: OpenIdAnswer): boolean {
  const isTrusted = amr.some((method) => settings.trustedAmr.includes(method));
  return isTrusted || (acr !== undefined && settings.trustedAcr.includes(acr));
}

async function linkAs(
  dependencies: SingleSignOnDependencies,
  person: Person,
  { provider, attempt, answer }: End,
): Promise<FinishResult> {
  const { next } = attempt;
  // The proof of who is signed in here may have grown old on the way.
  if (!person.isProven) return { outcome: "notLinked", provider: provider.name, next };
  const linked = await linkForPerson(dependencies, person, { provider, identity: identityOf(provider, answer) });
  if (linked) await tellPerson(dependencies, person, { kind: "identityLinked", detail: provider.name });
  return { outcome: linked ? "linked" : "notLinked", provider: provider.name, next };
}

/** Only a proof that is younger than the question, of the identity that is linked to the account. */
async function proveAs(
  { db, clock }: SingleSignOnDependencies,
  person: Person,
  { provider, attempt, answer, visitor }: End,
): Promise<FinishResult> {
  const { account, sessionHash } = person;
  const { issuer, subject, authenticatedAt } = answer;
  const now = new Date(clock.now());
  const proven = await db.write(async (tx) => {
    const link = await findLink(tx, { providerId: provider.id, issuer, subject });
    const isFresh = authenticatedAt !== null && authenticatedAt.getTime() >= attempt.begunAt - CLOCKS_APART_MS;
    const right = link?.accountId === account.id && isFresh;
    if (right) await updateProofTime(tx, sessionHash, now);
    await insertAuditEvent(tx, {
      at: now,
      organisationId: account.organisationId,
      actorAccountId: account.id,
      subjectAccountId: account.id,
      action: "stepUp",
      outcome: right ? "success" : "failure",
      networkAddress: visitor.networkAddress,
      device: visitor.device.slice(0, 200),
      detail: { method: "single sign-on", provider: provider.name },
    });
    return right;
  });
  return { outcome: proven ? "proven" : "notProven", provider: provider.name, next: attempt.next };
}

/** How far the provider's clock may be from ours. */
const CLOCKS_APART_MS = 30_000;

function identityOf(
  { settings: { linkBy } }: OpenIdProvider,
  { issuer, subject, claims }: OpenIdAnswer,
): ProvenIdentity {
  const value = linkBy === undefined ? undefined : claims[linkBy];
  const number = typeof value === "string" ? value.trim().slice(0, 100) : undefined;
  return { issuer, subject, number };
}

function requestOf({ publicUrl }: SingleSignOnDependencies, attempt: Omit<Attempt, "begunAt">): OpenIdRequest {
  const { provider, state, nonce, verifier, purpose } = attempt;
  return { redirectUri: callbackUrl(publicUrl, provider), state, nonce, verifier, again: purpose === "prove" };
}

/** Of two answers with one state the second is worth nothing, whatever came of the first. */
async function spendState({ db, clock }: SingleSignOnDependencies, { state }: Attempt): Promise<boolean> {
  const key = createHash("sha256").update(state).digest();
  const expiresAt = new Date(clock.now() + 2 * ATTEMPT_MINUTES * 60_000);
  return db.write((tx) => spendToken(tx, { purpose: "state", key, expiresAt }));
}

async function recordFailure(
  tx: WriteTx,
  given: { provider: OpenIdProvider; visitor: Visitor; at: Date; detail: AuditEvent["detail"] },
): Promise<void> {
  const { provider, visitor, at, detail } = given;
  await insertAuditEvent(tx, {
    at,
    organisationId: provider.organisationId,
    action: "signIn",
    outcome: "failure",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    detail: { method: "single sign-on", provider: provider.name, ...detail },
  });
}
