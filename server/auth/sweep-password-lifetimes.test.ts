import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";

import pg from "pg";

import { createTestClock } from "../../test/support/clock.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import { addCalendarDays, addDecreedDays, withdrawCalendarDays } from "../organisation/working-days/change-calendar.ts";
import { createWorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import { findAccount, insertAccount, updateAccountState } from "../store/accounts.ts";
import { listCalendarEntries } from "../store/calendar.ts";
import { insertOrganisation } from "../store/organisations.ts";
import { listPasswordHistory } from "../store/password-history.ts";
import { findPasswordHolder, listPasswordNotices, type AddressedNotice } from "../store/password-lifetimes.ts";
import { putPassword } from "../store/passwords.ts";
import { insertSession } from "../store/sessions.ts";
import { readLifetimeRules, recordEnabling, recordPasswordChange } from "./lifetime-rules.ts";
import { previewCalendarChange } from "./preview-calendar-change.ts";
import { sweepPasswordLifetimes } from "./sweep-password-lifetimes.ts";

const closings: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closings) await close();
});
const { database: db, url } = await openTestDatabase({ after: (close) => void closings.push(close) });
const client = new pg.Client({ connectionString: url });
await client.connect();
closings.unshift(() => client.end());
const clock = createTestClock();
const calendars = createWorkingCalendars({ db, clock });
await db.write((tx) => addDecreedDays(tx, new Date(clock.now())));

let organisation: { id: OrganisationId; settings: Record<string, unknown> };
let number = 0;
let notified: AddressedNotice[] = [];

beforeEach(async () => {
  clock.set("2026-03-02T08:00:00+07:00");
  await client.query("update account set state = 'disabled'; delete from password_notice; delete from password");
  number++;
  const settings = {};
  const id = await db.write((tx) => insertOrganisation(tx, { name: "Kota", signInPrefix: `kota${number}`, settings }));
  assert.ok(id);
  organisation = { id, settings };
  notified = [];
  calendars.forget();
});

async function createPerson(changedAt = "2026-03-02T08:00:00+07:00", mustChange = false): Promise<AccountId> {
  const name = `orang${++number}`;
  return db.write(async (tx) => {
    const id = await insertAccount(tx, {
      organisationId: organisation.id,
      kind: "person",
      role: "employee",
      loginName: name,
      address: `${name}@contoh.go.id`,
      displayName: "Siti Rahayu",
      language: "id",
    });
    assert.ok(id);
    await putPassword(tx, id, { hash: `$${name}`, mustChange, changedAt: new Date(changedAt) });
    return id;
  });
}

const dependencies = {
  db,
  clock,
  calendars,
  async notify(notices: readonly AddressedNotice[]) {
    notified.push(...notices);
    return notices.map(({ id }) => id);
  },
};

async function sweepOn(day: string) {
  clock.set(`${day}T06:00:00+07:00`);
  notified = [];
  const result = await sweepPasswordLifetimes(dependencies);
  return { ...result, told: notified.map(({ kind, daysBefore }) => (kind === "reminder" ? daysBefore : kind)) };
}

test("R65, D1: 14, 7, 3 and 1 working days before, once each, however often it runs", async () => {
  await createPerson();
  const told: Record<string, unknown[]> = {};
  for (let day = Temporal.PlainDate.from("2026-06-30"); day.toString() < "2026-07-24"; day = day.add({ days: 1 })) {
    const first = await sweepOn(day.toString());
    assert.deepEqual((await sweepOn(day.toString())).told, []);
    if (first.told.length > 0) told[day.toString()] = first.told;
  }
  assert.deepEqual(told, { "2026-07-03": [14], "2026-07-14": [7], "2026-07-20": [3], "2026-07-22": [1] });
});

