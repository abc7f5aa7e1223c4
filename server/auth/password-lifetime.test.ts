import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { passwordPolicySchema } from "../organisation/password-policy.ts";
import { DECREED_YEARS, readDecreedDays } from "../organisation/working-days/decreed-days.ts";
import { resolveCalendars, type CalendarTable, type ScopedDay } from "../organisation/working-days/resolve-calendar.ts";
import { addWorkingDays } from "../organisation/working-days/working-calendar.ts";
import { derivePasswordLifetime, type PasswordFacts } from "./password-lifetime.ts";

const date = (text: string) => Temporal.PlainDate.from(text);
const compare = Temporal.PlainDate.compare;
const table: CalendarTable = {
  days: readDecreedDays().map(({ day, kind }) => ({ scope: "country" as const, day, kind })),
  decreedYears: DECREED_YEARS.map(({ year }) => year),
  units: [],
  daysPerWeek: 5,
};
const calendarWith = (...days: ScopedDay[]) => resolveCalendars({ ...table, days: [...table.days, ...days] }).of(null);
const calendar = calendarWith();
const policy = passwordPolicySchema.parse({});
const changedOn = date("2026-03-02");
const lifetimeOn = (today: string, facts: Partial<PasswordFacts> = {}) => {
  const lifetime = derivePasswordLifetime({ policy, calendar, changedOn, today: date(today), ...facts });
  assert.ok(lifetime);
  return lifetime;
};
const off = (day: string): ScopedDay => ({ scope: "country", day: date(day), kind: "collective-leave" });

test("R62, R63, D1: good to the end of the 90th working day, then five working days to sign in to a new one, then off", () => {
  const lifetime = lifetimeOn("2026-03-02");
  assert.equal(lifetime.lastDay.toString(), "2026-07-23");
  assert.equal(lifetime.graceLastDay.toString(), "2026-07-30");
  const states = ["2026-07-01", "2026-07-23", "2026-07-24", "2026-07-30", "2026-07-31"].map(
    (day) => lifetimeOn(day).state,
  );
  assert.deepEqual(states, ["fresh", "reminding", "expired", "expired", "over"]);
});

test("R63: without grace the account goes off at the end of the 90th working day", () => {
  const strict = { policy: passwordPolicySchema.parse({ graceDays: 0 }) };
  assert.equal(lifetimeOn("2026-07-23", strict).state, "reminding");
  assert.equal(lifetimeOn("2026-07-24", strict).state, "over");
});

test("R64: a change renews the period", () => {
  assert.equal(lifetimeOn("2026-07-23", { changedOn: date("2026-06-30") }).lastDay.toString(), "2026-11-05");
});

test("R65, D1: reminders 14, 7, 3 and 1 working days before, and the latest one when days were missed", () => {
  const reminders = (days: string[]) => days.map((day) => lifetimeOn(day).reminder);
  // The last day is Thursday 23 July.
  assert.deepEqual(
    reminders(["2026-07-02", "2026-07-03", "2026-07-13", "2026-07-14", "2026-07-20", "2026-07-22", "2026-07-23"]),
    [undefined, 14, 14, 7, 3, 1, 1],
  );
  assert.deepEqual(reminders(["2026-07-15", "2026-07-18"]), [7, 7]);
});

test("R61: other lengths are policy: calendar days, or none", () => {
  const calendarDays = passwordPolicySchema.parse({ lifetime: { unit: "calendarDays", days: 90 } });
  assert.equal(lifetimeOn("2026-03-02", { policy: calendarDays }).lastDay.toString(), "2026-05-31");
  const unlimited = passwordPolicySchema.parse({ lifetime: { unit: "unlimited" } });
  assert.equal(derivePasswordLifetime({ policy: unlimited, calendar, changedOn, today: changedOn }), undefined);
});

test("a date that reaches into a year without a decree says that it is provisional", () => {
  const late = { changedOn: date("2027-11-01") };
  assert.equal(lifetimeOn("2027-11-01", late).provisional, true);
  assert.equal(lifetimeOn("2026-03-02").provisional, false);
});

