// The whole way with a real provider: npm's oidc-provider.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import {
  CLIENT_SECRET,
  createSigningKey,
  createVisitor,
  openLoopbackServer,
  SECRET_KEY,
  serveOpenId,
  setProvider,
  walkThrough,
  type Person,
} from "../../../test/support/openid-provider.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { systemClock } from "../../base/clock.ts";
import type { AccountId } from "../../base/ids.ts";
import type { WriteTx } from "../../store/database.ts";
import { insertLink } from "../../store/identity-providers.ts";
import { sql } from "../../store/sql.ts";

const PASSWORD = "Rahasia-Panjang-1";
const NAME = "Akun Uji";
const STRONG = "urn:contoh:dua-faktor";

const { database: db } = await openTestDatabase({ after });
const organisationId = await makeOrganisation(db);
const made = (name: string, more: object = {}) =>
  makeAccount(db, { address: `${name}@uji.go.id`, displayName: name, password: PASSWORD, ...more });
const budi = await made("budi");
const siti = await made("siti", { employeeNumber: "199001012015032001" });
const andi = await made("andi");
const rina = await made("rina");
const admin = await made("admin", { role: "administrator" });
const fresh = await made("pegawai.baru", { mustChange: true });
// The provider's clock is the machine's, so ours is too.
await db.write((tx) => tx.run(sql`update password set changed_at = now()`));
const http = await openTestHttp({ after }, { db, clock: systemClock, secretKey: SECRET_KEY });
await http.app.listen({ host: "127.0.0.1", port: 0 });
const surelUrl = http.app.listeningOrigin;

const idp = await openLoopbackServer({ after });
const settings = {
  issuer: idp.url,
  clientId: "surel",
  plain: true,
  linkBy: "nip",
  askAcr: [STRONG],
  trustedAcr: [STRONG],
};
const provider = await setProvider(db, { organisationId, kind: "openid", name: NAME, settings, secret: CLIENT_SECRET });
const people: Record<string, Person> = {
  "s-siti": { claims: { nip: "199001012015032001" } },
  "s-tanpa": { claims: { email: "budi@uji.go.id" } },
  "s-kuat": { acr: STRONG },
};
const callback = `http://surel.test/sign-in/single-sign-on/${provider}/callback`;
const client = {
  redirect_uris: [callback],
  post_logout_redirect_uris: ["http://surel.test/signed-out"],
  backchannel_logout_uri: `${surelUrl}/sign-in/single-sign-on/${provider}/back-channel-logout`,
  backchannel_logout_session_required: true,
};
serveOpenId(idp, { keys: [await createSigningKey("satu")], people, client });

const link = (accountId: AccountId, subject: string) =>
  db.write((tx: WriteTx) =>
    insertLink(tx, {
      providerId: provider,
      issuer: idp.url,
      subject,
      accountId,
      linkedBy: "administrator",
      now: new Date(),
    }),
  );
const browser = () => createBrowser(http.app);
const cookiesOf = ({ cookies }: ReturnType<typeof browser>) => [...cookies].map((pair) => pair.join("=")).join("; ");
const whoIs = async (person: ReturnType<typeof browser>) =>
  (await http.auth.authenticate({ cookie: cookiesOf(person) }, "127.0.0.1"))?.accountId;
const lastEvents = (accountId: AccountId | null, limit = 3) =>
  db.read((tx) =>
    tx.rows(sql<{ action: string; outcome: string; detail: Record<string, unknown> }>`
      select action, outcome, detail from audit_event
      where subject_account_id is not distinct from ${accountId} order by id desc limit ${limit}`),
  );

