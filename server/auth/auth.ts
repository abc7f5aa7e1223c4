// The verbs of proving who one is, wired together.

import type { Clock } from "../base/clock.ts";
import type { AccountId, RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { OpenDirectory } from "../base/directory-server.ts";
import type { OutboundFetch } from "../base/outbound-fetch.ts";
import { createRateLimit } from "../base/rate-limit.ts";
import { createSemaphore } from "../base/semaphore.ts";
import { createWorkingCalendars, type WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import type { Database } from "../store/database.ts";
import { findAccountNotices, type AccountNotices } from "./account-notices.ts";
import type { PersonDependencies } from "./account-security/person.ts";
import {
  isSignedIn,
  proveByAppPassword,
  proveByCookie,
  proveByHeader,
  type ProofDependencies,
} from "./authenticate.ts";
import type { DayDependencies } from "./desk/organisation-days.ts";
import { ownCookie, type LastingCookie } from "./device-token.ts";
import type { Messenger } from "./messenger.ts";
import { createPasswordHasher, createPasswordTurns, type PasswordHasher } from "./password-hash.ts";
import { createStrengthEstimator } from "./password-policy/estimate-strength.ts";
import type { PreviewDependencies } from "./password-preview.ts";
import { createPrincipalCache, type PrincipalCache } from "./principal-cache.ts";
import type { Principal, Scope } from "./principal.ts";
import type { ResetDependencies } from "./recovery/reset-link.ts";
import type { NewPasswordStepDependencies } from "./second-step/new-password-step.ts";
import { createSecretBox, SECRET_KEY_BYTES } from "./secret-box.ts";
import { readCookie, sessionCookie, type SessionCookie } from "./session-cookie.ts";
import type { DirectoryDependencies } from "./single-sign-on/directory-password.ts";
import { createOpenId } from "./single-sign-on/openid.ts";
import type { SingleSignOnDependencies } from "./single-sign-on/openid-sign-in.ts";
import {
  signIn,
  signInWithNewPassword,
  type NewPasswordRequest,
  type SignInDependencies,
  type SignInRequest,
  type SignInResult,
} from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

export interface Auth {
  /**
   * The principal of a request by its headers: `Authorization` (Basic with address and app password, Bearer with app
   * password) or else the session cookie. Undefined when they prove nothing. Pass a cookie only when the request was
   * found to come from our own pages. `isUnattended`: nobody asked for it, so it is no use of the session.
   */
  authenticate(
    credentials: { authorization?: string; cookie?: string; isUnattended?: boolean },
    networkAddress: string,
  ): Promise<Principal | undefined>;
  /** The account of an app password that may be used for `scope`; undefined whatever is wrong. */
  verifyAppPassword(
    username: string,
    secret: string,
    scope: Scope,
    networkAddress: string,
  ): Promise<{ accountId: AccountId } | undefined>;
  /** Rejects with SemaphoreFull when too many sign in at once. */
  signIn(request: SignInRequest): Promise<SignInResult>;
  signInWithNewPassword(request: NewPasswordRequest): Promise<SignInResult>;
  /** Whether a Cookie header names a session that goes on. Unlike `authenticate` this is no use of it. */
  isSignedIn(cookie: string | undefined): Promise<boolean>;
  /** Ends the session of a Cookie header, if it names one. */
  signOut(request: { cookie?: string; networkAddress: string; device: string }): Promise<void>;
  /** The session token in a Cookie header. */
  readToken(cookie: string | undefined): string | undefined;
  readonly cookie: SessionCookie;
  /**
   * Of a remembered browser, of the step between password and session, of a link to a new password, of a public computer, of a
   * single sign-on on its way.
   */
  readonly ownCookies: Readonly<
    Record<"device" | "pending" | "reset" | "publicComputer" | "singleSignOn", LastingCookie>
  >;
  /** What the verbs of each part take first: second-step/, recovery/, account-security/ and desk/, single-sign-on/. */
  readonly steps: NewPasswordStepDependencies;
  readonly recovery: ResetDependencies;
  readonly person: PersonDependencies;
  readonly singleSignOn: SingleSignOnDependencies;
  /** Of the working days of an organisation. */
  readonly days: DayDependencies;
  /** To be told of what else ends a proof, such as a job. */
  readonly cache: PrincipalCache;
  /** What the application tells its person beside their mail. */
  findNotices(principal: Principal): Promise<AccountNotices>;
  /** How many wait until a password is hashed. */
  readonly passwordsWaiting: number;
  /** What the meter of a new password asks. */
  readonly preview: PreviewDependencies;
  /** Calls `listener` when something in this process has ended a session, or may have ended some of an account: streams can be closed. */
  onSessionEnd: PrincipalCache["onForget"];
}

export interface AuthDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  publicUrl: string;
  /** Absent: argon2id with slots of its own. */
  hasher?: PasswordHasher;
  /** Of the secret box (open-secret-key.ts). Absent, as in tests: one that lasts as long as the process. */
  secretKey?: Uint8Array;
  /** Absent: nobody is written to, and there are no recovery channels. */
  messenger?: Messenger;
  log?: Log;
  /** Absent: calendars of its own. */
  calendars?: WorkingCalendars;
  /** To OpenID providers and directories; absent: none can be asked. */
  outward?: { fetch: OutboundFetch; openDirectory: OpenDirectory };
}

const DEVICE_COOKIE_SECONDS = 400 * 86_400;
const RESET_COOKIE_SECONDS = 4 * 3600;
const SINGLE_SIGN_ON_COOKIE_SECONDS = 600;
/** Questions to directories at once, and how many more wait. */
const DIRECTORY_SLOTS = { limit: 32, maxWaiting: 500 };

export function createAuth(given: AuthDependencies): Auth {
  const { db, clock, random, publicUrl, messenger, log, outward } = given;
  const calendars = given.calendars ?? createWorkingCalendars({ db, clock });
  const estimator = createStrengthEstimator();
  const secrets = createSecretBox(given.secretKey ?? random(SECRET_KEY_BYTES), random);
  const turns = createPasswordTurns();
  const hasher = given.hasher ?? createPasswordHasher({ random, clock, turns });
  const cache = createPrincipalCache({ clock });
  const cookie = sessionCookie(publicUrl);
  const proofs: ProofDependencies = {
    db,
    clock,
    cache,
    calendars,
    failures: createRateLimit({ capacity: 100, refillPerSecond: 1, clock }),
  };
  const openId = outward && createOpenId({ fetch: outward.fetch, clock });
  const slots = createSemaphore(DIRECTORY_SLOTS);
  const directories: DirectoryDependencies = { openDirectory: outward?.openDirectory, slots, secrets, random };
  const signingIn: SignInDependencies = {
    db,
    clock,
    random,
    hasher,
    secrets,
    estimator,
    calendars,
    directories,
    log,
  };

  const shared = { db, clock, random, secrets, messenger, publicUrl };
  const passwords = { hasher, estimator };
  const person: PersonDependencies = { ...shared, ...passwords, cache, directories };

  return {
    cookie,
    ownCookies: {
      device: ownCookie(publicUrl, "device", DEVICE_COOKIE_SECONDS),
      pending: ownCookie(publicUrl, "pending"),
      reset: ownCookie(publicUrl, "reset", RESET_COOKIE_SECONDS),
      publicComputer: ownCookie(publicUrl, "public"),
      singleSignOn: ownCookie(publicUrl, "single-sign-on", SINGLE_SIGN_ON_COOKIE_SECONDS),
    },
    steps: { ...shared, ...passwords, cache },
    recovery: { ...shared, ...passwords, log, cache },
    person,
    singleSignOn: { ...person, openId, log },
    days: { db, clock, calendars },
    cache,
    findNotices: (principal) => findAccountNotices({ db, clock, calendars }, principal),
    preview: { db, clock, secrets, estimator, previews: createRateLimit({ capacity: 60, refillPerSecond: 2, clock }) },
    get passwordsWaiting() {
      return turns.waiting;
    },
    readToken: (header) => readCookie(header, cookie.name),
    async authenticate(credentials, networkAddress) {
      if (credentials.authorization !== undefined) {
        const principal = await proveByHeader(proofs, credentials.authorization, networkAddress);
        return principal?.scopes.includes("jmap") ? principal : undefined;
      }
      if (credentials.cookie === undefined) return undefined;
      return proveByCookie(proofs, { header: credentials.cookie, name: cookie.name, ...credentials });
    },
    isSignedIn: async (header) => header !== undefined && isSignedIn(proofs, header, cookie.name),
    async verifyAppPassword(username, secret, scope, networkAddress) {
      const principal = await proveByAppPassword(proofs, { username, secret, networkAddress });
      return principal?.scopes.includes(scope) ? { accountId: principal.accountId } : undefined;
    },
    signIn: (request) => signIn(signingIn, request),
    async signInWithNewPassword(request) {
      const result = await signInWithNewPassword(signingIn, request);
      if (result.outcome === "signedIn") cache.forget({ accountId: result.account.id });
      return result;
    },
    async signOut({ cookie: header, networkAddress, device }) {
      const token = readCookie(header, cookie.name);
      if (token === undefined) return;
      const sessionHash = await signOut({ db, clock }, { token, networkAddress, device });
      if (sessionHash !== undefined) cache.forget({ sessionHash });
    },
    onSessionEnd: cache.onForget,
  };
}
