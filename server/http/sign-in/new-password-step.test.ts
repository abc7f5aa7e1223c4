import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";

import {
  openTestSecurity,
  OTHER_PASSWORD,
  PASSWORD,
  readAuthenticator,
} from "../../../test/support/account-security.ts";
import { setPassword } from "../../auth/initial-password.ts";
import { quickHash } from "../../../test/support/quick-password.ts";

const security = await openTestSecurity({ after });
const { clock, db, budi } = security;
const hash = await quickHash(PASSWORD);

const person = await security.signedIn();
const app = readAuthenticator((await person.get("/account/security/authenticator")).body);
await person.post("/account/security/authenticator", { code: app.codeAt(clock.now()) });

/** The desk gave this password out; the second factor stands. */
beforeEach(async () => {
  clock.advance(20 * 60_000);
  await db.write((tx) => setPassword(tx, budi, { hash, mustChange: true, now: new Date(clock.now()) }));
});

const fields = (password = PASSWORD, next = OTHER_PASSWORD) => ({
  password,
  "new-password": next,
  "confirm-password": next,
});
const currentHash = async () => {
  const { findPassword } = await import("../../store/passwords.ts");
  return (await db.read((tx) => findPassword(tx, budi)))?.hash;
};

async function afterSecondStep() {
  const one = security.browser();
  assert.equal((await one.signIn("budi.santoso", PASSWORD)).location, "/sign-in/second-step");
  const first = one.cookies.get("surel-pending");
  const { location } = await one.post("/sign-in/second-step", { code: app.codeAt(clock.now()) });
  assert.equal(location, "/sign-in/new-password");
  assert.notEqual(one.cookies.get("surel-pending"), first, "a token of before does not gain the step");
  return { one, first };
}

describe("a password that must be replaced, with a second factor", () => {
  test("R37, R48: who has the old password alone sets no new one, by no form", async () => {
    const thief = security.browser();
    const answer = await thief.signIn("budi.santoso", PASSWORD, fields());
    assert.equal(answer.location, "/sign-in/second-step");
    assert.equal((await thief.get("/sign-in/new-password")).location, "/sign-in?after=second-step");
    await thief.signIn("budi.santoso", PASSWORD);
    assert.equal((await thief.post("/sign-in/new-password", fields())).location, "/sign-in?after=second-step");
    assert.equal(await currentHash(), hash);
    assert.ok(!thief.cookies.has("surel-session"));
  });

  test("R48, R50: after the second step the form changes it and signs in", async () => {
    const { one } = await afterSecondStep();
    assert.ok(!one.cookies.has("surel-session"), "D17: no mail before it");
    const { body } = await one.get("/sign-in/new-password");
    assert.match(body, /value="budi.santoso@contoh.go.id" readonly/);
    assert.match(body, /Ganti kata sandi awal Anda/);
    const unfit = await one.post("/sign-in/new-password", fields(PASSWORD, "pendek"));
    assert.equal(unfit.status, 422);
    assert.match(unfit.body, /sedikitnya 12 karakter/);
    const wrong = await one.post("/sign-in/new-password", fields("salah"));
    assert.equal(wrong.status, 403);
    assert.match(wrong.body, /Kata sandi lama salah/);
    const { status, location } = await one.post("/sign-in/new-password", fields());
    assert.deepEqual([status, location], [303, "/mail/"]);
    assert.equal((await one.get("/account/security")).status, 200);
    assert.notEqual(await currentHash(), hash);
  });

  test("R48: the token of the second step is worth nothing after it, and the new one nothing after the change", async () => {
    const { one, first } = await afterSecondStep();
    const old = security.browser({ cookie: `surel-pending=${first}` });
    assert.equal((await old.get("/sign-in/new-password")).status, 303);
    const spent = one.cookies.get("surel-pending");
    const answers = await Promise.all([1, 2].map(() => one.post("/sign-in/new-password", fields())));
    assert.equal(
      answers.filter(({ location }) => location === "/mail/").length,
      1,
      "of two at the same moment one signs in",
    );
    const replayed = security.browser({ cookie: `surel-pending=${spent}` });
    assert.equal((await replayed.get("/sign-in/new-password")).location, "/sign-in?after=second-step");
  });

  test("guesses of the old password are few", async () => {
    const { one } = await afterSecondStep();
    const answers = [];
    for (let turn = 0; turn < 9; turn++) answers.push(await one.post("/sign-in/new-password", fields(`salah ${turn}`)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...Array<number>(8).fill(403), 303],
    );
    assert.equal((await one.post("/sign-in/new-password", fields())).location, "/sign-in?after=second-step");
  });
});
