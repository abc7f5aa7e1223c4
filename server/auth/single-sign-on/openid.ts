// OpenID Connect Core 1.0 as a relying party: discovery, the authorisation code with PKCE (RFC 7636), what an id_token must hold,
// logout tokens (OpenID Connect Back-Channel Logout 1.0). Knows nothing of accounts. What a provider sends is never logged.

import { jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import * as oauth from "oauth4webapi";
import * as z from "zod";

import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { OutboundFetch } from "../../base/outbound-fetch.ts";
import type { OpenIdProvider } from "../../organisation/single-sign-on.ts";
import { createKeySet } from "./key-set.ts";

export interface OpenIdAnswer {
  issuer: string;
  subject: string;
  sid: string | null;
  idToken: string;
  /** When the person proved who they are over there; null: the provider does not say. */
  authenticatedAt: Date | null;
  amr: readonly string[];
  acr: string | undefined;
  claims: Readonly<Record<string, unknown>>;
}

export interface OpenIdRequest {
  redirectUri: string;
  state: string;
  nonce: string;
  verifier: string;
  /** The person shows again who they are, whatever session they have over there. */
  again: boolean;
}

export interface LogoutToken {
  issuer: string;
  subject: string | undefined;
  sid: string | undefined;
  jti: string;
  issuedAt: Date;
}

export interface OpenId {
  /** Where the browser is sent to. */
  authorizationUrl(provider: OpenIdProvider, request: OpenIdRequest): Promise<string>;
  /** Checks the answer at `redirectUri` and exchanges its code. */
  redeem(
    provider: OpenIdProvider,
    secret: string | undefined,
    request: OpenIdRequest,
    answer: URLSearchParams,
  ): Promise<OpenIdAnswer>;
  readLogoutToken(provider: OpenIdProvider, token: string): Promise<LogoutToken>;
  /** Undefined when the provider has no such page. */
  signOutUrl(provider: OpenIdProvider, idToken: string | undefined, back: string): Promise<string | undefined>;
  /** Sentences on what the provider offers and on what is wrong with it. */
  examine(provider: OpenIdProvider): Promise<{ found: string[]; problems: string[] }>;
}

/** `unavailable`: there was no answer. `refused`: the provider said no to the person. `invalid`: the answer proves nothing. */
export class OpenIdFailure extends Error {
  override readonly name = "OpenIdFailure";
  readonly kind: "unavailable" | "refused" | "invalid";
  constructor(kind: OpenIdFailure["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

const METADATA_MS = 10 * 60_000;
const TOLERANCE_SECONDS = 30;
const LOGOUT_TOKEN_SECONDS = 300;
const LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

interface Known {
  server: oauth.AuthorizationServer;
  keys: JWTVerifyGetKey;
  at: number;
}

export function createOpenId({ fetch, clock }: { fetch: OutboundFetch; clock: Clock }): OpenId {
  const known = new Map<string, Promise<Known>>();

  const optionsOf = ({ settings }: OpenIdProvider) => ({
    [oauth.customFetch]: (url: string, options: oauth.CustomFetchOptions<string, unknown>) =>
      fetch(url, { ...options, body: options.body as RequestInit["body"] }),
    [oauth.allowInsecureRequests]: settings.plain,
  });

  async function discover(provider: OpenIdProvider): Promise<Known> {
    const issuer = new URL(provider.settings.issuer);
    const options = optionsOf(provider);
    const response = await oauth.discoveryRequest(issuer, options);
    const server = await oauth.processDiscoveryResponse(issuer, response);
    const load = () => loadKeys(provider, server.jwks_uri);
    return { server, keys: createKeySet({ load, clock }), at: clock.now() };
  }

  async function loadKeys(provider: OpenIdProvider, address: string | undefined): Promise<JSONWebKeySet> {
    const url = URL.parse(address ?? "");
    if (!url) throw new OpenIdFailure("invalid", "the provider names no keys (jwks_uri)");
    oauth.checkProtocol(url, !provider.settings.plain);
    const response = await fetch(url.href, { method: "GET", headers: { accept: "application/json" } });
    if (response.status !== 200)
      throw new OpenIdFailure("unavailable", `the keys were answered with ${response.status}`);
    return jwkSetSchema.parse(await response.json());
  }

  /** What the provider says of itself, kept for some minutes. The keys stay with it: their limits outlive it. */
  async function find(provider: OpenIdProvider): Promise<Known> {
    const key = `${provider.id} ${provider.changedAt.getTime()}`;
    const present = await known.get(key)?.catch(() => undefined);
    if (present && clock.now() - present.at < METADATA_MS) return present;
    const next = discover(provider).then((found) =>
      present?.server.jwks_uri === found.server.jwks_uri ? { ...found, keys: present?.keys ?? found.keys } : found,
    );
    for (const other of known.keys()) if (other.startsWith(`${provider.id} `)) known.delete(other);
    known.set(key, next);
    next.catch(() => known.delete(key));
    return next;
  }

  const clientOf = ({ settings }: OpenIdProvider): oauth.Client => ({
    client_id: settings.clientId,
    [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1000),
    [oauth.clockTolerance]: TOLERANCE_SECONDS,
  });

  return {
    authorizationUrl: (provider, { redirectUri, state, nonce, verifier, again }) =>
      guard(async () => {
        const { server } = await find(provider);
        const { clientId, scopes, askAcr, plain } = provider.settings;
        const url = URL.parse(server.authorization_endpoint ?? "");
        if (!url) throw new OpenIdFailure("invalid", "the provider names no page to sign in (authorization_endpoint)");
        oauth.checkProtocol(url, !plain);
        const parameters = {
          client_id: clientId,
          redirect_uri: redirectUri,
          response_type: "code",
          scope: [...new Set(["openid", ...scopes])].join(" "),
          state,
          nonce,
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
          ...(askAcr.length > 0 && { acr_values: askAcr.join(" ") }),
          ...(again && { prompt: "login", max_age: "0" }),
        };
        for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
        return url.href;
      }),

    redeem: (provider, secret, { redirectUri, state, nonce, verifier }, answer) =>
      guard(async () => {
        const { server, keys } = await find(provider);
        const algorithms = algorithmsOf(provider, server);
        // What the library checks the id_token against is our list, not the provider's.
        const checked = { ...server, id_token_signing_alg_values_supported: algorithms };
        const client = clientOf(provider);
        // The state, and the issuer that the answer names (RFC 9207 §2.4): it must be the one that was asked.
        const parameters = oauth.validateAuthResponse(checked, client, answer, state);
        const response = await oauth.authorizationCodeGrantRequest(
          checked,
          client,
          authenticationOf(provider, secret),
          parameters,
          redirectUri,
          verifier,
          optionsOf(provider),
        );
        const options = { expectedNonce: nonce, requireIdToken: true };
        const tokens = await oauth.processAuthorizationCodeResponse(checked, client, response, options);
        const claims = oauth.getValidatedIdTokenClaims(tokens);
        const idToken = tokens.id_token;
        if (!claims || idToken === undefined) throw new OpenIdFailure("invalid", "there is no id_token");
        // The library leaves the signature of a token that came over TLS from the provider itself; we do not.
        await jwtVerify(idToken, keys, {
          algorithms,
          issuer: server.issuer,
          audience: provider.settings.clientId,
          currentDate: new Date(clock.now()),
          clockTolerance: TOLERANCE_SECONDS,
          requiredClaims: ["sub", "exp", "iat"],
        });
        return toAnswer(provider, claims, idToken);
      }),

    readLogoutToken: (provider, token) =>
      guard(async () => {
        const { server, keys } = await find(provider);
        const { payload, protectedHeader } = await jwtVerify(token, keys, {
          algorithms: algorithmsOf(provider, server),
          issuer: server.issuer,
          audience: provider.settings.clientId,
          currentDate: new Date(clock.now()),
          clockTolerance: TOLERANCE_SECONDS,
          maxTokenAge: LOGOUT_TOKEN_SECONDS,
          requiredClaims: ["iat", "exp", "jti"],
        });
        // Back-Channel Logout 1.0 §2.6: an id_token must not pass for one.
        const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, "") ?? "logout+jwt";
        if (type !== "logout+jwt" && type !== "jwt") throw new OpenIdFailure("invalid", "this is no logout token");
        const claims = logoutSchema.parse(payload);
        if ("nonce" in payload) throw new OpenIdFailure("invalid", "a logout token has no nonce");
        if (claims.sub === undefined && claims.sid === undefined) {
          throw new OpenIdFailure("invalid", "a logout token names a person or a session");
        }
        const issuedAt = new Date(claims.iat * 1000);
        return { issuer: provider.settings.issuer, subject: claims.sub, sid: claims.sid, jti: claims.jti, issuedAt };
      }),

    signOutUrl: (provider, idToken, back) =>
      guard(async () => {
        const { server } = await find(provider);
        const url = URL.parse(server.end_session_endpoint ?? "");
        if (!url) return undefined;
        oauth.checkProtocol(url, !provider.settings.plain);
        url.searchParams.set("client_id", provider.settings.clientId);
        url.searchParams.set("post_logout_redirect_uri", back);
        if (idToken !== undefined) url.searchParams.set("id_token_hint", idToken);
        return url.href;
      }),

    examine: (provider) =>
      guard(async () => {
        const { server } = await discover(provider);
        const keys = await loadKeys(provider, server.jwks_uri);
        return describeServer(provider, server, keys.keys.length);
      }),
  };
}

const jwkSetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(50) });

const logoutSchema = z.object({
  iat: z.number(),
  jti: z.string().min(1).max(500),
  sub: z.string().min(1).max(500).optional(),
  sid: z.string().min(1).max(500).optional(),
  events: z.looseObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
});

const answerSchema = z.looseObject({
  sub: z.string().min(1).max(500),
  sid: z.string().max(500).optional(),
  auth_time: z.number().nonnegative().optional(),
  amr: z.array(z.string()).max(50).optional(),
  acr: z.string().optional(),
});

/** The issuer as it stands in the settings: the same as in the token, but for how an address can be spelt. */
function toAnswer({ settings }: OpenIdProvider, claims: unknown, idToken: string): OpenIdAnswer {
  const { sub, sid, auth_time: at, amr = [], acr, ...others } = answerSchema.parse(claims);
  const authenticatedAt = at === undefined ? null : new Date(at * 1000);
  return {
    issuer: settings.issuer,
    subject: sub,
    sid: sid ?? null,
    idToken,
    authenticatedAt,
    amr,
    acr,
    claims: others,
  };
}

/** Those of our list that the provider signs with; without a word of its own it is RS256 (Discovery 1.0 §3). */
function algorithmsOf({ settings }: OpenIdProvider, server: oauth.AuthorizationServer): string[] {
  const offered = server.id_token_signing_alg_values_supported ?? ["RS256"];
  const common = settings.algorithms.filter((algorithm) => offered.includes(algorithm));
  if (common.length === 0) throw new OpenIdFailure("invalid", `it signs with ${offered.join(", ")} only`);
  return common;
}

function authenticationOf({ settings }: OpenIdProvider, secret = ""): oauth.ClientAuth {
  if (settings.clientAuthentication === "none") return oauth.None();
  return settings.clientAuthentication === "post" ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}

function describeServer(
  provider: OpenIdProvider,
  server: oauth.AuthorizationServer,
  keys: number,
): { found: string[]; problems: string[] } {
  const found = [
    `The provider ${server.issuer} answers.`,
    `It signs with ${algorithmsOf(provider, server).join(", ")}; ${keys} keys.`,
  ];
  const problems: string[] = [];
  if (server.token_endpoint === undefined) problems.push("It names no place to exchange codes (token_endpoint).");
  if (server.authorization_endpoint === undefined)
    problems.push("It names no page to sign in (authorization_endpoint).");
  const methods = server.code_challenge_methods_supported;
  if (methods && !methods.includes("S256")) problems.push("It does not know PKCE with S256.");
  if (methods === undefined) found.push("It does not say whether it knows PKCE; most that do not say it do.");
  if (keys === 0) problems.push("It has no keys.");
  found.push(
    server.end_session_endpoint === undefined
      ? "Signing out over there is not offered."
      : "Signing out over there is offered.",
    server.backchannel_logout_supported === true
      ? "It tells us when somebody signs out over there, once our address is registered."
      : "It does not say that it tells us when somebody signs out over there (back-channel logout).",
  );
  return { found, problems };
}

/** Every failure as one of ours: those of libraries may carry tokens in their cause. */
async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OpenIdFailure) throw error;
    if (error instanceof oauth.AuthorizationResponseError) throw new OpenIdFailure("refused", error.error);
    if (error instanceof oauth.ResponseBodyError) throw new OpenIdFailure("invalid", `it answered ${error.error}`);
    if (error instanceof z.ZodError) throw new OpenIdFailure("invalid", "a claim is not what it should be");
    const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
    if (/^(?:OAUTH|ERR)_/.test(code)) throw new OpenIdFailure("invalid", messageOf(error).slice(0, 200));
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : "";
    throw new OpenIdFailure("unavailable", `${messageOf(error)}${cause && ` (${cause})`}`.slice(0, 200));
  }
}