describe("signing in with the organisation's provider", { concurrency: 1 }, () => {
  test("R27: the button stands on the sign-in page, works without a script, and keeps where to go", async () => {
    const { body } = await browser().get("/sign-in?next=/mail/settings");
    assert.match(body, new RegExp(`href="/sign-in/single-sign-on/${provider}\\?next=%2Fmail%2Fsettings"`));
    assert.match(body, /Masuk dengan Akun Uji/);
  });

  test("an account that an administrator linked is signed in, with a new session and a row that names the provider", async () => {
    await link(budi, "s-budi");
    const person = browser();
    const end = await walkThrough(person, { providerId: provider, login: "s-budi", next: "/mail/settings" });
    assert.deepEqual([end.status, end.location], [303, "/mail/settings"]);
    assert.equal(await whoIs(person), budi);
    const [event] = await lastEvents(budi, 1);
    assert.deepEqual(event, {
      action: "signIn",
      outcome: "success",
      detail: { method: "single sign-on", provider: NAME },
    });
    const { body } = await person.get("/account/security/history");
    assert.match(body, /Akun Uji/, "the person sees which provider");
    assert.equal(JSON.stringify(await lastEvents(budi, 50)).includes("eyJ"), false, "no token is kept there");
  });

  test("the request has PKCE (S256), state and nonce, and asks for a code; no two are alike", async () => {
    const urls = [];
    for (let count = 0; count < 2; count++) {
      urls.push(new URL((await browser().get(`/sign-in/single-sign-on/${provider}`)).location ?? ""));
    }
    for (const { searchParams } of urls) {
      assert.equal(searchParams.get("response_type"), "code");
      assert.equal(searchParams.get("code_challenge_method"), "S256");
      assert.equal(searchParams.get("redirect_uri"), callback);
      assert.equal(searchParams.get("scope"), "openid");
    }
    for (const name of ["state", "nonce", "code_challenge"]) {
      const [one, other] = urls.map(({ searchParams }) => searchParams.get(name) ?? "");
      assert.match(one ?? "", /^[\w-]{43}$/);
      assert.notEqual(one, other);
    }
  });

  test("an answer is taken once, in the browser that asked, and never without its cookie", async () => {
    const person = browser();
    const first = await walkThrough(person, { providerId: provider, login: "s-budi" });
    const path = first.back.slice("http://surel.test".length);
    assert.equal((await person.get(path)).status, 400, "the cookie went with the first");

    const other = browser();
    const start = await other.get(`/sign-in/single-sign-on/${provider}`);
    const back = (await createVisitor().signIn(start.location ?? "", "s-budi")).slice("http://surel.test".length);
    const thief = browser();
    assert.equal((await thief.get(back)).status, 400, "another browser");
    await thief.get(`/sign-in/single-sign-on/${provider}`);
    assert.equal((await thief.get(back)).status, 400, "another browser with an attempt of its own: login fixation");
    assert.equal(await whoIs(thief), undefined);

    const kept = cookiesOf(other);
    assert.equal((await other.get(back)).status, 303);
    const replay = createBrowser(http.app, { cookie: kept });
    assert.equal((await replay.get(back)).status, 400, "the same cookie and the same answer again");
  });

  test("an answer at another provider's address, without iss, or with another's, is refused (RFC 9207)", async () => {
    const begin = async () => {
      const person = browser();
      const start = await person.get(`/sign-in/single-sign-on/${provider}`);
      return { person, back: new URL(await createVisitor().signIn(start.location ?? "", "s-budi")) };
    };
    const elsewhere = await begin();
    const path = elsewhere.back.pathname.replace(`/${provider}/`, `/${provider + 1}/`);
    assert.equal((await elsewhere.person.get(`${path}${elsewhere.back.search}`)).status, 400);
    for (const iss of [undefined, "https://lain.example"]) {
      const { person, back } = await begin();
      if (iss === undefined) back.searchParams.delete("iss");
      else back.searchParams.set("iss", iss);
      assert.equal((await person.get(`${back.pathname}${back.search}`)).status, 403);
      assert.equal(await whoIs(person), undefined);
    }
    const [event] = await lastEvents(null, 1);
    assert.deepEqual(event?.detail, { method: "single sign-on", provider: NAME, reason: "invalid" });
  });

  test("a path that is none of ours is not gone to afterwards", async () => {
    for (const next of ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "/sign-out"]) {
      const end = await walkThrough(browser(), { providerId: provider, login: "s-budi", next });
      assert.equal(end.location, "/mail/", next);
    }
  });

  test("whom the provider knows and we do not sees a page with a code for the desk; an address alone links nobody", async () => {
    const person = browser();
    const end = await walkThrough(person, { providerId: provider, login: "s-tanpa" });
    assert.equal(end.status, 403);
    assert.match(end.body, /Akun Anda belum terhubung/);
    assert.match(end.body, /<code class="subject">s-tanpa<\/code>/);
    assert.equal(await whoIs(person), undefined);
    const [event] = await lastEvents(null, 1);
    assert.deepEqual(event?.detail, {
      method: "single sign-on",
      provider: NAME,
      reason: "unlinked",
      subject: "s-tanpa",
    });
  });

  test("an employee number that the organisation trusts links once, and from then on the subject decides", async () => {
    const person = browser();
    assert.equal((await walkThrough(person, { providerId: provider, login: "s-siti" })).status, 303);
    assert.equal(await whoIs(person), siti);
    people["s-palsu"] = { claims: { nip: "199001012015032001" } };
    const other = await walkThrough(browser(), { providerId: provider, login: "s-palsu" });
    assert.equal(other.status, 403, "the account has its identity already");
    people["s-siti"] = {};
    const again = browser();
    await walkThrough(again, { providerId: provider, login: "s-siti" });
    assert.equal(await whoIs(again), siti, "the number is not asked again");
    const events = await lastEvents(siti, 10);
    assert.equal(events.filter(({ action }) => action === "identityLink").length, 1);
  });

  test("R63: disabled accounts stay closed, and those whose grace is over are not linked any more", async () => {
    const late = await made("terlambat", { employeeNumber: "1977" });
    await db.write((tx) => tx.run(sql`update password set changed_at = '2020-01-01' where account_id = ${late}`));
    people["s-terlambat"] = { claims: { nip: "1977" } };
    const over = await walkThrough(browser(), { providerId: provider, login: "s-terlambat" });
    assert.match(over.body, /Akun Dinonaktifkan/);
    await link(rina, "s-rina");
    await db.write((tx) => tx.run(sql`update account set state = 'disabled' where id = ${rina}`));
    const end = await walkThrough(browser(), { providerId: provider, login: "s-rina" });
    assert.equal(end.status, 403);
    assert.match(end.body, /Akun Dinonaktifkan/);
    await db.write((tx) => tx.run(sql`update account set state = 'active' where id = ${rina}`));
  });

  test("R46: an initial password that was never used does not stand in the way of who is linked", async () => {
    await link(fresh, "s-baru");
    const person = browser();
    assert.equal((await walkThrough(person, { providerId: provider, login: "s-baru" })).location, "/mail/");
    assert.equal(await whoIs(person), fresh);
  });

  test("who says no over there is not signed in", async () => {
    const end = await walkThrough(browser(), { providerId: provider, login: "batal" });
    assert.equal(end.status, 403);
    assert.match(end.body, /tidak memastikan siapa Anda/);
  });

  test("once linked, the password of ours opens nothing, except for administrators", async () => {
    const refused = await browser().signIn("budi", PASSWORD);
    assert.equal(refused.status, 403);
    assert.match(refused.body, /Nama pengguna atau kata sandi salah/);
    assert.match(refused.body, /Jika akun Anda terhubung dengan Akun Uji/);
    assert.equal((await browser().signIn("andi", PASSWORD)).status, 303, "not linked yet");
    await link(admin, "s-admin");
    assert.equal((await browser().signIn("admin", PASSWORD)).status, 303, "break-glass");
  });

  test("R53, R66: the pages for the password say where it is changed", async () => {
    const person = browser();
    await walkThrough(person, { providerId: provider, login: "s-budi" });
    assert.match((await person.get("/account/security/password")).body, /Kata sandi Anda adalah kata sandi Akun Uji/);
    const changed = await person.post("/account/security/password", {
      password: PASSWORD,
      "new-password": "Perahu-kuning-37-berlabuh",
      "confirm-password": "Perahu-kuning-37-berlabuh",
    });
    assert.equal(changed.status, 403);
    assert.match((await browser().get("/forgot-password")).body, /Jika Anda masuk dengan Akun Uji/);
  });

  test("the desk sees who vouches for whom, and hands out no code that would open nothing", async () => {
    const officer = browser();
    await officer.signIn("admin", PASSWORD);
    assert.match(
      (await officer.get(`/admin/accounts/${budi}`)).body,
      /Masuk dengan Akun Uji: kata sandinya diatur ulang/,
    );
    const reset = await officer.post(`/admin/accounts/${budi}/reset`, { identity: "KTP diperiksa" });
    assert.equal(reset.status, 403);
  });

  test("R38: our second step is asked, unless what the provider says of it counts", async () => {
    const required = { security: { secondFactor: { employee: "required" } } };
    await db.write((tx) => tx.run(sql`update organisation set settings = ${JSON.stringify(required)}`));
    const weak = await walkThrough(browser(), { providerId: provider, login: "s-budi" });
    assert.equal(weak.location, "/sign-in/enrolment");
    await link(andi, "s-kuat");
    const strong = browser();
    assert.equal((await walkThrough(strong, { providerId: provider, login: "s-kuat" })).location, "/mail/");
    assert.equal(await whoIs(strong), andi);
    await db.write((tx) => tx.run(sql`update organisation set settings = '{}'`));
  });

  test("R108: a public computer is remembered on the way", async () => {
    const person = browser();
    const start = await person.get(`/sign-in/single-sign-on/${provider}?public-computer=yes`);
    const back = await createVisitor().signIn(start.location ?? "", "s-budi");
    assert.equal((await person.get(back.slice("http://surel.test".length))).status, 303);
    assert.equal(person.cookies.get("surel-public"), "yes");
    assert.equal(person.cookies.has("surel-device"), false);
  });
});

