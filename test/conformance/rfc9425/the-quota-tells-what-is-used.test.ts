import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../support/jmap.ts";

const { one } = await openTestJmap({ after });

test("RFC 9425 §4: one quota of octets, which grows with the mail", async () => {
  const before = await one.call("Quota/get");
  const [quota] = before.list;
  assert.deepEqual([quota.resourceType, quota.scope, quota.used], ["octets", "account", 0]);
  assert.ok(quota.hardLimit > 0);
  const id = await one.receive();
  const [{ size }] = (await one.call("Email/get", { ids: [id], properties: ["size"] })).list;
  assert.equal((await one.call("Quota/get", { ids: [quota.id] })).list[0].used, size);
  const changes = await one.call("Quota/changes", { sinceState: before.state });
  assert.deepEqual([changes.updated, changes.updatedProperties], [[quota.id], ["used"]]);
  assert.deepEqual((await one.call("Quota/changes", { sinceState: changes.newState })).updated, []);
});

test("RFC 9425 §4.4: Quota/query", async () => {
  assert.equal((await one.call("Quota/query", { filter: { resourceType: "octets" } })).ids.length, 1);
  assert.deepEqual((await one.call("Quota/query", { filter: { name: "lain" } })).ids, []);
  assert.equal((await one.fail("Quota/query", { filter: { x: "y" } })).type, "unsupportedFilter");
});
