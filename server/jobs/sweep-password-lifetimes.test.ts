import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestSecurity, OTHER_PASSWORD, PASSWORD } from "../../test/support/account-security.ts";
import { setPassword } from "../auth/initial-password.ts";
import type { AccountId } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { addDecreedDays } from "../organisation/working-days/change-calendar.ts";
import { createWorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import { findAccount } from "../store/accounts.ts";
import { sql } from "../store/sql.ts";
import { sweepPasswordLifetimesJob } from "./sweep-password-lifetimes.ts";
import { quickHash } from "../../test/support/quick-password.ts";

// Passwords are set on 2 March 2026: good to the end of 23 July, with grace to the end of 30 July.
const security = await openTestSecurity({ after });
const { db, clock, auth, budi, siti, admin } = security;
await db.write((tx) => addDecreedDays(tx, new Date(clock.now())));
const hash = await quickHash(PASSWORD);
await db.write((tx) => setPassword(tx, admin, { hash, mustChange: false, now: new Date(clock.now()) }));
const { cache, messenger } = auth.person;
assert.ok(messenger);
const calendars = createWorkingCalendars({ db, clock });
const job = sweepPasswordLifetimesJob({ db, clock, calendars, messenger, cache, log: createLog({ level: "silent" }) });
const run = () => job.run(new AbortController().signal);
const at = (day: string) => clock.set(`${day}T09:00:00+07:00`);
const renew = (next: string) => ({ "new-password": next, "confirm-password": next });
const lastMailOf = (id: AccountId) =>
  db.read((tx) =>
    tx.row(sql<{ subject: string; preview: string }>`
    select subject, preview from email where account_id = ${id} order by id desc limit 1`),
  );

test("R65, D1: the reminder comes into the person's own mailbox on its day, once, and carries no link", async () => {
  at("2026-07-20");
  const { sent } = await run();
  assert.equal(sent, 3);
  const mail = await lastMailOf(siti);
  assert.equal(mail?.subject, "Kata sandi Anda berlaku hingga Kamis, 23 Juli 2026");
  assert.doesNotMatch(mail?.preview ?? "", /https?:/);
  assert.deepEqual(await run(), { noticed: 0, disabled: 0, sent: 0 });
});

test("R65: in the last days signing in tells it first, and leads to the change or on", async () => {
  const person = security.browser();
  const { location = "" } = await person.signIn("siti.rahayu", PASSWORD);
  assert.equal(location, "/account/security/news?next=%2Fmail%2F");
  const { body } = await person.get(location);
  assert.match(body, /<h1>Kata sandi Anda berlaku hingga Kamis, 23 Juli 2026<\/h1>/);
  assert.match(body, /Masih ada 3 hari kerja/);
  assert.match(body, /href="\/account\/security\/password"/);
  assert.match(body, /href="\/mail\/"/);
});

test("R64: a change in time renews the period", async () => {
  const person = security.browser();
  assert.equal((await person.signIn("siti.rahayu", PASSWORD, renew(OTHER_PASSWORD))).status, 303);
  at("2026-07-24");
  assert.equal((await security.browser().signIn("siti.rahayu", OTHER_PASSWORD)).status, 303);
});

test("R62, R63: after the last day the next sign-in asks for a new password, which need not be told twice", async () => {
  const person = security.browser();
  const form = await person.signIn("budi.santoso", PASSWORD);
  assert.equal(form.status, 200);
  assert.match(form.body, /Kata sandi Anda sudah kedaluwarsa/);
  assert.equal(person.cookies.size, 0);
  const refused = await person.signIn("budi.santoso", PASSWORD, renew(PASSWORD));
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Kata sandi Anda sudah kedaluwarsa/);
});

test("R63: after the grace it is as a disabled account, even before the sweep, which disables it", async () => {
  at("2026-07-31");
  const wrong = await security.browser().signIn("budi.santoso", "salah-sekali");
  const over = await security.browser().signIn("budi.santoso", PASSWORD);
  assert.deepEqual([over.status, over.body], [wrong.status, wrong.body], "a stranger learns nothing");
  const { disabled } = await run();
  assert.equal(disabled, 2);
  assert.equal((await db.read((tx) => findAccount(tx, budi)))?.state, "disabled");
  assert.equal((await lastMailOf(budi))?.subject, "Akun email dinas Anda dinonaktifkan");
  assert.equal((await db.read((tx) => findAccount(tx, siti)))?.state, "active");
});

test("R63, R41: enabled by the desk, the person has days to replace the password, and the sweep leaves them alone", async () => {
  await db.write((tx) => tx.run(sql`update account set role = 'service-desk' where id = ${siti}`));
  const desk = security.browser();
  await desk.signIn("siti.rahayu", OTHER_PASSWORD);
  const path = `/admin/accounts/${budi}`;
  assert.match((await desk.get(path)).body, /Akun dinonaktifkan\..*masa tenggangnya telah habis/s);
  assert.equal((await desk.post(`${path}/enable`)).status, 303);
  assert.equal((await run()).disabled, 0);
  assert.match((await desk.get(path)).body, /Kata sandi kedaluwarsa sejak/);
  const person = security.browser();
  assert.match((await person.signIn("budi.santoso", PASSWORD)).body, /sudah kedaluwarsa/);
  assert.equal((await person.signIn("budi.santoso", PASSWORD, renew(OTHER_PASSWORD))).status, 303);
  assert.equal((await person.get("/account/security")).status, 200);
});