describe("a decree during the year", () => {
  const worked: ScopedDay[] = ["2026-03-18", "2026-03-20"].map((day) => ({ ...off(day), kind: "withdrawal" }));
  const earlier = { calendar: calendarWith(...worked) };
  const announced = date("2026-07-23");

  test("days off that are added put the date off at once", () => {
    const later = { calendar: calendarWith(off("2026-07-20")), announced };
    assert.equal(lifetimeOn("2026-07-10", later).lastDay.toString(), "2026-07-24");
  });

  test("days off that are withdrawn shorten no date that was announced, until another is announced", () => {
    assert.equal(lifetimeOn("2026-06-01", earlier).lastDay.toString(), "2026-07-21");
    const held = lifetimeOn("2026-06-01", { ...earlier, announced });
    assert.equal(held.lastDay.toString(), "2026-07-23");
    assert.equal(held.shortenTo?.toString(), "2026-07-21");
    assert.equal(lifetimeOn("2026-07-22", { ...earlier, announced: held.shortenTo }).state, "expired");
  });

  test("the new date leaves the working days of notice, and then moves no more", () => {
    const late = lifetimeOn("2026-07-15", { ...earlier, announced });
    assert.equal(late.shortenTo?.toString(), "2026-07-22");
    assert.equal(lifetimeOn("2026-07-16", { ...earlier, announced: late.shortenTo }).shortenTo, undefined);
    assert.equal(lifetimeOn("2026-07-17", { ...earlier, announced }).shortenTo, undefined);
  });

  test("a shorter lifetime by policy is announced in the same way", () => {
    const shorter = passwordPolicySchema.parse({ lifetime: { unit: "workingDays", days: 60 } });
    const lifetime = lifetimeOn("2026-07-01", { policy: shorter, announced });
    assert.equal(lifetime.state, "fresh");
    assert.equal(lifetime.shortenTo?.toString(), "2026-07-08");
  });
});

test("D1: an account that the desk enabled again has days to sign in to a new password", () => {
  const enabled = { enabledUntil: date("2026-08-18") };
  assert.equal(lifetimeOn("2026-08-18", enabled).state, "expired");
  assert.equal(lifetimeOn("2026-08-19", enabled).state, "over");
});

describe("for all calendars, policies and days", () => {
  const day = fc.integer({ min: 0, max: 500 }).map((days) => date("2026-01-01").add({ days }));
  const entry = fc.record<ScopedDay>({
    scope: fc.constantFrom<ScopedDay["scope"]>("country", "organisation"),
    day,
    kind: fc.constantFrom<ScopedDay["kind"]>("national-holiday", "local-holiday", "withdrawal"),
  });
  const facts = fc.record({
    policy: fc
      .record({
        lifetime: fc.record({
          unit: fc.constantFrom("workingDays", "calendarDays"),
          days: fc.integer({ min: 1, max: 120 }),
        }),
        graceDays: fc.integer({ min: 0, max: 10 }),
        noticeDays: fc.integer({ min: 1, max: 10 }),
      })
      .map((settings) => passwordPolicySchema.parse(settings)),
    entries: fc.array(entry, { maxLength: 30 }),
    changedOn: day,
    today: day,
    announced: fc.option(day, { nil: undefined }),
    enabledUntil: fc.option(day, { nil: undefined }),
  });
  const derive = ({ entries, ...one }: { entries: ScopedDay[] } & Omit<PasswordFacts, "calendar">) => {
    const lifetime = derivePasswordLifetime({ ...one, calendar: calendarWith(...entries) });
    assert.ok(lifetime);
    return lifetime;
  };

  test("R62: adding a day off never brings an expiry forward, nor the end of the grace", () => {
    fc.assert(
      fc.property(facts, day, fc.constantFrom("country", "organisation"), (one, added, scope) => {
        const before = derive(one);
        const after = derive({ ...one, entries: [...one.entries, { scope, day: added, kind: "collective-leave" }] });
        assert.ok(compare(after.lastDay, before.lastDay) >= 0);
        assert.ok(compare(after.graceLastDay, before.graceLastDay) >= 0);
      }),
    );
  });

  test("no change of the calendar makes a date earlier than what was announced, or announces one without notice", () => {
    fc.assert(
      fc.property(facts, day, (one, announced) => {
        const lifetime = derive({ ...one, announced });
        assert.ok(compare(lifetime.lastDay, announced) >= 0);
        if (!lifetime.shortenTo) return;
        const notice = addWorkingDays(calendarWith(...one.entries), one.today, one.policy.noticeDays).day;
        assert.ok(compare(lifetime.shortenTo, notice) >= 0);
        assert.ok(compare(lifetime.shortenTo, announced) < 0);
        assert.equal(derive({ ...one, announced: lifetime.shortenTo }).shortenTo, undefined);
      }),
    );
  });

  test("the days only ever lead onwards: fresh, reminding, expired, over", () => {
    const order = ["fresh", "reminding", "expired", "over"];
    fc.assert(
      fc.property(facts, (one) => {
        const [today, tomorrow] = [derive(one), derive({ ...one, today: one.today.add({ days: 1 }) })];
        assert.ok(order.indexOf(tomorrow.state) >= order.indexOf(today.state));
        assert.ok(compare(today.graceLastDay, today.lastDay) >= 0);
        assert.ok(tomorrow.workingDaysLeft <= today.workingDaysLeft);
      }),
    );
  });
});
