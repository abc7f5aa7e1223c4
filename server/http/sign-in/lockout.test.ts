import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../../test/support/account-security.ts";
import { createToken, systemRandom } from "../../base/ids.ts";
import { unlockAccount } from "../../auth/unlock-account.ts";
import { listPresentLocks, listSignInLocks } from "../../store/sign-in-attempts.ts";

const security = await openTestSecurity({ after });
const { app, clock, db, budi, siti, admin, organisationId } = security;
const MINUTE = 60_000;

/** An attempt from an address of one's own. */
async function attempt(username: string, password: string, remoteAddress: string, cookie = "") {
  const response = await app.inject({
    method: "POST",
    url: "/sign-in",
    remoteAddress,
    headers: { host: "surel.test", "content-type": "application/x-www-form-urlencoded", ...(cookie && { cookie }) },
    payload: new URLSearchParams({ username, password }).toString(),
  });
  const { statusCode: status, body, headers, cookies } = response;
  return { status, body, headers, cookies };
}

/** So many wrong attempts, each after the pause. */
async function guess(username: string, times: number, remoteAddress: string) {
  for (let turn = 0; turn < times; turn++) {
    await attempt(username, "salah", remoteAddress);
    clock.advance(31_000);
  }
}

test("R40: from the fourth wrong attempt on each is followed by a longer pause, known or not", async () => {
  for (const name of ["budi.santoso", "tiada.orang"]) {
    const pauses: number[] = [];
    for (let wrong = 0; wrong < 10;) {
      const { status, headers } = await attempt(name, "salah", "198.51.100.7");
      if (status === 403) {
        wrong++;
        continue;
      }
      pauses.push(Number(headers["retry-after"]));
      clock.advance((pauses.at(-1) ?? 0) * 1000);
    }
    assert.deepEqual(pauses, [1, 2, 4, 8, 16, 30], name);
  }
  clock.advance(20 * MINUTE);
});

test("R40, D2: ten wrong attempts lock the account for that network for fifteen minutes; the same is said of nobody", async () => {
  await guess("budi.santoso", 10, "198.51.100.8");
  await guess("tiada.orang", 10, "198.51.100.8");
  const known = await attempt("budi.santoso", PASSWORD, "198.51.100.8");
  const unknown = await attempt("tiada.orang", PASSWORD, "198.51.100.8");
  assert.equal(known.status, 429);
  assert.equal(unknown.status, 429);
  const same = (body: string) => body.replace(/value="[^"]*"/g, "").replace(/\d+ menit/, "");
  assert.equal(same(known.body), same(unknown.body));
  assert.deepEqual(Object.keys(known.headers), Object.keys(unknown.headers));
  assert.equal((await attempt("budi.santoso", PASSWORD, "203.0.113.1")).status, 303, "from another network it goes on");
  clock.advance(15 * MINUTE);
  assert.equal((await attempt("budi.santoso", PASSWORD, "198.51.100.8")).status, 303);
});

test("R41, D2: every lock is recorded for IT support, which ends it", async () => {
  await guess("siti.rahayu", 10, "198.51.100.9");
  assert.equal((await attempt("siti.rahayu", PASSWORD, "198.51.100.9")).status, 429);
  const [lock] = await db.read((tx) => listPresentLocks(tx, siti, new Date(clock.now())));
  assert.equal(lock?.networkAddress, "198.51.100.9");
  assert.equal(lock.everywhere, false);
  const ended = await db.write((tx) => unlockAccount(tx, { clock }, { accountId: siti, organisationId, by: admin }));
  assert.equal(ended, 1);
  const answer = await attempt("siti.rahayu", PASSWORD, "198.51.100.9");
  assert.equal(answer.status, 303);
});

test("D2: the person is told of locks at the next sign-in, once, and goes on to the page that was asked for", async () => {
  await guess("siti.rahayu", 10, "198.51.100.10");
  clock.advance(16 * MINUTE);
  const person = security.browser();
  const { location } = await person.signIn("siti.rahayu", PASSWORD, { next: "/mail/m1" });
  assert.equal(location, "/account/security/news?next=%2Fmail%2Fm1");
  const { body } = await person.get(location ?? "");
  assert.match(body, /Akun Anda pernah dikunci/);
  assert.match(body, /198\.51\.100\.10/);
  assert.match(body, /href="\/mail\/m1"/);
  assert.equal((await person.get(location ?? "")).location, "/mail/m1");
  assert.equal((await person.signIn("siti.rahayu", PASSWORD)).location, "/mail/");
});

test("D2: attempts from many networks lock it everywhere, but not for a session or a browser of the person's own", async () => {
  const own = await attempt("budi.santoso", PASSWORD, "203.0.113.50");
  const cookie = own.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (let turn = 0; turn < 50; turn++) await attempt("budi.santoso", "salah", `203.0.113.${turn + 100}`);
  assert.equal((await attempt("budi.santoso", PASSWORD, "203.0.113.99")).status, 429, "strangers are locked out");
  const session = await app.inject({ url: "/account/security", headers: { cookie }, remoteAddress: "203.0.113.50" });
  assert.equal(session.statusCode, 200);
  const device = own.cookies.find(({ name }) => name === "surel-device");
  const again = await attempt("budi.santoso", PASSWORD, "203.0.113.99", `surel-device=${device?.value ?? ""}`);
  assert.equal(again.status, 303);
  const locks = await db.read((tx) => listSignInLocks(tx, budi, 20));
  assert.equal(locks.filter(({ everywhere }) => everywhere).length, 1);
  clock.advance(20 * MINUTE);
});