test("a reminder says who, in which language, until when and how long that is", async () => {
  const accountId = await createPerson();
  await sweepOn("2026-07-15");
  const [notice] = notified;
  assert.equal(notice?.accountId, accountId);
  const { language, displayName, lastDay, graceLastDay, workingDaysLeft, daysBefore } = notice;
  assert.deepEqual(
    { language, displayName, lastDay, graceLastDay, workingDaysLeft, daysBefore },
    {
      language: "id",
      displayName: "Siti Rahayu",
      lastDay: "2026-07-23",
      graceLastDay: "2026-07-30",
      workingDaysLeft: 6,
      daysBefore: 7,
    },
  );
});

test("R63, D1: after the grace the system disables the account, ends its sessions, and writes it down once", async () => {
  const accountId = await createPerson();
  await db.write((tx) =>
    insertSession(tx, {
      tokenHash: Buffer.alloc(32, 1),
      accountId,
      createdAt: new Date(clock.now()),
      lastUsedAt: new Date(clock.now()),
      expiresAt: new Date("2027-01-01"),
      device: "",
      isPublicComputer: false,
      networkAddress: "192.0.2.1",
    }),
  );
  assert.deepEqual((await sweepOn("2026-07-24")).told, ["expired"]);
  assert.deepEqual((await sweepOn("2026-07-30")).disabled, []);
  const swept = await sweepOn("2026-07-31");
  assert.deepEqual([swept.disabled, swept.told], [[accountId], ["disabled"]]);
  assert.deepEqual((await sweepOn("2026-08-03")).disabled, []);
  assert.equal((await db.read((tx) => findAccount(tx, accountId)))?.state, "disabled");
  const { rows: sessions } = await client.query("select 1 from session where account_id = $1", [accountId]);
  assert.equal(sessions.length, 0);
  const { rows } = await client.query(
    "select action, outcome, actor_account_id, detail from audit_event where subject_account_id = $1",
    [accountId],
  );
  assert.deepEqual(rows, [
    {
      action: "accountStateChange",
      outcome: "success",
      actor_account_id: null,
      detail: { state: "disabled", reason: "passwordExpired", passwordLastDay: "2026-07-23" },
    },
  ]);
});

test("D1: what the desk enables again stays on for the days of grace, and then goes off again", async () => {
  const accountId = await createPerson();
  await sweepOn("2026-07-31");
  clock.set("2026-08-10T09:00:00+07:00");
  const rules = await readLifetimeRules(organisation, { calendars, clock });
  const until = await db.write(async (tx) => {
    await updateAccountState(tx, accountId, "active");
    return recordEnabling(tx, rules, { accountId, now: new Date(clock.now()) });
  });
  assert.equal(until?.toString(), "2026-08-18");
  assert.deepEqual((await sweepOn("2026-08-18")).disabled, []);
  assert.deepEqual((await sweepOn("2026-08-19")).disabled, [accountId]);
});

test("R64: a change renews the period, keeps the old hash and announces the new last day", async () => {
  const accountId = await createPerson();
  clock.set("2026-06-30T10:00:00+07:00");
  const rules = await readLifetimeRules(organisation, { calendars, clock });
  const changedAt = new Date(clock.now());
  const last = await db.write(async (tx) => {
    await putPassword(tx, accountId, { hash: "$new", mustChange: false, changedAt });
    return recordPasswordChange(tx, rules, { accountId, replacedHash: "$old", changedAt });
  });
  assert.equal(last?.day.toString(), "2026-11-05");
  assert.deepEqual(await db.read((tx) => listPasswordHistory(tx, accountId, 5)), ["$old"]);
  assert.equal((await db.read((tx) => findPasswordHolder(tx, accountId)))?.announced, "2026-11-05");
  const swept = await sweepOn("2026-07-31");
  assert.deepEqual([swept.told, swept.disabled], [[], []]);
});

