// Signed requests to a certificate authority, RFC 8555 §6: JWS with ES256, nonces, problem documents.

import { createPublicKey, type KeyObject } from "node:crypto";

import { calculateJwkThumbprint, FlattenedSign } from "jose";

import { AcmeProblem, asRecord, asText, readRetryAfter, toProblem } from "./problem.ts";

export type AcmeFetch = (
  url: string,
  request: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>;

export interface AcmeAnswer {
  /** Of `Location`: the object that was made. */
  location?: string;
  /** The object, where the answer is JSON. */
  object: Record<string, unknown>;
  text: string;
  retryAfterMs?: number;
}

/** RFC 8555 §7.3.4: whose account it is at an authority that knows its customers. */
export interface ExternalAccount {
  keyId: string;
  /** As the authority gives it, in base64url. */
  macKey: string;
}

export interface AcmeClient {
  /** The authority's own addresses by name, as `newOrder` (RFC 8555 §7.1.1). */
  readonly directory: Record<string, unknown>;
  /** RFC 8555 §8.1: what a challenge's token is answered with. */
  authorize(token: string): Promise<string>;
  /** RFC 8555 §7.3: makes the account of this key, or finds it. Before everything else. */
  openAccount(account: { contact: string; external?: ExternalAccount }): Promise<void>;
  /** Without a payload: a POST-as-GET (RFC 8555 §6.3). AcmeProblem when it is refused. */
  post(url: unknown, payload?: object): Promise<AcmeAnswer>;
}

export interface AcmeClientOptions {
  directoryUrl: string;
  /** On P-256. */
  accountKey: KeyObject;
  fetch: AcmeFetch;
  now: () => number;
}

/** RFC 8555 §6.5: a nonce may be too old at any time; so often in a row it is something else. */
const MAX_NONCES = 4;
/** RFC 8555 §6.1 demands a name. */
const NAME = { "user-agent": "Surel" };

/** Fetches the directory. The key's account is not yet opened. */
export async function openAcmeClient(options: AcmeClientOptions): Promise<AcmeClient> {
  const { directoryUrl, accountKey, fetch, now } = options;
  const { kty, crv, x, y } = createPublicKey(accountKey).export({ format: "jwk" });
  const jwk = { kty, crv, x, y };
  const nonces: string[] = [];
  let accountUrl: string | undefined;

  async function send(url: string, request: { method: string; body?: string }): Promise<Response> {
    // Whoever could lead us to plain HTTP could read and change what follows.
    if (new URL(url).protocol !== new URL(directoryUrl).protocol) {
      throw new AcmeProblem("malformedAnswer", `${url} is not as safe as the directory`);
    }
    const headers = { ...NAME, ...(request.body !== undefined && { "content-type": "application/jose+json" }) };
    const response = await fetch(url, { ...request, headers });
    const nonce = response.headers.get("replay-nonce");
    if (nonce !== null) nonces.push(nonce);
    return response;
  }

  const directory = asRecord(await readJson(await send(directoryUrl, { method: "GET" })));

  async function takeNonce(): Promise<string> {
    if (nonces.length === 0) await send(toUrl(directory.newNonce, "newNonce"), { method: "HEAD" });
    const nonce = nonces.pop();
    if (nonce === undefined) throw new AcmeProblem("malformedAnswer", "the authority gives no nonce");
    return nonce;
  }

  async function post(target: unknown, payload?: object): Promise<AcmeAnswer> {
    const url = toUrl(target, "the address");
    for (let attempt = 1; ; attempt++) {
      const octets = new TextEncoder().encode(payload === undefined ? "" : JSON.stringify(payload));
      const who = accountUrl === undefined ? { jwk } : { kid: accountUrl };
      const header = { alg: "ES256", nonce: await takeNonce(), url, ...who };
      const jws = await new FlattenedSign(octets).setProtectedHeader(header).sign(accountKey);
      const response = await send(url, { method: "POST", body: JSON.stringify(jws) });
      const retryAfterMs = readRetryAfter(response.headers, now());
      if (response.ok) return { ...(await readAnswer(response)), retryAfterMs };
      const problem = toProblem(await readJson(response), retryAfterMs);
      if (problem.type !== "badNonce" || attempt === MAX_NONCES) throw problem;
    }
  }

  function bind({ keyId, macKey }: ExternalAccount): Promise<object> {
    const header = { alg: "HS256", kid: keyId, url: asText(directory.newAccount) };
    const octets = new TextEncoder().encode(JSON.stringify(jwk));
    return new FlattenedSign(octets).setProtectedHeader(header).sign(Buffer.from(macKey, "base64url"));
  }

  return {
    directory,
    authorize: async (token) => `${token}.${await calculateJwkThumbprint(jwk)}`,
    async openAccount({ contact, external }) {
      const externalAccountBinding = external && (await bind(external));
      const account = { termsOfServiceAgreed: true, contact: [`mailto:${contact}`], externalAccountBinding };
      const { location } = await post(directory.newAccount, account);
      if (location === undefined) throw new AcmeProblem("malformedAnswer", "the account has no address");
      accountUrl = location;
    },
    post,
  };
}

function toUrl(value: unknown, name: string): string {
  if (typeof value === "string" && URL.canParse(value)) return value;
  throw new AcmeProblem("malformedAnswer", `${name} is not given`);
}

async function readAnswer(response: Response): Promise<Omit<AcmeAnswer, "retryAfterMs">> {
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  return {
    location: response.headers.get("location") ?? undefined,
    object: isJson ? asRecord(parseJson(text, response.status)) : {},
    text,
  };
}

async function readJson(response: Response): Promise<unknown> {
  return parseJson(await response.text(), response.status);
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = new AcmeProblem("malformedAnswer", `the authority answers ${status} without saying why`);
    problem.cause = cause;
    throw problem;
  }
}
