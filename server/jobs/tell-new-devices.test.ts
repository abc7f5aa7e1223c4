import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../test/support/account-security.ts";
import { createLog } from "../base/log.ts";
import { putRecoveryChannel } from "../store/recovery.ts";
import { tellNewDevicesJob } from "./tell-new-devices.ts";

const security = await openTestSecurity({ after }, { security: { rememberDays: 180 } });
const { clock, db, budi, siti, auth } = security;
const { messenger } = auth.person;
assert.ok(messenger);
const log = createLog({ level: "silent" });
const run = () => tellNewDevicesJob({ db, clock, messenger, log }).run(new AbortController().signal);
const firefox = { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" };
const android = { "user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0" };
const DAY = 86_400_000;

await db.write((tx) =>
  putRecoveryChannel(tx, budi, {
    kind: "email",
    target: "budi.pribadi@example.org",
    confirmedAt: new Date(clock.now()),
    forSignIn: false,
  }),
);

describe("R109: a sign-in from a device that was never seen", () => {
  const own = security.browser(firefox);

  test("is not told at the first sign-in of all, nor in the same browser again", async () => {
    await own.signIn("budi.santoso", PASSWORD);
    await own.signIn("budi.santoso", PASSWORD);
    assert.deepEqual(await run(), { told: 0 });
  });

  test("is told in the mailbox and at the recovery address, once, without a link", async () => {
    await security.browser(android).signIn("budi.santoso", PASSWORD);
    assert.deepEqual(await run(), { told: 1 });
    assert.deepEqual(await run(), { told: 0 });
    assert.deepEqual(await security.noticesOf(budi), ["Akun Anda dibuka dari perangkat yang belum dikenal"]);
    const [mail] = await security.sentMail(1);
    assert.equal(mail?.to, "budi.pribadi@example.org");
    assert.match(mail?.text ?? "", /Chrome, Android, dari jaringan 127\.0\.0\.1/);
    assert.match(mail?.text ?? "", /Senin, 2 Maret 2026 pukul 08\.00 WIB/);
    assert.doesNotMatch(mail?.text ?? "", /https?:|surel\.test/);
  });

  test("is told of a wrong password in no case: nobody came in", async () => {
    await security.browser(android).signIn("budi.santoso", "salah");
    assert.deepEqual(await run(), { told: 0 });
  });

  test("is told a few times a day at most", async () => {
    clock.advance(2 * DAY);
    for (let turn = 0; turn < 8; turn++) await security.browser(android).signIn("budi.santoso", PASSWORD);
    assert.deepEqual(await run(), { told: 5 });
  });

  test("where no browsers are remembered, the same program in the same network is no news", async () => {
    await security.setSettings({ security: { rememberDays: 0 } });
    for (let turn = 0; turn < 3; turn++) await security.browser(firefox).signIn("siti.rahayu", PASSWORD);
    assert.deepEqual(await run(), { told: 0 });
    await security.browser(android).signIn("siti.rahayu", PASSWORD);
    assert.deepEqual(await run(), { told: 1 });
    assert.equal((await security.noticesOf(siti)).length, 1);
  });
});
