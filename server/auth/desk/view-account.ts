// What the service desk sees of an account: why its person cannot sign in. Nothing of their mail, and no secret.

import type { Clock } from "../../base/clock.ts";
import type { AccountId } from "../../base/ids.ts";
import { readSecurityPolicy } from "../../organisation/security-policy.ts";
import { findAccount, searchAccounts, type Account } from "../../store/accounts.ts";
import {
  findDeletionRequest,
  hasViewed,
  insertAuditEvent,
  listFailedAttempts,
  type AuditEntry,
} from "../../store/audit.ts";
import type { Database, WriteTx } from "../../store/database.ts";
import { findPasswordHolder } from "../../store/password-lifetimes.ts";
import { findPassword } from "../../store/passwords.ts";
import { listPresentLocks, type SignInLock } from "../../store/sign-in-attempts.ts";
import { countFactors, type Factors } from "../../store/second-factors.ts";
import type { Person } from "../account-security/person.ts";
import { hasSecondFactor } from "../admit.ts";
import { findAccountByName } from "../find-account.ts";
import { loadLifetimeRules } from "../lifetime-rules.ts";
import { loadWays } from "../single-sign-on/local-sign-in.ts";
import type { PasswordLifetime } from "../password-lifetime.ts";

/** What stands between the person and their mail; the first ones keep them out, the last are only a step more. */
export type Obstacle =
  /** A unit mailbox: people act for it with their own accounts. */
  | { kind: "unit" }
  | { kind: "disabled" }
  | { kind: "noPassword" }
  /** The organisation's provider or directory knows the password, if the person has one. */
  | { kind: "provider"; names: string[]; isLinked: boolean }
  /** The grace is over. */
  | { kind: "over"; lifetime: PasswordLifetime }
  | { kind: "locked"; lock: SignInLock }
  | { kind: "slipTooOld"; since: Date }
  | { kind: "mustChange"; until: Date | null }
  | { kind: "expired"; lifetime: PasswordLifetime }
  | { kind: "noSecondFactor" };

export interface DeskView {
  account: Account;
  obstacles: Obstacle[];
  lifetime: PasswordLifetime | undefined;
  passwordChangedAt: Date | undefined;
  factors: Factors;
  /** Wrong attempts and locks of the last weeks, the newest first. */
  failures: AuditEntry[];
  /** When the person asked that their data be deleted. */
  deletionRequestedAt: Date | undefined;
  /** Why this member of the desk may do nothing here. */
  refusal: DeskRefusal | undefined;
}

export type DeskRefusal = "self" | "administratorsOnly";

const MOST = 25;
const MOST_FAILURES = 20;
const FAILURES_MS = 30 * 86_400_000;
/** Going back and forth between the page and its buttons is one look. */
const ONE_LOOK_MS = 10 * 60_000;
const MIN_LENGTH = 2;

/** By what the person types when signing in, or by a part of name, address or NIP. Of the officer's own organisation only. */
export async function findDeskAccounts({ db }: { db: Database }, officer: Person, typed: string): Promise<Account[]> {
  const text = typed.trim().slice(0, 200);
  if (text.length < MIN_LENGTH) return [];
  const { id } = officer.organisation;
  return db.read(async (tx) => {
    const exact = await findAccountByName(tx, text);
    if (exact?.organisationId === id) return [exact];
    return searchAccounts(tx, id, { text, limit: MOST });
  });
}

/** Undefined when there is none, or it belongs to another organisation. That somebody looked is in the audit trail. */
export async function viewDeskAccount(
  { db, clock }: { db: Database; clock: Clock },
  officer: Person,
  accountId: AccountId,
): Promise<DeskView | undefined> {
  const now = new Date(clock.now());
  const { organisation } = officer;
  return db.write(async (tx) => {
    const account = await findAccount(tx, accountId);
    if (account?.organisationId !== organisation.id) return undefined;
    const password = await findPassword(tx, accountId);
    const holder = await findPasswordHolder(tx, accountId);
    const lifetime = holder && (await loadLifetimeRules(tx, organisation, clock)).lifetimeOf(holder);
    const locks = await listPresentLocks(tx, accountId, now);
    const isRequired = readSecurityPolicy(organisation.settings).secondFactor[account.role] === "required";
    const isMissing = isRequired && !(await hasSecondFactor(tx, account));
    const obstacles: Obstacle[] = [];
    if (account.kind === "unit") obstacles.push({ kind: "unit" });
    if (account.state === "disabled") obstacles.push({ kind: "disabled" });
    const { local, providers, links } = await loadWays(tx, account);
    const names = providers.map(({ name }) => name);
    if (!local && account.kind === "person") obstacles.push({ kind: "provider", names, isLinked: links.length > 0 });
    else if (!password && account.kind === "person") obstacles.push({ kind: "noPassword" });
    if (lifetime?.state === "over") obstacles.push({ kind: "over", lifetime });
    for (const lock of locks) obstacles.push({ kind: "locked", lock });
    const until = password?.expiresAt ?? null;
    if (!local) {
      // Nothing of a password that opens nothing stands in the way.
    } else if (password?.mustChange && until && until <= now) obstacles.push({ kind: "slipTooOld", since: until });
    else if (password?.mustChange) obstacles.push({ kind: "mustChange", until });
    else if (lifetime?.state === "expired") obstacles.push({ kind: "expired", lifetime });
    if (isMissing && password) obstacles.push({ kind: "noSecondFactor" });
    const factors = await countFactors(tx, accountId);
    const passwordChangedAt = password?.changedAt;
    const since = new Date(now.getTime() - FAILURES_MS);
    const failures = await listFailedAttempts(tx, accountId, { since, limit: MOST_FAILURES });
    const deletionRequestedAt = await findDeletionRequest(tx, accountId);
    await recordLook(tx, officer, { account, now });
    const refusal = refuseDesk(officer.account, account);
    return { account, obstacles, lifetime, passwordChangedAt, factors, failures, deletionRequestedAt, refusal };
  });
}

async function recordLook(
  tx: WriteTx,
  { account: officer, visitor }: Person,
  { account, now }: { account: Account; now: Date },
): Promise<void> {
  if (officer.id === account.id) return;
  const who = { actorAccountId: officer.id, subjectAccountId: account.id };
  if (await hasViewed(tx, { ...who, since: new Date(now.getTime() - ONE_LOOK_MS) })) return;
  const { networkAddress } = visitor;
  const { organisationId } = account;
  const event = { ...who, at: now, organisationId, networkAddress, device: visitor.device.slice(0, 200) };
  await insertAuditEvent(tx, { ...event, action: "accountView", outcome: "success" });
}

/** Nobody acts on themselves, and only administrators on those who have power over others. */
export function refuseDesk(officer: Account, account: Account): DeskRefusal | undefined {
  if (officer.id === account.id) return "self";
  const isPowerful = account.role === "administrator" || account.role === "service-desk";
  return isPowerful && officer.role !== "administrator" ? "administratorsOnly" : undefined;
}