describe("a session that a provider vouched for", { concurrency: 1 }, () => {
  test("changing how one signs in asks for a proof over there, which must be fresh and one's own", async () => {
    const person = browser();
    const visitor = createVisitor();
    await walkThrough(person, { providerId: provider, login: "s-budi", visitor });
    const asked = await person.get("/account/security/app-passwords");
    assert.equal(asked.location, "/account/security/prove?back=%2Faccount%2Fsecurity%2Fapp-passwords");
    const page = await person.get(asked.location ?? "");
    assert.match(page.body, /Pastikan melalui Akun Uji/);
    assert.doesNotMatch(page.body, /name="password"/, "there is no password of ours");

    const prove = "/account/security/prove/single-sign-on?back=/account/security/app-passwords";
    const start = await person.get(prove);
    assert.equal(new URL(start.location ?? "").searchParams.get("prompt"), "login");
    const other = await createVisitor().signIn(start.location ?? "", "s-siti");
    assert.equal((await person.get(other.slice("http://surel.test".length))).status, 403, "somebody else's");
    assert.equal((await person.get("/account/security/app-passwords")).status, 303);

    const again = await person.get(prove);
    const back = await createVisitor().signIn(again.location ?? "", "s-budi");
    const end = await person.get(back.slice("http://surel.test".length));
    assert.equal(end.location, "/account/security/app-passwords");
    assert.equal((await person.get("/account/security/app-passwords")).status, 200);
  });

  test("a proof is worth nothing in the session of somebody else", async () => {
    const person = browser();
    await walkThrough(person, { providerId: provider, login: "s-budi" });
    const start = await person.get("/account/security/prove/single-sign-on");
    const back = await createVisitor().signIn(start.location ?? "", "s-budi");
    const thief = browser();
    await thief.signIn("rina", PASSWORD);
    for (const [name, value] of person.cookies) if (name === "surel-single-sign-on") thief.cookies.set(name, value);
    assert.equal((await thief.get(back.slice("http://surel.test".length))).status, 400);
  });

  test("a person links their own account, signed in and with a fresh proof, and is told", async () => {
    await db.write((tx) => tx.run(sql`delete from identity_link where account_id = ${rina}`));
    const person = browser();
    await person.signIn("rina", PASSWORD);
    assert.match((await person.get("/account/security")).body, /belum terhubung/);
    const start = await person.get("/account/security/single-sign-on");
    const back = await createVisitor().signIn(start.location ?? "", "s-rina-baru");
    const end = await person.get(back.slice("http://surel.test".length));
    assert.equal(end.location, "/account/security?done=added");
    const fresh = browser();
    await walkThrough(fresh, { providerId: provider, login: "s-rina-baru" });
    assert.equal(await whoIs(fresh), rina);

    const taken = browser();
    await db.write((tx) => tx.run(sql`delete from identity_link where account_id = ${andi}`));
    await taken.signIn("andi", PASSWORD);
    const again = await taken.get("/account/security/single-sign-on");
    const theirs = await createVisitor().signIn(again.location ?? "", "s-rina-baru");
    assert.equal((await taken.get(theirs.slice("http://surel.test".length))).status, 403, "somebody's already");
    const asked = await browser().get("/account/security/single-sign-on");
    assert.match(asked.location ?? "", /^\/sign-in\?next=/, "not without a session");
  });

  test("signing out over there ends it here (back-channel logout), and no other", async () => {
    const [person, colleague] = [browser(), browser()];
    const visitor = createVisitor();
    await walkThrough(person, { providerId: provider, login: "s-budi", visitor });
    await walkThrough(colleague, { providerId: provider, login: "s-siti" });
    const out = await visitor.send(`${idp.url}/session/end?client_id=surel`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await out.text())?.[1] ?? "";
    const done = await visitor.send(`${idp.url}/session/end/confirm`, { xsrf, logout: "yes" });
    assert.equal(done.status, 303);
    assert.equal(await whoIs(person), undefined);
    assert.equal(await whoIs(colleague), siti);
    const [event] = await lastEvents(budi, 1);
    assert.equal(event?.action, "providerSignOut");
  });

  test("signing out here offers to sign out over there", async () => {
    const person = browser();
    await walkThrough(person, { providerId: provider, login: "s-budi" });
    assert.equal((await person.post("/sign-out")).location, "/signed-out");
    assert.match((await person.get("/signed-out")).body, /Keluar juga dari Akun Uji/);
    const url = new URL((await person.get("/sign-out/there")).location ?? "");
    assert.equal(url.origin, idp.url);
    assert.equal(url.searchParams.get("post_logout_redirect_uri"), "http://surel.test/signed-out");
    assert.match(url.searchParams.get("id_token_hint") ?? "", /^eyJ/);
    assert.equal((await person.get("/sign-out/there")).location, "/signed-out", "once");
  });

  test("keys that the provider changes are fetched; one that does not answer is said to be out of reach", async () => {
    serveOpenId(idp, { keys: [await createSigningKey("dua")], people, client });
    await db.write((tx) => tx.run(sql`update identity_provider set changed_at = now()`));
    assert.equal((await walkThrough(browser(), { providerId: provider, login: "s-budi" })).status, 303);

    idp.handle((_request, response) => void response.destroy());
    await db.write((tx) => tx.run(sql`update identity_provider set changed_at = now()`));
    const { status, body } = await browser().get(`/sign-in/single-sign-on/${provider}`);
    assert.equal(status, 503);
    assert.match(body, /tidak dapat dihubungi/);
    assert.equal((await browser().get("/sign-in/single-sign-on/99")).status, 400);
  });
});
