// Who a request speaks for, by what it carries.

import { hash } from "node:crypto";

import type { Clock } from "../base/clock.ts";
import { networkKey } from "../base/network.ts";
import type { RateLimit } from "../base/rate-limit.ts";
import { readPolicies } from "../organisation/policies.ts";
import type { WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import { findAppPasswordHolder, touchAppPassword } from "../store/app-passwords.ts";
import type { Database } from "../store/database.ts";
import { findPasswordHolder, type PasswordHolder } from "../store/password-lifetimes.ts";
import { findSessionHolder, touchSession } from "../store/sessions.ts";
import { hashAppPassword } from "./app-password.ts";
import { findAccountByName } from "./find-account.ts";
import { readLifetimeRules } from "./lifetime-rules.ts";
import type { PrincipalCache } from "./principal-cache.ts";
import { SCOPES, type Principal, type Scope } from "./principal.ts";
import { readCookie } from "./session-cookie.ts";
import { idleLimitsOf, isSessionIdle } from "./session-limits.ts";
import { hashSessionToken } from "./session-token.ts";

export interface ProofDependencies {
  db: Database;
  clock: Clock;
  cache: PrincipalCache;
  calendars: WorkingCalendars;
  /** Wrong app passwords by network address. */
  failures: RateLimit;
}

/** A use is written down at most this often. */
const TOUCH_INTERVAL_MS = 60_000;

/** `Authorization: Basic` (RFC 7617 §2: address and app password) or `Bearer` (RFC 6750 §2.1: app password), for what `scope` allows. */
export async function proveByHeader(
  dependencies: ProofDependencies,
  authorization: string,
  networkAddress: string,
): Promise<Principal | undefined> {
  const [, scheme = "", value = ""] = /^(basic|bearer) +(\S+) *$/i.exec(authorization.slice(0, 2048)) ?? [];
  if (scheme.toLowerCase() === "bearer") return proveByAppPassword(dependencies, { secret: value, networkAddress });
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) return undefined;
  const [username, secret] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  return proveByAppPassword(dependencies, { username, secret, networkAddress });
}

export async function proveByAppPassword(
  dependencies: ProofDependencies,
  shown: { username?: string; secret: string; networkAddress: string },
): Promise<Principal | undefined> {
  const { db, clock, cache, failures } = dependencies;
  const { username, secret, networkAddress } = shown;
  const secretHash = hashAppPassword(secret);
  if (secretHash === undefined) return undefined;
  const key = hash("sha256", `${secretHash.toString("hex")}\0${username ?? ""}`);
  const known = cache.get(key);
  if (known) return known;
  const peer = networkKey(networkAddress);
  if (failures.waitMs(peer) > 0) return undefined;
  const now = new Date(clock.now());
  const { holder, named, password } = await db.read(async (tx) => {
    const found = await findAppPasswordHolder(tx, secretHash, now);
    // Of a wrong one nothing more is looked up, so the time says nothing of the name.
    return {
      holder: found,
      named: found && username !== undefined ? await findAccountByName(tx, username) : undefined,
      password: found && (await findPasswordHolder(tx, found.accountId)),
    };
  });
  const isOthers = username !== undefined && named?.id !== holder?.accountId;
  if (holder === undefined || isOthers || (await isOver(dependencies, holder, password))) {
    failures.take(peer);
    return undefined;
  }
  if (isOld(holder.lastUsedAt, now)) await db.write((tx) => touchAppPassword(tx, holder.id, now));
  const { accountId, organisationId, kind, role } = holder;
  const scopes = SCOPES.filter((scope): scope is Scope => holder.scopes.includes(scope));
  const principal: Principal = { accountId, organisationId, kind, role, scopes, via: "app-password" };
  cache.put(key, principal);
  return principal;
}

/** The session of the cookie, unless it has been idle too long. It is used by this, unless nobody attends to the request. */
export async function proveByCookie(
  dependencies: ProofDependencies,
  { header, name, isUnattended = false }: { header: string; name: string; isUnattended?: boolean },
): Promise<Principal | undefined> {
  const { db, clock, cache } = dependencies;
  const tokenHash = hashSessionToken(readCookie(header, name) ?? "");
  if (tokenHash === undefined) return undefined;
  const sessionHash = tokenHash.toString("hex");
  const known = cache.get(sessionHash);
  if (known) return known;
  const now = new Date(clock.now());
  const { holder, password } = await db.read(async (tx) => {
    const found = await findSessionHolder(tx, tokenHash, now);
    return { holder: found, password: found && (await findPasswordHolder(tx, found.accountId)) };
  });
  if (holder === undefined || (await isOver(dependencies, holder, password))) return undefined;
  const { accountId, organisationId, kind, role, isPublicComputer, lastUsedAt, closingAt } = holder;
  if (isSessionIdle(holder, idleLimitsOf(readPolicies(holder.settings).session, now.getTime()))) return undefined;
  if (closingAt || (!isUnattended && isOld(lastUsedAt, now))) await db.write((tx) => touchSession(tx, tokenHash, now));
  const who = { accountId, organisationId, kind, role };
  const principal: Principal = { ...who, scopes: ["jmap"], via: "session", sessionHash, isPublicComputer };
  cache.put(sessionHash, principal);
  return principal;
}

/** Whether the cookie names a session that goes on; asking is no use of it. */
export async function isSignedIn(
  { db, clock }: Pick<ProofDependencies, "db" | "clock">,
  cookieHeader: string,
  cookieName: string,
): Promise<boolean> {
  const tokenHash = hashSessionToken(readCookie(cookieHeader, cookieName) ?? "");
  if (tokenHash === undefined) return false;
  const now = clock.now();
  const holder = await db.read((tx) => findSessionHolder(tx, tokenHash, new Date(now)));
  return holder !== undefined && !isSessionIdle(holder, idleLimitsOf(readPolicies(holder.settings).session, now));
}

/** R63: past the grace nothing opens the account any more, whether the sweep has run or not. */
async function isOver(
  { calendars, clock }: ProofDependencies,
  { organisationId: id, settings }: Pick<Principal, "organisationId"> & { settings: Record<string, unknown> },
  password: PasswordHolder | undefined,
): Promise<boolean> {
  if (!password) return false;
  const rules = await readLifetimeRules({ id, settings }, { calendars, clock });
  return rules.lifetimeOf(password)?.state === "over";
}

function isOld(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > TOUCH_INTERVAL_MS;
}
