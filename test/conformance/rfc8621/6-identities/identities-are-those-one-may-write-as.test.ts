import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, other, unit } = await openTestJmap({ after });
const email = "budi.santoso@contoh.go.id";

test("RFC 8621 §6.1: a person writes as themselves, and that identity stays", async () => {
  const { list } = await one.call("Identity/get");
  assert.equal(list.length, 1);
  assert.deepEqual([list[0].email, list[0].name, list[0].mayDelete], [email, "Budi Santoso", false]);
  const { notDestroyed } = await one.call("Identity/set", { destroy: [list[0].id] });
  assert.equal(notDestroyed[list[0].id].type, "forbidden");
});

test("RFC 8621 §6.3: an identity is created, changed and destroyed, and Identity/changes tells it", async () => {
  const { state } = await one.call("Identity/get");
  const { created } = await one.call("Identity/set", {
    create: { k: { email, name: "Panitia", replyTo: [{ name: null, email }], textSignature: "Salam" } },
  });
  const { id } = created.k;
  assert.deepEqual([created.k.mayDelete, created.k.bcc, created.k.htmlSignature], [true, null, ""]);
  assert.deepEqual((await one.call("Identity/changes", { sinceState: state })).created, [id]);
  const { updated, newState } = await one.call("Identity/set", {
    update: { [id]: { name: "Baru", textSignature: null } },
  });
  assert.deepEqual(updated, { [id]: null });
  const { list } = await one.call("Identity/get", { ids: [id] });
  assert.deepEqual([list[0].name, list[0].textSignature], ["Baru", ""]);
  assert.deepEqual((await one.call("Identity/set", { destroy: [id] })).destroyed, [id]);
  assert.deepEqual((await one.call("Identity/changes", { sinceState: newState })).destroyed, [id]);
});

test("RFC 8621 §6.3: nobody makes an identity of an address that is not theirs, or changes an address", async () => {
  const { notCreated } = await one.call("Identity/set", {
    create: {
      a: { email: "siti.rahayu@contoh.go.id" },
      b: {},
      c: { email, mayDelete: false },
      d: { email, replyTo: "x" },
    },
  });
  assert.equal(notCreated.a.type, "forbiddenFrom");
  assert.deepEqual(
    ["b", "c", "d"].map((key) => notCreated[key].properties),
    [["email"], ["mayDelete"], ["replyTo"]],
  );
  const [{ id }] = (await one.call("Identity/get")).list;
  const { notUpdated } = await one.call("Identity/set", { update: { [id]: { email: "x@contoh.go.id" } } });
  assert.deepEqual(notUpdated[id].properties, ["email"]);
});

test("RFC 8620 §5.3: ifInState", async () => {
  assert.equal((await one.fail("Identity/set", { ifInState: "0", create: { k: { email } } })).type, "stateMismatch");
});

test("a unit's identity is changed by who may send for it, and by nobody else", async () => {
  const [{ id }] = (await one.call("Identity/get", { accountId: unit })).list;
  const update = { [id]: { textSignature: "Dinas Kesehatan" } };
  assert.equal((await other.fail("Identity/set", { accountId: unit, update })).type, "forbidden");
  assert.deepEqual((await one.call("Identity/set", { accountId: unit, update })).updated, { [id]: null });
});
