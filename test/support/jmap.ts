// JMAP as a client meets it: the real HTTP server on a database of its own, with Budi and Siti, and the unit mailbox that both
// act for (Siti without the right to send).
import assert from "node:assert/strict";
import { createServer } from "node:net";

import type { Principal } from "../../server/auth/principal.ts";
import { createAppPasswordSecret, hashAppPassword } from "../../server/auth/app-password.ts";
import { createAuth, type Auth } from "../../server/auth/auth.ts";
import { systemRandom, type AccountId } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { listen } from "../../server/base/network.ts";
import { startHttp } from "../../server/http/start-http.ts";
import { createPostPush } from "../../server/jmap/core/push-subscription/post-push.ts";
import { createVapid } from "../../server/jmap/core/push-subscription/vapid.ts";
import type { ForeignAccess } from "../../server/jmap/dependencies.ts";
import { createJmap, type Jmap } from "../../server/jmap/jmap.ts";
import { exportMail } from "../../server/mail/export-mail.ts";
import { createSubmit } from "../../server/mail/submit.ts";
import { insertDelegation } from "../../server/store/accounts.ts";
import { insertAppPassword } from "../../server/store/app-passwords.ts";
import { capabilities } from "../../server/jmap/session.ts";
import type { Invocation, Response as JmapResponse } from "../../standards/jmap/request.ts";
import type { Session } from "../../standards/jmap/session.ts";
import { inReverse, type Cleanup } from "./database.ts";
import { openSmallOrganisation, type SmallOrganisation } from "./small-organisation.ts";

export type Arguments = Record<string, unknown>;
// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is what is under test
export type Answer = any;

const firstPort = 20_400;
const ports = 100;

export interface JmapClient {
  accountId: string;
  number: AccountId;
  principal: Principal;
  authorization: string;
  /** Each call's response in order; `using` is everything there is unless given. */
  request(calls: Invocation[], more?: Arguments): Promise<JmapResponse>;
  /** One call that succeeds: its arguments. `accountId` is added when absent. */
  call<T = Answer>(name: string, args?: Arguments): Promise<T>;
  /** One call that fails: the error. */
  fail(name: string, args?: Arguments): Promise<{ type: string; description?: string }>;
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: string | Uint8Array, init?: RequestInit): Promise<Response>;
  session(): Promise<Session>;
  upload(content: string | Uint8Array, type?: string): Promise<string>;
  /** The id of the mailbox with this role. */
  mailbox(role: string): Promise<string>;
  /** A message in the inbox, or in the mailboxes named: its email's id. */
  receive(message?: string, options?: Arguments): Promise<string>;
}

export interface TestJmap extends SmallOrganisation {
  url: string;
  jmap: Jmap;
  auth: Auth;
  one: JmapClient;
  other: JmapClient;
  /** The id of the unit mailbox. */
  unit: string;
  audited: ForeignAccess[];
  /** The failures of ours that were logged and expected: each that is not taken fails the file. */
  takeFailures(): string[];
  clientOf(accountId: AccountId, scopes?: string[]): Promise<JmapClient>;
}

export async function openTestJmap(outer: Cleanup): Promise<TestJmap> {
  const context = inReverse(outer);
  const test = await openSmallOrganisation(context);
  const { mail, db, directory, clock } = test;
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const auth = createAuth({ db, clock, random: systemRandom, publicUrl });
  const audited: ForeignAccess[] = [];
  // A failure of ours fails the file, also where a test did not see it.
  const failures: string[] = [];
  const log = createLog({ level: "error", destination: { write: (line) => void failures.push(line) } });
  const jmap = createJmap({
    mail,
    directory,
    submit: createSubmit({ mail, directory, hostname: "mail.contoh.go.id", random: systemRandom }),
    audit: async (access) => void audited.push(access),
    postPush: createPostPush({ allowLoopback: true }),
    vapid: createVapid({ secretKey: systemRandom(32), contact: "https://mail.contoh.go.id", clock }),
    allowLoopbackPush: true,
    authenticate: auth.authenticate,
    onSessionEnd: auth.onSessionEnd,
    publicUrl,
    clock,
    random: systemRandom,
    log,
  });
  const http = await startHttp({
    bind: "127.0.0.1",
    port,
    publicUrl,
    auth,
    db,
    webFolder: "/nonexistent",
    jmap,
    exportMail: (accountId) => exportMail(mail, accountId),
    log,
    random: systemRandom,
    checks: {},
    gauges: {},
    surfaces: [(app) => jmap.register(app)],
  });
  context.after(async () => {
    await jmap[Symbol.asyncDispose]();
    await http[Symbol.asyncDispose]();
    assert.deepEqual(failures, []);
  });
  const unit = await test.addAccount({ address: "dinkes@contoh.go.id", displayName: "Dinas Kesehatan", kind: "unit" });
  await db.write(async (tx) => {
    await insertDelegation(tx, { unitAccountId: unit, personAccountId: test.budi, maySend: true });
    await insertDelegation(tx, { unitAccountId: unit, personAccountId: test.siti, maySend: false });
  });

  async function clientOf(accountId: AccountId, scopes = ["jmap"]): Promise<JmapClient> {
    const secret = createAppPasswordSecret(systemRandom);
    const createdAt = new Date(clock.now());
    await db.write((tx) =>
      insertAppPassword(tx, { accountId, name: "uji", secretHash: hashAppPassword(secret)!, scopes, createdAt }),
    );
    const principal: Principal = {
      accountId,
      organisationId: test.organisationId,
      kind: "person",
      role: "employee",
      scopes: ["jmap"],
      via: "app-password",
    };
    return createClient(publicUrl, principal, `Bearer ${secret}`);
  }
  const takeFailures = () => failures.splice(0);
  const one = await clientOf(test.budi);
  const other = await clientOf(test.siti);
  return { ...test, url: publicUrl, jmap, auth, one, other, unit: `a${unit}`, audited, takeFailures, clientOf };
}

