import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD, readAuthenticator } from "../../../test/support/account-security.ts";
import { sql } from "../../store/sql.ts";

const security = await openTestSecurity({ after });
const { clock, db, budi, siti, gateway } = security;
const STEP_MS = 30_000;

/** Sets up an app for the person; gives the app and the recovery codes. */
async function enrol(username: string) {
  const person = await security.signedIn(username);
  const page = await person.get("/account/security/authenticator");
  const app = readAuthenticator(page.body);
  const { status, body } = await person.post("/account/security/authenticator", { code: app.codeAt(clock.now()) });
  assert.equal(status, 200);
  const codes = [...body.matchAll(/<li>([0-9A-Z]{4}-[0-9A-Z]{4})<\/li>/g)].map((match) => match[1] ?? "");
  assert.equal(codes.length, 10);
  clock.advance(STEP_MS);
  return { app, codes };
}

const { app, codes } = await enrol("budi.santoso");

/** After the right password. */
async function halfway(headers?: Record<string, string>, next?: string) {
  const person = security.browser(headers);
  const { status, location } = await person.signIn("budi.santoso", PASSWORD, next ? { next } : {});
  assert.deepEqual([status, location], [303, "/sign-in/second-step"]);
  return person;
}

const sessions = () => db.read((tx) => tx.row(sql<{ count: number }>`select count(*)::int as count from session`));

