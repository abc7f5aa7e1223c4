// A real OpenID provider (npm's oidc-provider) on a loopback port, and a browser that walks from Surel to it and back. Its people
// sign in by their name alone.

import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { Provider as OpenIdProvider } from "oidc-provider";
import MemoryAdapter from "oidc-provider/lib/adapters/memory_adapter.js";

import { sealProviderSecret } from "../../server/auth/single-sign-on/provider-secret.ts";
import { createSecretBox } from "../../server/auth/secret-box.ts";
import { systemRandom, type OrganisationId } from "../../server/base/ids.ts";
import type { Database } from "../../server/store/database.ts";
import { putProvider, type ProviderKind } from "../../server/store/identity-providers.ts";
import type { Cleanup } from "./database.ts";
import type { Answer, createBrowser } from "./http.ts";

// It warns of every Node whose long support has not begun.
const { warn } = console;
console.warn = () => undefined;
const { Provider } = await import("oidc-provider");
console.warn = warn;

export const SECRET_KEY = new Uint8Array(32).fill(7);
export const CLIENT_SECRET = "rahasia-klien-untuk-uji-yang-cukup-panjang";

/** As the command writes it; resolves to its id. */
export async function setProvider(
  db: Database,
  given: {
    organisationId: OrganisationId;
    kind: ProviderKind;
    name: string;
    settings: Record<string, unknown>;
    secret?: string;
  },
): Promise<number> {
  const { organisationId, kind, secret, ...rest } = given;
  const box = createSecretBox(SECRET_KEY, systemRandom);
  const sealed = secret === undefined ? undefined : sealProviderSecret(box, { organisationId, kind }, secret);
  return db.write((tx) => putProvider(tx, { organisationId, kind, ...rest, secret: sealed, now: new Date() }));
}

export interface LoopbackServer {
  url: string;
  server: Server;
  handle(listener: RequestListener): void;
}

/** A port of its own; what answers is said afterwards, since a provider must know its address. */
export async function openLoopbackServer(context: Cleanup): Promise<LoopbackServer> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server, handle: (next) => (listener = next) };
}

export async function createSigningKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: "RS256", use: "sig" };
}

export interface Person {
  claims?: Record<string, unknown>;
  amr?: string[];
  acr?: string;
}

/** The one it comes with warns against itself unless it has another name. */
class TestAdapter extends MemoryAdapter {}

/** Puts oidc-provider behind `at`. Called again with other keys it goes on as the same provider. */
export function serveOpenId(
  at: LoopbackServer,
  given: { keys: JWK[]; people: Record<string, Person>; client: Record<string, unknown> },
): void {
  const { keys, people, client } = given;
  const provider = new Provider(at.url, {
    adapter: TestAdapter,
    clients: [{ client_id: "surel", client_secret: CLIENT_SECRET, response_types: ["code"], ...client }],
    jwks: { keys },
    cookies: { keys: ["kunci kuki untuk uji"] },
    claims: { openid: ["sub", "nip", "email"] },
    acrValues: ["urn:contoh:dua-faktor"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, IdToken: 600, AccessToken: 600 },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        logoutSource: (ctx: { body: string }, form: string) => void (ctx.body = `<!doctype html>${form}`),
      },
    },
    // It does not speak to loopback addresses otherwise.
    fetch: (url: string, { dispatcher: _dispatcher, ...options }: RequestInit & { dispatcher?: unknown }) =>
      fetch(url, options),
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    findAccount: (_ctx: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people[accountId]?.claims }),
    }),
    loadExistingGrant: async (ctx: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const grant = new provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  at.handle((request, response) => {
    if (!request.url?.startsWith("/login/")) return serve(request, response);
    void logIn(provider, request, response, people).catch((error: unknown) => response.destroy(error as Error));
  });
}

async function logIn(
  provider: OpenIdProvider,
  request: IncomingMessage,
  response: ServerResponse,
  people: Record<string, Person>,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    const form = `<form method="post"><label>Nama <input name="login"></label><button>Lanjut</button></form>`;
    response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>IdP</title>${form}`);
    return;
  }
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const login = new URLSearchParams(Buffer.concat(pieces).toString()).get("login") ?? "";
  if (login === "batal") {
    const refusal = { error: "access_denied", error_description: "tidak jadi" };
    return provider.interactionFinished(request, response, refusal);
  }
  const { amr, acr } = people[login] ?? {};
  await provider.interactionFinished(request, response, { login: { accountId: login, amr, acr } });
}

/** The cookies of one browser over there. */
export function createVisitor() {
  const cookies = new Map<string, string>();

  async function send(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
      },
      body: form && new URLSearchParams(form).toString(),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  return {
    send,
    /** From where Surel sends the browser to the address with which it comes back (that is not asked). */
    async signIn(start: string, login: string, home = "http://surel.test"): Promise<string> {
      let url = start;
      for (let hop = 0; hop < 10; hop++) {
        if (url.startsWith(home)) return url;
        const response = await send(url);
        if (response.status === 200) {
          const posted = await send(url, { login });
          url = new URL(posted.headers.get("location") ?? "", url).href;
        } else {
          const to = response.headers.get("location");
          if (to === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
          url = new URL(to, url).href;
        }
      }
      throw new Error("the provider sends the browser around in a ring");
    },
  };
}

/** The whole walk: the button, over there, and back. */
export async function walkThrough(
  browser: ReturnType<typeof createBrowser>,
  given: { providerId: number; login: string; next?: string; visitor?: ReturnType<typeof createVisitor> },
): Promise<Answer & { back: string }> {
  const { providerId, login, next, visitor = createVisitor() } = given;
  const query = next === undefined ? "" : `?next=${encodeURIComponent(next)}`;
  const start = await browser.get(`/sign-in/single-sign-on/${providerId}${query}`);
  if (start.location === undefined) throw new Error(`the button was answered with ${start.status}`);
  const back = await visitor.signIn(start.location, login);
  return { ...(await browser.get(back.slice("http://surel.test".length))), back };
}