/** One that nobody else takes until it is opened: each process asks in another order. */
async function freePort(): Promise<number> {
  for (let tries = 0; ; tries++) {
    const port = firstPort + Math.floor(Math.random() * ports);
    const probe = createServer();
    try {
      await listen(probe, { host: "127.0.0.1", port, setting: "" });
      await new Promise((closed) => probe.close(closed));
      return port;
    } catch (error) {
      if (tries > 50) throw error;
    }
  }
}

export const sampleMessage = [
  "From: Wulan <wulan@example.org>",
  "To: Budi <budi.santoso@contoh.go.id>",
  "Subject: Undangan rapat",
  "Date: Mon, 2 Mar 2026 07:30:00 +0700",
  "Message-ID: <undangan@example.org>",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Rapat dimulai pukul sembilan.",
  "",
].join("\r\n");

function createClient(url: string, principal: Principal, authorization: string): JmapClient {
  const accountId = `a${principal.accountId}`;
  const get = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, url), { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } });
  const post = (path: string, body: string | Uint8Array, init: RequestInit = {}) =>
    get(path, {
      ...init,
      method: "POST",
      body: body as BodyInit,
      headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
    });
  async function request(methodCalls: Invocation[], more: Arguments = {}): Promise<JmapResponse> {
    const response = await post("/jmap/api", JSON.stringify({ using: [...capabilities], methodCalls, ...more }));
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as JmapResponse;
  }
  const withAccount = (args: Arguments) => ("accountId" in args ? args : { accountId, ...args });
  const client: JmapClient = {
    accountId,
    number: principal.accountId,
    principal,
    authorization,
    get,
    post,
    request,
    async call<T>(name: string, args: Arguments = {}) {
      const { methodResponses } = await request([[name, withAccount(args), "0"]]);
      const [answered, result] = methodResponses[0]!;
      if (answered !== name) throw new Error(`${name}: ${JSON.stringify(result)}`);
      return result as T;
    },
    async fail(name, args = {}) {
      const { methodResponses } = await request([[name, withAccount(args), "0"]]);
      const [answered, result] = methodResponses[0]!;
      if (answered !== "error") throw new Error(`${name} did not fail: ${JSON.stringify(result)}`);
      return result as { type: string };
    },
    session: async () => (await get("/.well-known/jmap")).json() as Promise<Session>,
    async upload(content, type = "message/rfc822") {
      const response = await post(`/jmap/upload/${accountId}/`, content, { headers: { "content-type": type } });
      return ((await response.json()) as { blobId: string }).blobId;
    },
    async mailbox(role) {
      const { ids } = await client.call<{ ids: string[] }>("Mailbox/query", { filter: { role } });
      return ids[0]!;
    },
    async receive(message = sampleMessage, options = {}) {
      const blobId = await client.upload(message);
      const mailboxIds = { [await client.mailbox("inbox")]: true };
      const { created, notCreated } = await client.call("Email/import", {
        emails: { k: { blobId, mailboxIds, ...options } },
      });
      if (!created) throw new Error(JSON.stringify(notCreated));
      return created.k.id as string;
    },
  };
  return client;
}
