// A certificate authority that speaks ACME (RFC 8555) over HTTP: it checks signatures and nonces, fetches the challenge from our port, and
// issues real certificates with openssl. A test may make it refuse, as real ones do.

import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { calculateJwkThumbprint, EmbeddedJWK, flattenedVerify, importJWK, type FlattenedJWS, type JWK } from "jose";

import type { Cleanup } from "./database.ts";

const openssl = async (...words: string[]) => promisify(execFile)("openssl", words);

interface Account {
  key: JWK;
  contact: string[];
}

interface Order {
  status: "pending" | "ready" | "processing" | "valid" | "invalid";
  names: string[];
  tokens: string[];
  proven: Set<string>;
  error?: object;
  chain?: string;
}

/** What it answers instead: an error of ACME by name, or no answer at all. */
export type Refusal = { type: string; detail: string; status?: number; retryAfter?: string };

export interface AcmeAuthority {
  directoryUrl: string;
  /** PEM of its root: what a client trusts. */
  root: string;
  orders: Order[];
  accounts: Map<string, Account>;
  /** Every request, as `newOrder`. */
  asked: string[];
  /** By the name of the request (`newOrder`, `finalize`, …); once each, or as long as it stands there. */
  refusals: Map<string, Refusal>;
  badNonces: number;
  /** Where the names lead. */
  httpPort: number;
  validDays: number;
  /** HMAC-SHA-256, in base64url, of the customer `pelanggan-1`; absent: anybody may have an account. */
  externalKey?: string;
  /** Called before the order's answer: what happens meanwhile. */
  beforeOrder?: () => Promise<void>;
}

