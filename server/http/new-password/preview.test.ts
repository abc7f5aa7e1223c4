import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../../test/support/account-security.ts";
import { quickHash } from "../../../test/support/quick-password.ts";

const security = await openTestSecurity({ after });
const { clock } = security;
const person = await security.signedIn();
const tokenOn = (page: string) => /data-preview="([\w-]+)"/.exec(page)?.[1] ?? "none";
const token = tokenOn((await person.get("/account/security/password")).body);
const ask = async (candidate: string, more: Record<string, string> = {}) => {
  const { status, body, headers } = await security.browser().post("/password-preview", { token, candidate, ...more });
  return { status, headers, told: JSON.parse(body) as { level: number; text: string; rules: Record<string, boolean> } };
};

describe("while a new password is typed", () => {
  test("R57, R58: it is told how strong it is and all that is missing", async () => {
    const { status, told } = await ask("kucing");
    assert.equal(status, 200);
    assert.ok(told.level <= 1);
    assert.match(told.text, /^Kekuatan: (?:sangat )?lemah\./);
    assert.match(told.text, /kurang 6 karakter/);
    assert.match(told.text, /belum ada/);
    assert.deepEqual(told.rules, { length: false, classes: false, personal: true });
  });

  test("R58: a good one can be used", async () => {
    const { told } = await ask("Perahu-kuning-37-berlabuh");
    assert.ok(told.level >= 3);
    assert.match(told.text, /Kata sandi ini dapat dipakai\.$/);
    assert.deepEqual(told.rules, { length: true, classes: true, personal: true });
  });

  test("R59: what is personal is named, in the language of the page", async () => {
    const { told } = await ask("Budi-Santoso-1985!", { language: "en" });
    assert.match(told.text, /Do not use your name in the password\./);
    assert.equal(told.rules.personal, false);
  });

  test("R59: nobody tries out what is personal to somebody without having got that far", async () => {
    for (const forged of ["", "x".repeat(60), token.slice(0, -2) + "AA"]) {
      assert.equal((await ask("Budi-Santoso-1985!", { token: forged })).status, 403);
    }
    assert.equal(
      (
        await security
          .browser({ origin: "https://elsewhere.example" })
          .post("/password-preview", { token, candidate: "x" })
      ).status,
      403,
    );
    assert.doesNotMatch((await security.browser().get("/sign-in")).body, /data-preview/);
    clock.advance(3 * 3_600_000);
    assert.equal((await ask("apa saja")).status, 403, "a page of hours ago");
    clock.advance(-3 * 3_600_000);
  });

  test("the word is neither logged nor kept, nor cached", async () => {
    const word = "Tidak-untuk-dicatat-83";
    const { headers } = await ask(word);
    assert.equal(headers["cache-control"], "no-store");
    assert.ok(!security.logLines.join("\n").includes(word));
    const { sql } = await import("../../store/sql.ts");
    const kept = await security.db.read((tx) =>
      tx.row(
        sql<{ count: number }>`select count(*)::int as count from audit_event where detail::text like ${`%${word}%`}`,
      ),
    );
    assert.equal(kept?.count, 0);
  });

  test("it is asked no more often than somebody types", async () => {
    const answers = await Promise.all(Array.from({ length: 70 }, () => ask("")));
    assert.ok(answers.some(({ status }) => status === 429));
    assert.ok(answers.filter(({ status }) => status === 200).length <= 60);
    clock.advance(60_000);
    assert.equal((await ask("x")).status, 200);
  });

  test("a password of any length is answered", async () => {
    const { told } = await ask("a".repeat(5000));
    assert.match(told.text, /terlalu panjang/);
  });

  test("R57: the meter is on every page that sets a password", async () => {
    const { setPassword } = await import("../../auth/initial-password.ts");
    const hash = await quickHash(PASSWORD);
    const now = new Date(clock.now());
    await security.db.write((tx) => setPassword(tx, security.siti, { hash, mustChange: true, now }));
    const { body } = await security.browser().signIn("siti.rahayu", PASSWORD);
    for (const page of [body, (await person.get("/account/security/password")).body]) {
      assert.match(page, /new-password\.js" defer/);
      assert.match(page, /autocomplete="current-password"/);
      assert.match(page, /autocomplete="new-password"/);
      assert.equal(
        (await security.browser().post("/password-preview", { token: tokenOn(page), candidate: "x" })).status,
        200,
      );
    }
  });
});