test("a notice about a password that was changed meanwhile is not sent", async () => {
  const accountId = await createPerson();
  clock.set("2026-07-14T06:00:00+07:00");
  await assert.rejects(
    sweepPasswordLifetimes({ ...dependencies, notify: () => Promise.reject(new Error("no mail")) }),
    /no mail/,
  );
  await db.write((tx) =>
    putPassword(tx, accountId, { hash: "$n", mustChange: false, changedAt: new Date(clock.now()) }),
  );
  clock.advance(3_600_000);
  assert.equal((await sweepPasswordLifetimes(dependencies)).sent, 0);
});

test("a notice that could not be sent comes again later; two sweeps at once send it once", async () => {
  await createPerson();
  clock.set("2026-07-14T06:00:00+07:00");
  await sweepPasswordLifetimes({ ...dependencies, notify: async () => [] });
  assert.equal((await sweepPasswordLifetimes(dependencies)).sent, 0);
  clock.advance(15 * 60_000);
  const results = await Promise.all([sweepPasswordLifetimes(dependencies), sweepPasswordLifetimes(dependencies)]);
  assert.equal(
    results.reduce((sum, { sent }) => sum + sent, 0),
    1,
  );
  assert.equal(notified.length, 1);
});

test("whoever never used the desk's password is not written to, but the account goes off all the same", async () => {
  const accountId = await createPerson(undefined, true);
  assert.deepEqual((await sweepOn("2026-07-22")).told, []);
  assert.deepEqual((await sweepOn("2026-07-31")).disabled, [accountId]);
});

describe("a decree during the year", () => {
  async function withdrawHoliday(day: string) {
    const actor = { organisationId: organisation.id, accountId: 1 as AccountId, now: new Date(clock.now()) };
    const listed = await db.read((tx) => listCalendarEntries(tx, organisation.id, { from: day, to: day }));
    const ids = listed.map(({ id }) => id);
    await db.write((tx) => withdrawCalendarDays(tx, actor, { scope: "country", ids, basis: "SKB perubahan" }));
    calendars.forget();
    // The table is the country's: the other tests find it as it was.
    return () =>
      client.query("update calendar_entry set withdrawn_at = null, withdrawn_by = null, withdrawal_basis = null");
  }

  test("R62, R65: the date that was announced holds until an earlier one is announced with its notice", async () => {
    const accountId = await createPerson();
    assert.deepEqual((await sweepOn("2026-07-15")).told, [7]);
    const restore = await withdrawHoliday("2026-06-16");
    try {
      // By the calendar alone 22 July; with five days of notice from 15 July as well.
      assert.deepEqual((await sweepOn("2026-07-15")).told, ["shortened"]);
      assert.equal(notified[0]?.lastDay, "2026-07-22");
      assert.deepEqual((await sweepOn("2026-07-15")).told, []);
      const kinds = (await db.read((tx) => listPasswordNotices(tx, accountId))).map(({ kind, lastDay }) => [
        kind,
        lastDay,
      ]);
      assert.deepEqual(kinds, [
        ["shortened", "2026-07-22"],
        ["reminder", "2026-07-23"],
      ]);
      assert.deepEqual((await sweepOn("2026-07-23")).told, ["expired"]);
    } finally {
      await restore();
    }
  });

  test("too late for the notice, the announced date stays", async () => {
    await createPerson();
    await sweepOn("2026-07-20");
    const restore = await withdrawHoliday("2026-06-16");
    try {
      assert.deepEqual((await sweepOn("2026-07-21")).told, []);
      assert.deepEqual((await sweepOn("2026-07-23")).told, [1]);
    } finally {
      await restore();
    }
  });

  test("which dates a change moves can be seen before it is saved, and nothing is saved", async () => {
    const accountId = await createPerson();
    await createPerson("2026-02-02T08:00:00+07:00");
    clock.set("2026-06-01T08:00:00+07:00");
    const day = Temporal.PlainDate.from("2026-07-20");
    const add = [{ scope: "organisation" as const, day, kind: "election-day" as const }];
    const preview = await previewCalendarChange({ db, clock }, organisation, { add });
    assert.deepEqual([preview.passwords, preview.later, preview.earlier, preview.held], [2, 1, 0, 0]);
    const [move] = preview.moves;
    assert.deepEqual(
      [move?.accountId, move?.from.toString(), move?.to.toString()],
      [accountId, "2026-07-23", "2026-07-24"],
    );
    assert.deepEqual(await previewCalendarChange({ db, clock }, organisation, {}), { ...preview, later: 0, moves: [] });
  });

  test("the preview counts the dates that an announcement holds", async () => {
    await createPerson();
    await sweepOn("2026-07-20");
    const listed = await db.read((tx) =>
      listCalendarEntries(tx, organisation.id, { from: "2026-06-16", to: "2026-06-16" }),
    );
    const withdraw = listed.map(({ id }) => id);
    const preview = await previewCalendarChange({ db, clock }, organisation, { withdraw });
    assert.deepEqual([preview.later, preview.earlier, preview.held], [0, 0, 1]);
  });

  test("administrators are warned of a year that is not decreed", async () => {
    clock.set("2027-11-01T08:00:00+07:00");
    const preview = await previewCalendarChange({ db, clock }, organisation, {});
    assert.deepEqual(preview.undecreedYears, [2028]);
    const decreed = await previewCalendarChange({ db, clock }, organisation, { decreedYears: [2028] });
    assert.deepEqual(decreed.undecreedYears, []);
  });

  test("a local holiday of one organisation moves nobody else's date", async () => {
    const elsewhere = organisation;
    await createPerson();
    const other = await db.write((tx) =>
      insertOrganisation(tx, { name: "Lain", signInPrefix: `lain${++number}`, settings: {} }),
    );
    assert.ok(other);
    const actor = { organisationId: other, accountId: 1 as AccountId, now: new Date(clock.now()) };
    const holiday = {
      scope: "organisation" as const,
      day: Temporal.PlainDate.from("2026-07-06"),
      kind: "local-holiday" as const,
      name: "Hari jadi kota",
      basis: "SE 1/2026",
    };
    await db.write((tx) => addCalendarDays(tx, actor, [holiday]));
    calendars.forget();
    const rules = await readLifetimeRules(elsewhere, { calendars, clock });
    assert.equal(rules.lastDayFor(null)?.day.toString(), "2026-07-23");
    const rulesThere = await readLifetimeRules({ id: other, settings: {} }, { calendars, clock });
    assert.equal(rulesThere.lastDayFor(null)?.day.toString(), "2026-07-24");
  });
});

