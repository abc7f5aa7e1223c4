import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../../../test/support/account-security.ts";
import { createAppPasswordSecret, hashAppPassword } from "../../auth/app-password.ts";
import { findStanding } from "../../auth/standing.ts";
import { createToken, systemRandom } from "../../base/ids.ts";
import { hashSessionToken } from "../../auth/session-token.ts";
import { findAccount } from "../../store/accounts.ts";
import { insertAppPassword } from "../../store/app-passwords.ts";
import { findOrganisation } from "../../store/organisations.ts";
import { insertResetLink } from "../../store/recovery.ts";

// Set on Monday, 2 March 2026: good to the end of 12 March, with five working days of grace to the end of 19 March.
const DAY = 86_400_000;
const security = await openTestSecurity(
  { after },
  {
    password: { lifetime: { unit: "calendarDays", days: 10 } },
    session: { idleMs: 60 * DAY, lifetimeMs: 60 * DAY },
  },
);
const { clock, db, auth, budi, organisationId } = security;
const person = await security.signedIn();
const secret = createAppPasswordSecret(systemRandom);
const token = createToken(systemRandom);
await db.write(async (tx) => {
  const now = new Date(clock.now());
  const secretHash = hashAppPassword(secret);
  const tokenHash = hashSessionToken(token);
  assert.ok(secretHash && tokenHash);
  await insertAppPassword(tx, { accountId: budi, name: "x", secretHash, scopes: ["smtp", "jmap"], createdAt: now });
  await insertResetLink(tx, {
    tokenHash,
    accountId: budi,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 60 * DAY),
  });
});
const doors = async () => ({
  session: (await person.get("/account/security")).status === 200,
  smtp: (await auth.verifyAppPassword("budi.santoso", secret, "smtp", "127.0.0.1")) !== undefined,
  jmap: (await auth.authenticate({ authorization: `Bearer ${secret}` }, "127.0.0.1")) !== undefined,
  resetLink: (await security.browser({ cookie: `surel-reset=${token}` }).get("/reset-password")).status === 200,
});
const standing = () =>
  db.read(async (tx) => {
    const [account, organisation] = [await findAccount(tx, budi), await findOrganisation(tx, organisationId)];
    assert.ok(account && organisation);
    return findStanding(tx, { clock }, { account, organisation });
  });

describe("R62, R63: the end comes with the last second of its day, whether a job has run or not", () => {
  test("on the last day all is as before", async () => {
    clock.set("2026-03-12T23:59:50+07:00");
    assert.deepEqual(await doors(), { session: true, smtp: true, jmap: true, resetLink: true });
    assert.deepEqual(await standing(), { kind: "open" });
  });

  test("D1: from the next day on signing in asks for a new password, and the grace leaves the other doors open", async () => {
    clock.set("2026-03-13T00:00:10+07:00");
    const { status, body } = await security.browser().signIn("budi.santoso", PASSWORD);
    assert.equal(status, 200);
    assert.match(body, /Kata sandi Anda sudah kedaluwarsa/);
    assert.deepEqual(await standing(), { kind: "mustChange", cause: "expired" });
    clock.set("2026-03-19T23:59:50+07:00");
    assert.deepEqual(await doors(), { session: true, smtp: true, jmap: true, resetLink: true });
  });

  test("R63: ten seconds after the grace every door is shut, and the form says no more than for a wrong password", async () => {
    clock.set("2026-03-20T00:00:10+07:00");
    assert.deepEqual(await doors(), { session: false, smtp: false, jmap: false, resetLink: false });
    assert.deepEqual(await standing(), { kind: "closed", because: "over" });
    const { status, body } = await security.browser().signIn("budi.santoso", PASSWORD);
    assert.equal(status, 403);
    assert.match(body, /Nama pengguna atau kata sandi salah/);
    const renewal = { "new-password": OTHER_PASSWORD, "confirm-password": OTHER_PASSWORD };
    assert.equal((await security.browser().signIn("budi.santoso", PASSWORD, renewal)).status, 403);
    assert.equal(
      (await security.browser({ cookie: `surel-reset=${token}` }).post("/reset-password", renewal)).status,
      410,
    );
  });
});
