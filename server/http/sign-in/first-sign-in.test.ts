import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";

import { createTestClock } from "../../../test/support/clock.ts";
import { openTestDatabase } from "../../../test/support/database.ts";
import { createBrowser, openTestHttp } from "../../../test/support/http.ts";
import { makeAccount, makeOrganisation } from "../../../test/support/organisation.ts";
import { createAppPasswordSecret, hashAppPassword } from "../../auth/app-password.ts";
import { systemRandom, type AccountId } from "../../base/ids.ts";
import { insertAppPassword } from "../../store/app-passwords.ts";

const INITIAL = "K7QM-2XVR-9DTA-1BCE";
const NEW = "Sawah-hijau-di-lereng-7";

let accountId: AccountId;
let address: string;
let count = 0;

const { database: db } = await openTestDatabase({ after });
await makeOrganisation(db);
const http = await openTestHttp({ after }, { db, clock: createTestClock() });

beforeEach(async () => {
  address = `pegawai.${++count}@uji.go.id`;
  accountId = await makeAccount(db, {
    address,
    displayName: "Dewi Anggraini",
    employeeNumber: "200108152026042001",
    password: INITIAL,
    mustChange: true,
  });
});

const change = (fields: { password?: string; next?: string; confirm?: string } = {}) => {
  const { password = INITIAL, next = NEW, confirm = next } = fields;
  const person = createBrowser(http.app);
  return { person, answer: person.signIn(address, password, { "new-password": next, "confirm-password": confirm }) };
};

describe("the first sign-in", () => {
  test("R44, R45, R46, R47, R48, R52: the initial password leads to a form with the name, the old, the new and its confirmation", async () => {
    const person = createBrowser(http.app);
    const { status, body, headers } = await person.signIn(address, INITIAL);
    assert.equal(status, 200);
    assert.equal(headers["set-cookie"], undefined, "nobody is signed in yet");
    assert.ok(body.includes(`value="${address}"`), "the name is shown");
    for (const [id, label] of [
      ["password", "Kata Sandi Lama"],
      ["new-password", "Kata Sandi Baru"],
      ["confirm-password", "Konfirmasi Kata Sandi"],
    ]) {
      assert.ok(body.includes(`<label for="${id}">${label}</label>`));
    }
    assert.match(body, /<button[^>]*type="submit">\s*Masuk\s*<\/button>/);
    assert.match(body, /Ingat kata sandi baru/);
  });

  test("R48, R50, R51: one submit changes the password and signs in; from then on only the new one works", async () => {
    const { person, answer } = change();
    const { status, location } = await answer;
    assert.deepEqual([status, location], [303, "/mail/"]);
    assert.ok(person.cookies.has("surel-session"));
    assert.equal((await createBrowser(http.app).signIn(address, INITIAL)).status, 403);
    assert.equal((await createBrowser(http.app).signIn(address, NEW)).location, "/mail/");
  });

  test("R46, D17: no mail is reachable before it, by no door", async () => {
    const secret = createAppPasswordSecret(systemRandom);
    const secretHash = hashAppPassword(secret);
    assert.ok(secretHash);
    // Made before the desk gave out a new password: whoever knew the old one may have made it.
    const createdAt = new Date("2026-01-01");
    await db.write((tx) =>
      insertAppPassword(tx, { accountId, name: "x", secretHash, scopes: ["jmap", "smtp"], createdAt }),
    );
    const basic = Buffer.from(`${address}:${secret}`).toString("base64");
    assert.equal(await http.auth.authenticate({ authorization: `Basic ${basic}` }, "127.0.0.1"), undefined);
    assert.equal(await http.auth.authenticate({ authorization: `Bearer ${secret}` }, "127.0.0.1"), undefined);
    assert.equal(await http.auth.verifyAppPassword(address, secret, "smtp", "127.0.0.1"), undefined);
    await change().answer;
    assert.ok(await http.auth.verifyAppPassword(address, secret, "smtp", "127.0.0.1"));
  });

  const unfit: [string, Parameters<typeof change>[0], RegExp][] = [
    ["R57, R58: too short", { next: "Ab1-xyz" }, /sedikitnya 12 karakter/],
    ["R57: one kind of letters", { next: "sawahhijaulereng" }, /Gunakan sedikitnya 3 jenis karakter/],
    ["R59: the person's name", { next: "Dewi-2026-Anggraini" }, /nama/i],
    ["R46: the initial one again", { next: INITIAL }, /kata sandi/i],
    ["R48: a confirmation that differs", { confirm: "Sawah-hijau-di-lereng-8" }, /Konfirmasi tidak sama/],
  ];
  for (const [what, fields, words] of unfit) {
    test(`R49: ${what} is refused with the reason, and nothing has changed`, async () => {
      const { person, answer } = change(fields);
      const { status, body } = await answer;
      assert.equal(status, 422);
      assert.match(body, /role="alert"/);
      assert.match(body, words);
      assert.equal(person.cookies.size, 0);
      assert.match((await createBrowser(http.app).signIn(address, INITIAL)).body, /Kata Sandi Baru/);
    });
  }

  test("R49: a passphrase needs no mixture", async () => {
    assert.equal((await change({ next: "kambing makan rumput senja" }).answer).status, 303);
  });

  test("a wrong old password is a wrong sign-in, whatever the new one is", async () => {
    const { status, body } = await change({ password: "salah", next: "x", confirm: "y" }).answer;
    assert.equal(status, 403);
    assert.match(body, /Nama pengguna atau kata sandi salah/);
    assert.doesNotMatch(body, /confirm-password/);
  });

  test("of two changes at the same moment one is made", async () => {
    const answers = await Promise.all([change({ next: `${NEW}-a` }).answer, change({ next: `${NEW}-b` }).answer]);
    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [303, 403],
    );
  });

  test("R53: the same form replaces a password that need not be replaced, and ends the other sessions", async () => {
    await change().answer;
    const elsewhere = createBrowser(http.app);
    await elsewhere.signIn(address, NEW);
    assert.equal((await change({ password: NEW, next: "Pohon-kelapa-tinggi-9" }).answer).status, 303);
    const cookie = `surel-session=${elsewhere.cookies.get("surel-session") ?? ""}`;
    assert.equal(await http.auth.authenticate({ cookie }, "127.0.0.1"), undefined);
  });
});
