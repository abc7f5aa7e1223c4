// From an order to the certificate (RFC 8555 §7.4), proving the names by http-01 (§8.3). One order each time, a fresh key each time.

import { createPrivateKey, generateKeyPair, X509Certificate, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

import { createCertificateRequest } from "../x509/certificate-request.ts";
import {
  openAcmeClient,
  type AcmeAnswer,
  type AcmeClient,
  type AcmeClientOptions,
  type ExternalAccount,
} from "./client.ts";
import { AcmeProblem, asRecord, asText, toProblem } from "./problem.ts";

export interface ObtainOptions extends AcmeClientOptions {
  /** Host names in ASCII, in small letters. */
  names: readonly string[];
  /** The authority writes there about the certificate. Using it agrees to the authority's terms. */
  contact: string;
  external?: ExternalAccount;
  /** From now on `http://NAME/.well-known/acme-challenge/TOKEN` must answer with `authorization`. */
  putChallenge(token: string, authorization: string): Promise<void>;
  /** Rejects when the work is to be given up. */
  sleep(milliseconds: number): Promise<void>;
}

export interface ObtainedCertificate {
  /** PEM: the certificate, then those that vouch for it. */
  chain: string;
  /** PEM. */
  privateKey: string;
  notBefore: Date;
  notAfter: Date;
}

const POLL_MS = 1_000;
const MAX_POLL_MS = 30_000;
const MAX_POLLS = 40;

/** AcmeProblem when the authority refuses, or gives what was not asked for. */
export async function obtainCertificate(options: ObtainOptions): Promise<ObtainedCertificate> {
  const { names, contact, external } = options;
  const client = await openAcmeClient(options);
  await client.openAccount({ contact, external });
  const made = await client.post(client.directory.newOrder, {
    identifiers: names.map((value) => ({ type: "dns", value })),
  });
  const orderUrl = made.location;
  await prove(client, made.object.authorizations, options);
  const order = await poll(client, orderUrl, made, { waiting: ["pending"], ...options });
  const privateKey = await createKey();
  const csr = createCertificateRequest(names, privateKey).toString("base64url");
  const finalized = await client.post(order.finalize, { csr });
  const issued = await poll(client, orderUrl, finalized, { waiting: ["pending", "ready", "processing"], ...options });
  const { text: chain } = await client.post(issued.certificate);
  return describe(chain, privateKey, names);
}

async function prove(client: AcmeClient, urls: unknown, options: ObtainOptions): Promise<void> {
  if (!Array.isArray(urls)) throw new AcmeProblem("malformedAnswer", "the order has no authorizations");
  const pending: { url: unknown; challengeUrl: unknown }[] = [];
  for (const url of urls) {
    const { object } = await client.post(url);
    // RFC 8555 §7.1.4: proven a while ago, and still good.
    if (object.status === "valid") continue;
    const { url: challengeUrl, token } = findChallenge(object);
    await options.putChallenge(token, await client.authorize(token));
    pending.push({ url, challengeUrl });
  }
  for (const { challengeUrl } of pending) await client.post(challengeUrl, {});
  for (const { url } of pending) {
    await poll(client, url, await client.post(url), { waiting: ["pending"], ...options });
  }
}

/** RFC 8555 §8.1: base64url and nothing else, since it becomes part of a path and of an answer. */
export function isToken(text: string): boolean {
  return /^[\w-]{20,200}$/.test(text);
}

function findChallenge({ challenges, identifier }: Record<string, unknown>): { url: unknown; token: string } {
  const found = (Array.isArray(challenges) ? challenges : []).map(asRecord).find(({ type }) => type === "http-01");
  const token = asText(found?.token);
  if (found && isToken(token)) return { url: found.url, token };
  const name = asText(asRecord(identifier).value);
  throw new AcmeProblem("malformedAnswer", `the authority offers no http-01 challenge for ${name}`);
}

/** Asks again, as slowly as the authority wishes, until it is none of `waiting`. */
async function poll(
  client: AcmeClient,
  url: unknown,
  first: AcmeAnswer,
  { waiting, sleep }: { waiting: readonly string[]; sleep: ObtainOptions["sleep"] },
): Promise<Record<string, unknown>> {
  let answer = first;
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const { object, retryAfterMs } = answer;
    if (object.status === "invalid") throw toProblem(reasonOf(object));
    if (!waiting.includes(String(object.status))) return object;
    await sleep(Math.min(Math.max(retryAfterMs ?? 0, POLL_MS), MAX_POLL_MS));
    answer = await client.post(url);
  }
  throw new AcmeProblem("malformedAnswer", "the authority does not come to an end");
}

/** RFC 8555 §7.1.3: an order says itself what is wrong, an authorization in one of its challenges. */
function reasonOf({ error, challenges }: Record<string, unknown>): unknown {
  const failed = (Array.isArray(challenges) ? challenges : []).map(asRecord).find((one) => one.error !== undefined);
  return error ?? failed?.error;
}

async function createKey(): Promise<KeyObject> {
  const pair = await promisify(generateKeyPair)("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return createPrivateKey(pair.privateKey);
}

function describe(chain: string, privateKey: KeyObject, names: readonly string[]): ObtainedCertificate {
  const certificate = readCertificate(chain);
  const isOurs = certificate.checkPrivateKey(privateKey) && names.every((name) => certificate.checkHost(name));
  if (!isOurs) throw new AcmeProblem("malformedAnswer", "the certificate is not for our key and names");
  const { validFromDate: notBefore, validToDate: notAfter } = certificate;
  return { chain, privateKey: String(privateKey.export({ type: "pkcs8", format: "pem" })), notBefore, notAfter };
}

function readCertificate(chain: string): X509Certificate {
  try {
    return new X509Certificate(chain);
  } catch (cause) {
    const problem = new AcmeProblem("malformedAnswer", "what came is no certificate");
    problem.cause = cause;
    throw problem;
  }
}