test("a remembered browser has a limit of its own", async () => {
  const own = await attempt("budi.santoso", PASSWORD, "203.0.113.60");
  const device = own.cookies.find(({ name }) => name === "surel-device")?.value ?? "";
  const cookie = `surel-device=${device}`;
  for (let turn = 0; turn < 10; turn++) {
    assert.equal((await attempt("budi.santoso", "salah", "203.0.113.60", cookie)).status, 403);
    clock.advance(31_000);
  }
  assert.equal((await attempt("budi.santoso", PASSWORD, "203.0.113.60", cookie)).status, 429);
  assert.equal((await attempt("budi.santoso", PASSWORD, "203.0.113.61")).status, 303, "which locks nobody else out");
  clock.advance(20 * MINUTE);
});

test("attempts at the same moment count all: never more are looked at than may be wrong", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => attempt("siti.rahayu", "salah", "198.51.100.20")));
  assert.equal(answers.filter(({ status }) => status === 403).length, 10);
  assert.equal((await attempt("siti.rahayu", PASSWORD, "198.51.100.20")).status, 429);
  clock.advance(20 * MINUTE);
});

test("R41: by policy a lock ends by IT support alone; a stranger is told what everybody with a wrong password is told", async () => {
  await security.setSettings({ lockout: { unlock: "manual" } });
  await guess("siti.rahayu", 10, "198.51.100.30");
  await guess("tiada.lagi", 10, "198.51.100.30");
  for (const minutes of [0, 16, 600]) {
    clock.advance(minutes * MINUTE);
    const known = await attempt("siti.rahayu", PASSWORD, "198.51.100.30");
    const unknown = await attempt("tiada.lagi", PASSWORD, "198.51.100.30");
    assert.equal(known.status, 403);
    assert.equal(unknown.status, 403);
    assert.equal(known.body.replace(/value="[^"]*"/, ""), unknown.body.replace(/value="[^"]*"/, ""));
  }
  await db.write((tx) => unlockAccount(tx, { clock }, { accountId: siti, organisationId }));
  assert.equal((await attempt("siti.rahayu", PASSWORD, "198.51.100.30")).status, 303);
  await security.setSettings({});
});

test("R36, R40: for an unknown name a password is derived as for a known one: neither takes less time", async () => {
  const before = security.verified.length;
  for (const name of ["budi.santoso", "bukan.siapa"]) await attempt(name, "salah sekali", "192.0.2.1");
  assert.deepEqual(security.verified.slice(before), [true, false]);
});

test("R40, D2: while strangers crowd the door an owner's attempt is looked at next, and no stranger learns anything", async () => {
  const own = await attempt("budi.santoso", PASSWORD, "203.0.113.70");
  const device = `surel-device=${own.cookies.find(({ name }) => name === "surel-device")?.value ?? ""}`;
  const { turns } = security;
  const [one, rest] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const running = [turns.run(() => one.promise), turns.run(() => rest.promise)];
  const behindFirst: number[] = [];
  for (let number = 0; number < 400; number++) {
    const crowd = { origin: `crowd ${number % 10}` };
    running.push(turns.run(async () => void behindFirst.push(turns.waiting), crowd));
  }
  const known = await attempt("budi.santoso", "salah", "198.51.100.40");
  const unknown = await attempt("tiada.siapa", "salah", "198.51.100.40");
  const forged = await attempt("budi.santoso", PASSWORD, "198.51.100.40", `surel-device=${createToken(systemRandom)}`);
  const anothers = await attempt("siti.rahayu", PASSWORD, "198.51.100.40", device);
  for (const { status, headers } of [known, unknown, forged, anothers]) {
    assert.deepEqual([status, headers["retry-after"]], [503, "5"]);
  }
  assert.equal(known.body.replace(/value="[^"]*"/, ""), unknown.body.replace(/value="[^"]*"/, ""));
  assert.deepEqual(Object.keys(known.headers), Object.keys(unknown.headers));
  const owner = attempt("budi.santoso", PASSWORD, "203.0.113.70", device);
  while (turns.waiting < 401) await new Promise(setImmediate);
  one.resolve();
  assert.equal((await owner).status, 303);
  rest.resolve();
  await Promise.all(running);
  assert.equal(behindFirst[0], 399, "the owner was no longer waiting when the first of the crowd had a turn");
  for (let turn = 0; turn < 3; turn++)
    assert.equal((await attempt("siti.rahayu", "salah", "198.51.100.40")).status, 403);
  assert.equal(
    (await attempt("siti.rahayu", PASSWORD, "198.51.100.40")).status,
    303,
    "what was turned away was not counted",
  );
});