test("R63, R65: thousands of accounts are swept in a few statements", async () => {
  const id = organisation.id;
  await client.query(
    `with made as (
       insert into account (organisation_id, kind, login_name, address, display_name)
       select $1, 'person', 'p' || n, 'p' || n || '@banyak.go.id', 'P' from generate_series(1, 5000) n returning id)
     insert into password (account_id, hash, must_change, changed_at)
     select id, '$', false, timestamptz '2026-01-05 08:00+07' + (id % 120) * interval '1 day' from made`,
    [id],
  );
  const swept = await sweepOn("2026-07-23");
  assert.ok(swept.disabled.length > 1000 && swept.noticed > 500);
  assert.equal(swept.sent, swept.noticed + swept.disabled.length);
  const again = await sweepOn("2026-07-23");
  assert.deepEqual([again.noticed, again.disabled.length, again.sent], [0, 0, 0]);
});

test("a day begins where the organisation is: in Jayapura two hours before Jakarta", async () => {
  clock.set("2026-07-23T23:30:00+07:00");
  const rulesIn = (timeZone: string) =>
    readLifetimeRules({ id: organisation.id, settings: { timeZone } }, { calendars, clock });
  assert.equal((await rulesIn("Asia/Jakarta")).today.toString(), "2026-07-23");
  assert.equal((await rulesIn("Asia/Jayapura")).today.toString(), "2026-07-24");
});
