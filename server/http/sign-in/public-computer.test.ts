import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD, readAuthenticator } from "../../../test/support/account-security.ts";
import { sql } from "../../store/sql.ts";
import { endSessionsJob } from "../../jobs/end-sessions.ts";

const MINUTE = 60_000;
const security = await openTestSecurity(
  { after },
  { session: { publicIdleMs: 10 * MINUTE, publicLifetimeMs: 60 * MINUTE } },
);
const { clock, db } = security;
const isPublic = { "public-computer": "yes" };

async function signedIn(headers?: Record<string, string>) {
  const person = security.browser(headers);
  assert.equal((await person.signIn("budi.santoso", PASSWORD, isPublic)).location, "/mail/");
  return person;
}
type Person = Awaited<ReturnType<typeof signedIn>>;
const isIn = async (person: Person) => (await person.get("/account/security")).status === 200;

describe("R108: on a public computer", () => {
  test("the choice is on the form, and off", async () => {
    const { body } = await security.browser().get("/sign-in");
    assert.match(body, /<input[^>]*name="public-computer"[^>]*>\s*Ini komputer umum/);
    assert.doesNotMatch(body, /name="public-computer"[^>]*checked/);
    const again = await security.browser().signIn("budi.santoso", "salah", isPublic);
    assert.match(again.body, /name="public-computer"[^>]*checked/, "a wrong password does not lose it");
  });

  test("nothing is remembered: no device, and a cookie that goes with the browser", async () => {
    const person = security.browser();
    const { headers } = await person.signIn("budi.santoso", PASSWORD, isPublic);
    const cookies = [headers["set-cookie"]].flat().map(String);
    assert.ok(cookies.some((cookie) => /^surel-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/.test(cookie)));
    assert.ok(!cookies.some((cookie) => cookie.startsWith("surel-device=")));
    const devices = await db.read((tx) =>
      tx.row(sql<{ count: number }>`select count(*)::int as count from remembered_device`),
    );
    assert.equal(devices?.count, 0);
  });

  test("the session ends sooner when nothing is done, and in any case", async () => {
    const person = await signedIn();
    for (const minutes of [9, 9, 9, 9, 9, 9]) {
      clock.advance(minutes * MINUTE);
      assert.ok(await isIn(person));
    }
    clock.advance(7 * MINUTE);
    assert.equal(await isIn(person), false, "its hour is over");
    const other = await signedIn();
    clock.advance(11 * MINUTE);
    assert.equal(await isIn(other), false, "idle");
  });

  test("it ends with its window, but neither when the page is only loaded anew nor while another window is there", async () => {
    const person = await signedIn();
    const close = () => person.post("/account/window", { state: "closed" });
    await close();
    clock.advance(5000);
    assert.ok(await isIn(person), "the next page came");
    clock.advance(60_000);
    assert.ok(await isIn(person));
    await close();
    assert.equal((await person.post("/account/window", { state: "open" })).status, 204);
    clock.advance(60_000);
    assert.ok(await isIn(person), "another window answered");
    await close();
    clock.advance(16_000);
    assert.equal(await isIn(person), false);
    await endSessionsJob({ db, clock }).run(AbortSignal.timeout(10_000));
    assert.deepEqual(await db.read((tx) => tx.rows(sql`select 1 from session where closing_at is not null`)), []);
  });

  test("a session on a computer of one's own does not end with its window", async () => {
    const person = await security.signedIn();
    await person.post("/account/window", { state: "closed" });
    clock.advance(5 * MINUTE);
    assert.equal((await person.get("/account/security")).status, 200);
    const { body } = await person.get("/account/security");
    assert.doesNotMatch(body, /public-computer\.js/);
  });

  test("pages are kept nowhere and say when they go; what a session left is cleared when it ended by itself", async () => {
    const person = await signedIn();
    const { headers, body } = await person.get("/account/security");
    assert.equal(headers["cache-control"], "no-store");
    assert.match(body, /<script src="\/pages\/[\w-]+-public-computer\.js" defer>/);
    clock.advance(11 * MINUTE);
    const page = await person.get("/sign-in");
    assert.equal(page.headers["clear-site-data"], '"cache", "storage"');
    assert.equal((await person.get("/sign-in")).headers["clear-site-data"], undefined, "once");
  });

  test("R108, R109: it is so called in the list of sessions", async () => {
    const person = await signedIn({ "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" });
    const own = await security.signedIn();
    const { body } = await own.get("/account/security");
    assert.match(body, /Firefox, Windows<\/strong>\s*<span class="badge">komputer umum<\/span>/);
    assert.ok(await isIn(person));
  });

  test("the second step offers no trust, takes none, and the choice lasts", async () => {
    const own = await security.signedIn("siti.rahayu");
    const app = readAuthenticator((await own.get("/account/security/authenticator")).body);
    await own.post("/account/security/authenticator", { code: app.codeAt(clock.now()) });
    clock.advance(30_000);
    const person = security.browser();
    await person.signIn("siti.rahayu", PASSWORD, isPublic);
    const { body } = await person.get("/sign-in/second-step");
    assert.doesNotMatch(body, /name="trust"/);
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    assert.ok(person.cookies.has("surel-session"));
    assert.ok(!person.cookies.has("surel-device"));
    clock.advance(11 * MINUTE);
    assert.equal(await isIn(person), false);
  });
});