describe("the second step", () => {
  test("R37, D4: after the password there is no session and no mail, by no door", async () => {
    const person = await halfway();
    assert.equal(person.cookies.has("surel-session"), false);
    assert.equal((await person.get("/mail/")).location, "/sign-in?next=%2Fmail%2F");
    assert.equal((await person.get("/account/security")).status, 303);
    const token = person.cookies.get("surel-pending") ?? "";
    const forged = security.browser({ cookie: `surel-session=${token}` });
    assert.equal((await forged.get("/mail/")).status, 303);
    assert.equal(await security.auth.authenticate({ cookie: `surel-session=${token}` }, "127.0.0.1"), undefined);
    assert.equal(await security.auth.authenticate({ authorization: `Bearer ${token}` }, "127.0.0.1"), undefined);
  });

  test("R39: a page without a script says what to do, in both languages", async () => {
    const person = await halfway();
    const { body, headers } = await person.get("/sign-in/second-step");
    assert.match(body, /<label for="code">Kode Verifikasi<\/label>/);
    assert.match(body, /autocomplete="one-time-code"/);
    assert.match(body, /kode 6 angka dari aplikasi autentikator/);
    assert.doesNotMatch(body, /<script/);
    assert.equal(headers["cache-control"], "no-store");
    assert.match((await person.get("/sign-in/second-step?language=en")).body, /Verification code/);
  });

  test("R38: the code of the app opens the page that was asked for, with a new session", async () => {
    const person = await halfway({}, "/mail/m3");
    const { status, location } = await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
    assert.deepEqual([status, location], [303, "/mail/m3"]);
    assert.equal(person.cookies.has("surel-pending"), false);
    assert.ok(person.cookies.has("surel-session"));
    clock.advance(STEP_MS);
  });

  test("RFC 6238 §5.2: a code is taken once, by the same person as by another", async () => {
    const [one, other] = [await halfway(), await halfway()];
    const code = app.codeAt(clock.now());
    assert.equal((await one.post("/sign-in/second-step", { code })).status, 303);
    assert.equal((await other.post("/sign-in/second-step", { code })).status, 403);
    clock.advance(STEP_MS);
    assert.equal((await other.post("/sign-in/second-step", { code })).status, 403, "nor within the drift afterwards");
  });

  test("RFC 6238 §5.2: of ten that show one code at the same moment, exactly one gets in", async () => {
    clock.advance(3 * STEP_MS);
    const people = await Promise.all(Array.from({ length: 10 }, () => halfway()));
    const code = app.codeAt(clock.now());
    const answers = await Promise.all(people.map((person) => person.post("/sign-in/second-step", { code })));
    assert.equal(answers.filter(({ location }) => location === "/mail/").length, 1);
    clock.advance(16 * 60_000);
  });

  test("RFC 6238 §5.2: a clock that is half a minute off is tolerated, a minute is not", async () => {
    for (const [drift, status] of [
      [-STEP_MS, 303],
      [STEP_MS, 303],
      [2 * STEP_MS, 403],
    ] as const) {
      clock.advance(4 * STEP_MS);
      const person = await halfway();
      assert.equal(
        (await person.post("/sign-in/second-step", { code: app.codeAt(clock.now() + drift) })).status,
        status,
      );
    }
    clock.advance(16 * 60_000);
  });

  test("R38, D4: a recovery code is taken once, however it is typed; of ten at the same moment exactly one", async () => {
    const [first = "", second = ""] = codes;
    const person = await halfway();
    const typed = first.replace("-", " ").toLowerCase();
    assert.equal((await person.post("/sign-in/second-step", { code: typed })).location, "/mail/");
    assert.equal((await (await halfway()).post("/sign-in/second-step", { code: first })).status, 403);
    const people = await Promise.all(Array.from({ length: 10 }, () => halfway()));
    const answers = await Promise.all(people.map((one) => one.post("/sign-in/second-step", { code: second })));
    assert.equal(answers.filter(({ location }) => location === "/mail/").length, 1);
    clock.advance(16 * 60_000);
  });

  test("attempts are limited for each sign-in, also at the same moment, and for the account", async () => {
    const person = await halfway();
    const before = await sessions();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => person.post("/sign-in/second-step", { code: "000000" })),
    );
    assert.ok(
      answers.some(({ location }) => location === "/sign-in?after=second-step"),
      "the fifth ends it",
    );
    assert.ok(answers.every(({ location }) => location === undefined || location === "/sign-in?after=second-step"));
    const right = await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
    assert.equal(right.location, "/sign-in?after=second-step");
    for (let turn = 0; turn < 4; turn++) {
      const again = await halfway();
      for (let tries = 0; tries < 4; tries++) await again.post("/sign-in/second-step", { code: "111111" });
    }
    const late = await halfway();
    const refused = await late.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
    assert.equal(refused.location, "/sign-in?after=second-step", "the account's attempts are over too");
    assert.deepEqual(await sessions(), before);
    clock.advance(16 * 60_000);
  });

  test("D2, D4: wrong codes of others use up nothing of a browser in which the person signed in before, and are told to them once", async () => {
    clock.advance(13 * 60 * 60_000);
    const person = await halfway();
    assert.equal((await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) })).location, "/mail/");
    clock.advance(STEP_MS);
    const told = async () => (await security.noticesOf(budi)).filter((subject) => /langkah kedua/.test(subject)).length;
    const before = await told();
    for (let turn = 0; turn < 4; turn++) {
      const thief = await halfway();
      for (let tries = 0; tries < 5; tries++) await thief.post("/sign-in/second-step", { code: "222222" });
    }
    const stranger = await halfway();
    const refused = await stranger.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
    assert.equal(refused.location, "/sign-in?after=second-step");
    assert.equal((await person.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
    assert.equal((await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) })).location, "/mail/");
    assert.equal(await told(), before + 1);
    clock.advance(16 * 60_000);
  });

  test("who signs in often is not held up by it", async () => {
    for (let turn = 0; turn < 16; turn++) {
      const person = await halfway();
      assert.equal((await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) })).location, "/mail/");
      clock.advance(STEP_MS);
    }
    clock.advance(16 * 60_000);
  });

  test("a half sign-in lasts ten minutes, and is used once", async () => {
    const person = await halfway();
    clock.advance(10 * 60_000 + 1);
    const { location } = await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
    assert.equal(location, "/sign-in?after=second-step");
    assert.match((await person.get("/sign-in?after=second-step")).body, /Silakan masuk lagi dari awal/);
  });

  test("R105, R110: another site's page cannot take it", async () => {
    const person = await halfway();
    const cookie = `surel-pending=${person.cookies.get("surel-pending") ?? ""}`;
    const foreign = security.browser({ cookie, "sec-fetch-site": "cross-site", origin: "https://jahat.example" });
    assert.equal((await foreign.post("/sign-in/second-step", { code: app.codeAt(clock.now()) })).status, 403);
  });

  test("a planted token of a half sign-in, session or browser is worth nothing afterwards", async () => {
    const planted = "A".repeat(43);
    const person = security.browser();
    for (const name of ["surel-session", "surel-pending", "surel-device"]) person.cookies.set(name, planted);
    await person.signIn("budi.santoso", PASSWORD);
    clock.advance(2 * STEP_MS);
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    assert.notEqual(person.cookies.get("surel-session"), planted);
    assert.notEqual(person.cookies.get("surel-device"), planted);
    const thief = security.browser();
    thief.cookies.set("surel-device", planted);
    assert.equal((await thief.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
    clock.advance(2 * STEP_MS);
  });
});

