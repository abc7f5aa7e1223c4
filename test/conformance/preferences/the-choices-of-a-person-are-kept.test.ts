import assert from "node:assert/strict";
import { after, test } from "node:test";

import { findAccount } from "../../../server/store/accounts.ts";
import { openTestJmap } from "../../support/jmap.ts";

const { one, other, unit, db } = await openTestJmap({ after });
const id = "singleton";

test("Preferences/get: one object, with the defaults until something is chosen", async () => {
  const { list, notFound } = await one.call("Preferences/get");
  assert.equal(list.length, 1);
  assert.deepEqual([list[0].id, list[0].theme, list[0].locale, list[0].dismissedHints], [id, "system", null, []]);
  assert.deepEqual(notFound, []);
  assert.deepEqual((await one.call("Preferences/get", { ids: ["x"] })).notFound, ["x"]);
  const { list: some } = await one.call("Preferences/get", { ids: [id], properties: ["density"] });
  assert.deepEqual(some, [{ id, density: "standard" }]);
});

test("Preferences/set: what is chosen is kept, changes the state, and is nobody else's", async () => {
  const before = await one.call("Preferences/get");
  const update = { [id]: { theme: "dark", density: "compact", dismissedHints: ["pintasan"] } };
  const { updated, oldState, newState } = await one.call("Preferences/set", { update });
  assert.deepEqual([updated, oldState], [{ [id]: null }, before.state]);
  assert.notEqual(newState, oldState);
  await one.call("Preferences/set", { update: { [id]: { undoSeconds: 30, density: null } } });
  const { list, state } = await one.call("Preferences/get");
  assert.deepEqual([list[0].theme, list[0].density, list[0].undoSeconds], ["dark", "standard", 30]);
  assert.notEqual(state, newState);
  assert.equal((await other.call("Preferences/get")).list[0].theme, "system");
  assert.equal((await one.fail("Preferences/set", { ifInState: newState, update })).type, "stateMismatch");
});

test("Preferences/set: a language that is chosen is the account's too", async () => {
  await one.call("Preferences/set", { update: { [id]: { locale: "en" } } });
  assert.equal((await db.read((tx) => findAccount(tx, one.number)))?.language, "en");
});

test("Preferences/set: unknown names, wrong kinds and too much are refused, each by its name", async () => {
  const wrong: [Record<string, unknown>, string[]][] = [
    [{ theme: "pink" }, ["theme"]],
    [{ undoSeconds: 3600, density: "dense" }, ["density", "undoSeconds"]],
    [{ timeZone: "Atlantis/City" }, ["timeZone"]],
    [{ hasShortcuts: "yes" }, ["hasShortcuts"]],
    [{ unheardOf: true }, ["unheardOf"]],
    [{ dismissedHints: Array.from({ length: 101 }, (_, index) => `h${index}`) }, ["dismissedHints"]],
    [{ dismissedHints: ["x".repeat(65)] }, ["dismissedHints"]],
    [{ foldedMailboxes: null, notifiedMailboxes: ["a1"] }, ["notifiedMailboxes"]],
    [{ foldedMailboxes: ["a1/m1", "m2"] }, ["foldedMailboxes"]],
    [{ id: "other" }, ["id"]],
  ];
  for (const [patch, properties] of wrong) {
    const { notUpdated } = await one.call("Preferences/set", { update: { [id]: patch } });
    assert.equal(notUpdated[id].type, "invalidProperties");
    assert.deepEqual(notUpdated[id].properties, properties);
  }
});

test("RFC 8621 §8.2: the one object is neither made nor destroyed", async () => {
  const answer = await one.call("Preferences/set", { create: { k: {} }, destroy: [id, "x"], update: { y: {} } });
  assert.equal(answer.notCreated.k.type, "singleton");
  assert.deepEqual([answer.notDestroyed[id].type, answer.notDestroyed.x.type], ["singleton", "notFound"]);
  assert.equal(answer.notUpdated.y.type, "notFound");
});

test("a unit mailbox has no preferences, and does not announce them", async () => {
  for (const name of ["Preferences/get", "Preferences/set"]) {
    assert.equal((await one.fail(name, { accountId: unit })).type, "accountNotSupportedByMethod");
  }
  const { accounts, primaryAccounts } = await one.session();
  const capability = "urn:surel:params:jmap:preferences";
  assert.ok(!(capability in accounts[unit]!.accountCapabilities));
  assert.equal(primaryAccounts[capability], one.accountId);
});

test("RFC 8620 §7.1: a choice is pushed to the other windows", async () => {
  const abort = new AbortController();
  const path = "/jmap/eventsource/?types=Preferences&closeafter=state&ping=0";
  const response = await one.get(path, { signal: abort.signal });
  const { newState } = await one.call("Preferences/set", { update: { [id]: { theme: "light" } } });
  assert.match(await response.text(), new RegExp(`"Preferences":"${newState}"`));
  abort.abort();
});
