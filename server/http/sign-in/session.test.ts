import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import type { EndedProof } from "../../auth/principal-cache.ts";
import { endSessionsJob } from "../../jobs/end-sessions.ts";
import { sql } from "../../store/sql.ts";

const HOUR_MS = 3_600_000;
const PASSWORD = "Rahasia-Panjang-1";
const clock = createTestClock();

const { database: db } = await openTestDatabase({ after });
await makeOrganisation(db, { settings: { session: { idleMs: 2 * HOUR_MS, lifetimeMs: 24 * HOUR_MS } } });
await makeAccount(db, { address: "budi@uji.go.id", password: PASSWORD });
const http = await openTestHttp(
  { after },
  {
    db,
    clock,
    surfaces: [(routes) => void routes.get("/mine", { config: { access: "principal" } }, () => "mine")],
  },
);

let person: ReturnType<typeof createBrowser>;
beforeEach(async () => {
  person = createBrowser(http.app);
  await person.signIn("budi", PASSWORD);
});

const principal = () => {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return http.auth.authenticate({ cookie }, "127.0.0.1");
};

describe("a session", () => {
  test("R108: ends when nothing is done for as long as the organisation says", async () => {
    clock.advance(1.9 * HOUR_MS);
    assert.ok(await principal());
    clock.advance(1.9 * HOUR_MS);
    assert.ok(await principal(), "its use was noted");
    clock.advance(2.1 * HOUR_MS);
    assert.equal(await principal(), undefined);
    assert.match((await person.get("/mail/")).location ?? "", /^\/sign-in\?next=/);
  });

  test("R108: is not kept by what a window does by itself", async () => {
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const ask = (headers: Record<string, string>) =>
      http.app.inject({ url: "/mine", headers: { host: "surel.test", cookie, ...headers } });
    for (let turn = 0; turn < 10; turn++) {
      const { statusCode } = await ask(turn % 2 ? { "surel-unattended": "1" } : { accept: "text/event-stream" });
      assert.equal(statusCode, turn < 9 ? 200 : 401, `${turn}`);
      clock.advance(HOUR_MS / 4);
    }
  });

  test("R110: ends in any case after its lifetime", async () => {
    for (let hour = 0; hour < 24; hour++) {
      assert.ok(await principal());
      clock.advance(HOUR_MS);
    }
    assert.equal(await principal(), undefined);
  });

  test("rows of ended sessions are removed", async () => {
    clock.advance(25 * HOUR_MS);
    await person.signIn("budi", PASSWORD);
    await endSessionsJob({ db, clock }).run(AbortSignal.timeout(1000));
    const left = await db.read((tx) => tx.row(sql<{ count: number }>`select count(*)::int as count from session`));
    assert.equal(left?.count, 1);
  });

  test("under http the cookie is out of reach for scripts and other sites", async () => {
    const { headers } = await createBrowser(http.app).signIn("budi", PASSWORD);
    const [session, device] = [headers["set-cookie"]].flat().map(String);
    assert.match(session ?? "", /^surel-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.match(device ?? "", /^surel-device=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("D8, R19: under https it is bound to this host, and browsers are told to come back by https only", async () => {
    const secure = await openTestHttp({ after }, { db, clock, publicUrl: "https://surel.test" });
    const { headers } = await createBrowser(secure.app).signIn("budi", PASSWORD);
    const [session, device] = [headers["set-cookie"]].flat().map(String);
    assert.match(session ?? "", /^__Host-surel-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    assert.match(device ?? "", /^__Host-surel-device=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    assert.match(String(headers["strict-transport-security"]), /max-age=\d{8}/);
  });
});

describe("signing out", () => {
  test("R112, R113: ends the session, empties what the browser keeps, and leads to a page that says it succeeded", async () => {
    assert.ok(await principal());
    const ended: EndedProof[] = [];
    const stop = http.auth.onSessionEnd((which) => void ended.push(which));
    const before = await principal();
    const cookie = `surel-session=${person.cookies.get("surel-session") ?? ""}`;
    const answer = await person.post("/sign-out");
    stop();
    assert.deepEqual([answer.status, answer.location], [303, "/signed-out"]);
    assert.equal(answer.headers["clear-site-data"], '"cache", "storage"');
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(person.cookies.has("surel-session"), false);
    assert.equal(await http.auth.authenticate({ cookie }, "127.0.0.1"), undefined, "at once");
    assert.deepEqual(ended, [{ sessionHash: before?.sessionHash }], "open streams are told");

    const page = await person.get("/signed-out");
    assert.equal(page.status, 200);
    assert.match(page.body, /<h1>Anda telah keluar<\/h1>/);
    assert.match(page.body, /berhasil keluar/);
    assert.match(page.body, /href="\/sign-in"/);
    assert.match((await person.get("/mail/")).location ?? "", /^\/sign-in/);
  });

  test("R113: succeeds as well when the session has ended by itself", async () => {
    assert.equal((await createBrowser(http.app).post("/sign-out")).location, "/signed-out");
  });

  test("is in the audit trail", async () => {
    await person.post("/sign-out");
    const row = await db.read((tx) => tx.row(sql`select 1 from audit_event where action = 'signOut'`));
    assert.ok(row);
  });
});
