// The HTTP surface on a test database, without a port; and a browser as far as forms and cookies go.

import type { FastifyInstance } from "fastify";

import { createAuth, type Auth } from "../../server/auth/auth.ts";
import type { Clock } from "../../server/base/clock.ts";
import { openDirectory } from "../../server/base/directory-server.ts";
import { systemRandom } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { outboundFetch } from "../../server/base/outbound-fetch.ts";
import { createApp, type HttpDependencies } from "../../server/http/start-http.ts";
import { ping, type Database } from "../../server/store/database.ts";
import { createTestClock } from "./clock.ts";
import type { Cleanup } from "./database.ts";
import { createQuickHasher } from "./quick-password.ts";

export interface TestHttp {
  app: FastifyInstance;
  auth: Auth;
}

export async function openTestHttp(
  context: Cleanup,
  given: { db: Database; clock?: Clock; publicUrl?: string; secretKey?: Uint8Array } & Partial<HttpDependencies>,
): Promise<TestHttp> {
  const { db, clock = createTestClock(), publicUrl = "http://surel.test", secretKey, ...others } = given;
  const outward = { fetch: outboundFetch, openDirectory };
  const hasher = createQuickHasher({ clock });
  const auth = createAuth({ db, clock, random: systemRandom, publicUrl, outward, secretKey, hasher });
  const app = await createApp({
    bind: "127.0.0.1",
    port: 0,
    publicUrl,
    auth,
    db,
    webFolder: "/nowhere",
    jmap: { session: () => Promise.reject(new Error("unused")), call: () => Promise.reject(new Error("unused")) },
    checks: { database: () => ping(db) },
    gauges: {},
    log: createLog({ level: "silent" }),
    random: systemRandom,
    exportMail: async function* nothing() {},
    wait: () => Promise.resolve(),
    surfaces: [],
    ...others,
  });
  context.after(() => app.close());
  return { app, auth };
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  /** Where it sends the browser. */
  location?: string;
}

/** Keeps cookies, sends forms; follows nothing by itself. */
export function createBrowser(app: FastifyInstance, fixed: Record<string, string> = {}) {
  const cookies = new Map<string, string>();

  async function send(method: "GET" | "POST", url: string, form?: Record<string, string>): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await app.inject({
      method,
      url,
      headers: {
        accept: "text/html",
        host: "surel.test",
        ...(cookie && { cookie }),
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        ...fixed,
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    for (const { name, value, maxAge, expires } of response.cookies) {
      if (maxAge === 0 || (expires && expires.getTime() < Date.now())) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { statusCode: status, headers, body } = response;
    const { location } = headers;
    return { status, headers, body, location: typeof location === "string" ? location : undefined };
  }

  return {
    cookies,
    get: (url: string) => send("GET", url),
    post: (url: string, form: Record<string, string> = {}) => send("POST", url, form),
    signIn: (username: string, password: string, more: Record<string, string> = {}) =>
      send("POST", "/sign-in", { username, password, ...more }),
  };
}