describe("a remembered device", () => {
  test("R37: is not asked for the second step for thirty days, and can be forgotten", async () => {
    const person = await halfway();
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    clock.advance(29 * 86_400_000);
    assert.equal((await person.signIn("budi.santoso", PASSWORD)).location, "/mail/");
    clock.advance(86_400_000 + 1);
    assert.equal((await person.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    assert.equal((await person.post("/account/security/devices/forget")).status, 303);
    assert.equal((await person.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
  });

  test("an earlier token of the browser, copied by somebody, is worth nothing after the next sign-in", async () => {
    clock.advance(2 * STEP_MS);
    const person = await halfway();
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    const copied = person.cookies.get("surel-device") ?? "";
    await person.signIn("budi.santoso", PASSWORD);
    const thief = security.browser();
    thief.cookies.set("surel-device", copied);
    assert.equal((await thief.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
  });

  test("is trusted for the person alone who ticked it", async () => {
    clock.advance(2 * STEP_MS);
    const person = await halfway();
    await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()), trust: "yes" });
    const { app: other } = await enrol("siti.rahayu");
    assert.equal((await person.signIn("siti.rahayu", PASSWORD)).location, "/sign-in/second-step");
    await person.post("/sign-in/second-step", { code: other.codeAt(clock.now()) });
    assert.equal((await person.signIn("budi.santoso", PASSWORD)).location, "/mail/");
    await db.write((tx) => tx.run(sql`delete from totp_secret where account_id = ${siti}`));
  });
});

describe("the policy of a role", () => {
  test("R37: required: who has none sets one up before anything else, and gets recovery codes", async () => {
    await security.setSettings({ security: { secondFactor: { employee: "required" } } });
    const person = security.browser();
    const answer = await person.signIn("siti.rahayu", PASSWORD);
    assert.equal(answer.location, "/sign-in/enrolment");
    assert.equal((await person.get("/mail/")).status, 303);
    const page = await person.get("/sign-in/enrolment");
    assert.match(page.body, /<svg\s+class="qr"\s+role="img"\s+aria-label="Kode QR/);
    assert.doesNotMatch(page.body, /<script/);
    const own = readAuthenticator(page.body);
    assert.equal((await person.post("/sign-in/enrolment", { code: "000000" })).status, 403);
    assert.equal(readAuthenticator((await person.get("/sign-in/enrolment")).body).codeAt(0), own.codeAt(0));
    const done = await person.post("/sign-in/enrolment", { code: own.codeAt(clock.now()) });
    assert.equal(done.status, 200);
    assert.match(done.body, /<ul class="codes">/);
    assert.match(done.body, /href="\/mail\/"/);
    assert.ok(person.cookies.has("surel-session"));
    clock.advance(STEP_MS);
    assert.equal((await security.browser().signIn("siti.rahayu", PASSWORD)).location, "/sign-in/second-step");
    assert.ok((await security.noticesOf(siti)).includes("Autentikasi dua faktor ditambahkan pada akun Anda"));
  });

  test("R37: off: nobody is asked", async () => {
    await security.setSettings({ security: { secondFactor: { employee: "off" } } });
    assert.equal((await security.browser().signIn("siti.rahayu", PASSWORD)).location, "/mail/");
    await security.setSettings({});
  });
});

test("R38, D4: a code to the recovery number, through the gateway: once, and not for a channel that was not chosen", async () => {
  const person = await halfway();
  clock.advance(2 * STEP_MS);
  await person.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
  await person.post("/account/security/recovery/phone", { target: "0812-3456-7890" });
  const confirmation = /\d{6}/.exec(gateway.requests.at(-1)?.text ?? "")?.[0] ?? "";
  assert.equal(gateway.requests.at(-1)?.to, "+6281234567890");
  assert.equal(gateway.requests.at(-1)?.headers.authorization, "Bearer rahasia");
  assert.equal((await person.post("/account/security/recovery/phone/confirm", { code: confirmation })).status, 303);
  const sent = gateway.requests.length;
  const unchosen = await halfway();
  await unchosen.post("/sign-in/second-step/send", { channel: "phone" });
  assert.equal(gateway.requests.slice(sent).filter(({ text }) => /\d{6}/.test(text)).length, 0);
  await person.post("/account/security/recovery/use", { kind: "phone", "for-sign-in": "yes" });
  const later = await halfway();
  assert.match((await later.get("/sign-in/second-step")).body, /Kirim kode ke \+62•••••7890/);
  await later.post("/sign-in/second-step/send", { channel: "phone" });
  const code = /\b\d{6}\b/.exec(gateway.requests.at(-1)?.text ?? "")?.[0] ?? "";
  assert.notEqual(code, "");
  const others = [later, await halfway(), await halfway()];
  const answers = await Promise.all(others.map((one) => one.post("/sign-in/second-step", { code })));
  assert.equal(answers.filter(({ location }) => location === "/mail/").length, 1);
});

test("challenges of passkeys are limited for one network", async () => {
  const ask = () => security.browser().get("/sign-in/passkey");
  const answers = [];
  // A few at a time: how many a busy machine takes at once is not what is asked here.
  for (let turn = 0; turn < 31; turn++) answers.push(...(await Promise.all(Array.from({ length: 20 }, ask))));
  assert.equal(answers.filter(({ status }) => status === 200).length, 600);
  assert.equal(answers.filter(({ status }) => status === 429).length, 20);
  clock.advance(16 * 60_000);
});

test("of codes and secrets the database has no text, and the log none either", async () => {
  const tables = [
    "totp_secret",
    "recovery_code",
    "one_time_code",
    "pending_sign_in",
    "remembered_device",
    "audit_event",
  ];
  const texts = await db.read((tx) =>
    Promise.all(
      tables.map((table) =>
        tx.rows(sql<{ text: string }>`select row_to_json(t)::text as text from ${sqlName(table)} t`),
      ),
    ),
  );
  const all =
    texts
      .flat()
      .map(({ text }) => text)
      .join("\n") + security.logLines.join("\n");
  for (const code of codes) assert.ok(!all.includes(code) && !all.includes(code.replace("-", "")));
  assert.ok(!all.includes(PASSWORD));
  const [row] = await db.read((tx) =>
    tx.rows(
      sql<{
        count: number;
      }>`select count(*)::int as count from audit_event where subject_account_id = ${budi} and action = 'secondStep'`,
    ),
  );
  assert.ok((row?.count ?? 0) > 10);
});

/** A name from the list above. */
function sqlName(table: string) {
  return { ...sql``, strings: [table], values: [] };
}
