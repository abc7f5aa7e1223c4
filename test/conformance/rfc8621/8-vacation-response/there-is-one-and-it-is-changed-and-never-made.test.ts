import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, other, unit } = await openTestJmap({ after });
const urn = "urn:ietf:params:jmap:vacationresponse";
const off = {
  id: "singleton",
  isEnabled: false,
  fromDate: null,
  toDate: null,
  subject: null,
  textBody: null,
  htmlBody: null,
};

test("RFC 8621 §1.3.3: the capability is announced, for each account", async () => {
  const session = await one.session();
  assert.deepEqual(session.capabilities[urn], {});
  assert.equal(session.primaryAccounts[urn], one.accountId);
  for (const { accountCapabilities } of Object.values(session.accounts)) assert.deepEqual(accountCapabilities[urn], {});
});

test("RFC 8621 §8.1: there is exactly one, with the id singleton", async () => {
  const all = await one.call("VacationResponse/get", { ids: null });
  assert.deepEqual(all.list, [off]);
  const some = await one.call("VacationResponse/get", { ids: ["singleton", "lain"], properties: ["isEnabled"] });
  assert.deepEqual(some.list, [{ id: "singleton", isEnabled: false }]);
  assert.deepEqual(some.notFound, ["lain"]);
  assert.equal((await one.fail("VacationResponse/get", { properties: ["nama"] })).type, "invalidArguments");
});

test("RFC 8621 §8.2: it is changed property by property, and the state with it", async () => {
  const before = await one.call("VacationResponse/get", { ids: null });
  const patch = {
    isEnabled: true,
    fromDate: "2026-03-01T00:00:00Z",
    toDate: "2026-03-15T00:00:00Z",
    subject: "Cuti",
    textBody: "Saya sedang cuti.",
    htmlBody: "<p>Saya sedang cuti.</p>",
  };
  const set = await one.call("VacationResponse/set", { ifInState: before.state, update: { singleton: patch } });
  assert.deepEqual(set.updated, { singleton: null });
  assert.equal(set.oldState, before.state);
  const now = await one.call("VacationResponse/get", { ids: null });
  assert.equal(now.state, set.newState);
  assert.notEqual(now.state, before.state);
  assert.deepEqual(now.list, [{ id: "singleton", ...patch }]);
  await one.call("VacationResponse/set", { update: { singleton: { subject: null } } });
  const { list } = await one.call("VacationResponse/get", { ids: null });
  assert.deepEqual(list, [{ id: "singleton", ...patch, subject: null }]);
  const stale = await one.fail("VacationResponse/set", { ifInState: before.state, update: { singleton: {} } });
  assert.equal(stale.type, "stateMismatch");
  await one.call("VacationResponse/set", { update: { singleton: off } });
});

test("RFC 8621 §8.2: it is neither made nor destroyed", async () => {
  const { notCreated, notDestroyed, notUpdated } = await one.call("VacationResponse/set", {
    create: { k: { isEnabled: true } },
    update: { lain: { isEnabled: true } },
    destroy: ["singleton", "lain2"],
  });
  assert.equal(notCreated.k.type, "singleton");
  assert.equal(notUpdated.lain.type, "notFound");
  assert.equal(notDestroyed.singleton.type, "singleton");
  assert.equal(notDestroyed.lain2.type, "notFound");
});

test("RFC 8620 §5.3: what is not of its type is refused by name, and nothing is changed", async () => {
  for (const [name, value] of [
    ["isEnabled", "ya"],
    ["fromDate", "2026-03-01"],
    ["toDate", "2026-02-30T00:00:00Z"],
    ["subject", "dua\r\nBcc: lain@luar.example"],
    ["subject", "x".repeat(251)],
    ["textBody", 7],
    ["htmlBody", "a\0b"],
    ["nama", 1],
    ["id", "lain"],
  ] as const) {
    const { notUpdated } = await one.call("VacationResponse/set", { update: { singleton: { [name]: value } } });
    assert.equal(notUpdated.singleton.type, "invalidProperties", name);
    assert.deepEqual(notUpdated.singleton.properties, [name]);
  }
  const dates = { fromDate: "2026-03-02T00:00:00Z", toDate: "2026-03-01T00:00:00Z" };
  const { notUpdated } = await one.call("VacationResponse/set", { update: { singleton: dates } });
  assert.deepEqual(notUpdated.singleton.properties, ["toDate"]);
  assert.deepEqual((await one.call("VacationResponse/get", { ids: null })).list, [off]);
});

test("another person's is not there; that of a unit mailbox is for whoever acts for it", async () => {
  const strange = { accountId: other.accountId, ids: null };
  assert.equal((await one.fail("VacationResponse/get", strange)).type, "accountNotFound");
  await one.call("VacationResponse/set", { accountId: unit, update: { singleton: { isEnabled: true } } });
  const { list } = await other.call("VacationResponse/get", { accountId: unit, ids: null });
  assert.equal(list[0].isEnabled, true);
});