export async function openAcmeAuthority(context: Cleanup): Promise<AcmeAuthority> {
  const folder = await mkdtemp(join(tmpdir(), "surel-authority-"));
  const [rootKey, root] = [join(folder, "root.key"), join(folder, "root.pem")];
  const ecKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...ecKey,
    "-subj",
    "/CN=Otoritas Uji",
    "-days",
    "3650",
    "-keyout",
    rootKey,
    "-out",
    root,
  );
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const nonces = new Set<string>();
  const authority: AcmeAuthority = {
    directoryUrl: `${base}/directory`,
    root: await readFile(root, "utf8"),
    orders: [],
    accounts: new Map(),
    asked: [],
    refusals: new Map(),
    badNonces: 0,
    httpPort: 0,
    validDays: 90,
  };
  context.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(12).toString("base64url");
    nonces.add(nonce);
    response.setHeader("replay-nonce", nonce);
    const [, name = "", number = "", part = ""] = (request.url ?? "").split("/");
    authority.asked.push(name);
    try {
      if (request.headers["user-agent"] !== "Surel") throw refused("malformed", "a client says its name");
      if (name === "directory") return send(response, 200, directory());
      if (name === "nonce") return send(response, 200, {});
      const { account, payload } = await verify(request);
      const refusal = authority.refusals.get(name);
      if (refusal) throw new Refused(refusal);
      await dispatch(response, { name, number, part, account, payload });
    } catch (error) {
      const unknown = { type: "serverInternal", detail: String(error) };
      const { type, detail, status = 400, retryAfter }: Refusal = error instanceof Refused ? error.refusal : unknown;
      if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
      response.setHeader("content-type", "application/problem+json");
      response.statusCode = status;
      response.end(JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail }));
    }
  }

  function directory() {
    return { newNonce: `${base}/nonce`, newAccount: `${base}/newAccount`, newOrder: `${base}/newOrder` };
  }

  /** RFC 8555 §6.2 to §6.5. */
  async function verify(
    request: IncomingMessage,
  ): Promise<{ account: string; payload: Record<string, unknown> | null }> {
    if (request.headers["content-type"] !== "application/jose+json") throw refused("malformed", "content type");
    const jws = JSON.parse(await text(request)) as FlattenedJWS;
    const header = JSON.parse(Buffer.from(jws.protected ?? "", "base64url").toString()) as Record<string, string>;
    const known = header.kid === undefined ? undefined : authority.accounts.get(header.kid);
    if (header.kid !== undefined && !known) throw refused("accountDoesNotExist", header.kid);
    const key = known ? await importJWK(known.key, "ES256") : EmbeddedJWK;
    const { payload } = await flattenedVerify(jws, key as never, { algorithms: ["ES256"] });
    if (header.url !== base + (request.url ?? "")) throw refused("unauthorized", "the address is another");
    if (!nonces.delete(header.nonce ?? "") || authority.badNonces-- > 0) throw refused("badNonce", "use another");
    const jwk = known?.key ?? (header.jwk as unknown as JWK);
    const account = `${base}/account/${await calculateJwkThumbprint(jwk)}`;
    if (!known) {
      if (!(request.url ?? "").endsWith("/newAccount")) throw refused("malformed", "jwk is for newAccount");
      authority.accounts.set(account, authority.accounts.get(account) ?? { key: jwk, contact: [] });
    }
    return { account, payload: payload.byteLength === 0 ? null : JSON.parse(Buffer.from(payload).toString()) };
  }

  async function dispatch(
    response: ServerResponse,
    call: { name: string; number: string; part: string; account: string; payload: Record<string, unknown> | null },
  ): Promise<void> {
    const { name, number, part, account, payload } = call;
    const order = authority.orders[Number(number)];
    if (name === "newAccount") {
      if (payload?.termsOfServiceAgreed !== true) throw refused("userActionRequired", "agree to the terms");
      if (authority.externalKey) await checkBinding(payload.externalAccountBinding, account);
      authority.accounts.get(account)!.contact = payload.contact as string[];
      response.setHeader("location", account);
      return send(response, 201, { status: "valid" });
    }
    if (name === "newOrder") {
      await authority.beforeOrder?.();
      const names = ((payload ?? {}).identifiers as { value: string }[]).map(({ value }) => value);
      const tokens = names.map(() => randomBytes(16).toString("base64url"));
      const at = authority.orders.push({ status: "pending", names, tokens, proven: new Set() }) - 1;
      response.setHeader("location", `${base}/order/${at}`);
      return send(response, 201, orderObject(at));
    }
    if (!order) throw refused("malformed", "no such order");
    if (name === "order") {
      if (order.status === "processing") order.status = "valid";
      return send(response, 200, orderObject(Number(number)));
    }
    if (name === "authz") return send(response, 200, authorization(Number(number), Number(part)));
    if (name === "challenge") {
      if (payload === null) throw refused("malformed", "a challenge is answered with {}");
      await validate(order, Number(part), account);
      return send(response, 200, {});
    }
    if (name === "finalize") {
      if (order.status !== "ready") throw refused("orderNotReady", order.status);
      order.chain = await issue(order, Buffer.from(payload?.csr as string, "base64url"));
      order.status = "processing";
      return send(response, 200, orderObject(Number(number)));
    }
    if (name === "certificate" && order.chain !== undefined) {
      response.setHeader("content-type", "application/pem-certificate-chain");
      response.end(order.chain);
      return;
    }
    throw refused("malformed", `what is ${name}?`);
  }

  /** RFC 8555 §7.3.4. */
  async function checkBinding(binding: unknown, account: string): Promise<void> {
    if (!binding) throw refused("externalAccountRequired", "who are you?");
    const { payload, protectedHeader } = await flattenedVerify(
      binding as FlattenedJWS,
      Buffer.from(authority.externalKey ?? "", "base64url"),
    );
    const key = await calculateJwkThumbprint(JSON.parse(Buffer.from(payload).toString()) as JWK);
    const { kid, url } = protectedHeader as { kid?: string; url?: string };
    if (kid !== "pelanggan-1" || url !== `${base}/newAccount` || !account.endsWith(key)) {
      throw refused("unauthorized", "the binding is another's");
    }
  }

  function orderObject(at: number) {
    const { status, names, error } = authority.orders[at]!;
    const authorizations = names.map((_name, index) => `${base}/authz/${at}/${index}`);
    return {
      status,
      error,
      authorizations,
      finalize: `${base}/finalize/${at}`,
      certificate: `${base}/certificate/${at}`,
    };
  }

  function authorization(at: number, index: number) {
    const { names, tokens, proven, error } = authority.orders[at]!;
    const status = proven.has(names[index]!) ? "valid" : error ? "invalid" : "pending";
    const url = `${base}/challenge/${at}/${index}`;
    const challenges = [
      { type: "dns-01", url: `${url}/dns`, token: tokens[index], status: "pending" },
      { type: "http-01", url, token: tokens[index], status, error },
    ];
    return { status, identifier: { type: "dns", value: names[index] }, challenges };
  }

  /** RFC 8555 §8.3: over plain HTTP, by the name that is to be proven. */
  async function validate(order: Order, index: number, account: string): Promise<void> {
    const [name, token] = [order.names[index]!, order.tokens[index]!];
    const expected = `${token}.${account.split("/").at(-1)}`;
    const read = await fetchAs(name, authority.httpPort, `/.well-known/acme-challenge/${token}`).catch(String);
    if (read.trim() === expected) order.proven.add(name);
    else {
      order.status = "invalid";
      order.error = { type: "urn:ietf:params:acme:error:unauthorized", detail: `http://${name}/ answers: ${read}` };
    }
    if (order.proven.size === order.names.length) order.status = "ready";
  }

  async function issue(order: Order, csr: Buffer): Promise<string> {
    const stem = join(folder, createHash("sha256").update(csr).digest("hex").slice(0, 16));
    await writeFile(`${stem}.csr`, csr);
    const { stdout } = await openssl("req", "-inform", "DER", "-in", `${stem}.csr`, "-verify", "-noout", "-text");
    const asked = [...stdout.matchAll(/DNS:([^,\s]+)/g)].map(([, name]) => name);
    if (asked.join() !== order.names.join()) throw refused("badCSR", `it is for ${asked.join()}`);
    await writeFile(`${stem}.ext`, `subjectAltName=${order.names.map((name) => `DNS:${name}`).join()}\n`);
    const from = [
      "-req",
      "-inform",
      "DER",
      "-in",
      `${stem}.csr`,
      "-CA",
      root,
      "-CAkey",
      rootKey,
      "-extfile",
      `${stem}.ext`,
    ];
    await openssl("x509", ...from, "-days", String(authority.validDays), "-out", `${stem}.pem`);
    return (await readFile(`${stem}.pem`, "utf8")) + authority.root;
  }

  return authority;
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

function refused(type: string, detail: string): Refused {
  return new Refused({ type, detail });
}

function send(response: ServerResponse, status: number, object: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(object));
}

async function fetchAs(host: string, port: number, path: string): Promise<string> {
  const request = httpRequest({ host: "127.0.0.1", port, path, headers: { host } }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const body = await text(response);
  return response.statusCode === 200 ? body : `${response.statusCode}`;
}
