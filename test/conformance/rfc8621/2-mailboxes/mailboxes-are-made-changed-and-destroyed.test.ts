import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one, other, unit } = await openTestJmap({ after });

async function create(properties: Record<string, unknown>): Promise<Answer> {
  const { created, notCreated } = await one.call("Mailbox/set", { create: { k: properties } });
  if (!created) throw new Error(JSON.stringify(notCreated));
  return created.k;
}

async function refusal(properties: Record<string, unknown>): Promise<Answer> {
  return (await one.call("Mailbox/set", { create: { k: properties } })).notCreated.k;
}

test("RFC 8621 §2.1: all mailboxes with their roles, counts and rights", async () => {
  const { list, notFound } = await one.call("Mailbox/get");
  assert.deepEqual(
    list.map(({ role }: Answer) => role),
    ["inbox", "drafts", "sent", "archive", "junk", "trash"],
  );
  assert.deepEqual(notFound, []);
  const [inbox] = list;
  assert.equal(inbox.totalEmails, 0);
  assert.equal(inbox.myRights.mayReadItems, true);
  assert.equal(inbox.myRights.mayDelete, false);
});

test("RFC 8620 §5.1: only the properties asked for and the id; unknown ids are not found, unknown properties refused", async () => {
  const id = await one.mailbox("inbox");
  const { list, notFound } = await one.call("Mailbox/get", { ids: [id, "m99", "nonsense", id], properties: ["name"] });
  assert.deepEqual(list, [{ id, name: "Kotak Masuk" }]);
  assert.deepEqual(notFound, ["m99", "nonsense"]);
  assert.equal((await one.fail("Mailbox/get", { properties: ["nama"] })).type, "invalidArguments");
  assert.equal((await one.fail("Mailbox/get", { ids: "x" })).type, "invalidArguments");
});

test("RFC 8621 §2.5: a mailbox is created with what the server sets, and seen by Mailbox/changes", async () => {
  const { state } = await one.call("Mailbox/get", { ids: [] });
  const made = await create({ name: "Proyek" });
  assert.deepEqual(
    [made.parentId, made.role, made.sortOrder, made.totalEmails, made.isSubscribed],
    [null, null, 0, 0, true],
  );
  const changes = await one.call("Mailbox/changes", { sinceState: state });
  assert.deepEqual([changes.created, changes.updated, changes.destroyed], [[made.id], [], []]);
  assert.equal(changes.newState, (await one.call("Mailbox/get", { ids: [] })).state);
});

test("RFC 8621 §2.5: a parent may be made by the same call, in any order", async () => {
  const { created } = await one.call("Mailbox/set", {
    create: { child: { name: "Anak", parentId: "#parent" }, parent: { name: "Induk" } },
  });
  const { list } = await one.call("Mailbox/get", { ids: [created.child.id] });
  assert.equal(list[0].parentId, created.parent.id);
});

test("RFC 8621 §2.5: what is wrong with a new mailbox is named", async () => {
  assert.deepEqual((await refusal({})).properties, ["name"]);
  assert.deepEqual((await refusal({ name: "" })).properties, ["name"]);
  assert.deepEqual((await refusal({ name: 1 })).properties, ["name"]);
  assert.deepEqual((await refusal({ name: "x".repeat(201) })).properties, ["name"]);
  const existingId = await one.mailbox("inbox");
  assert.deepEqual(await refusal({ name: "Kotak Masuk" }), { type: "alreadyExists", existingId });
  assert.deepEqual((await refusal({ name: "a", parentId: "m99" })).properties, ["parentId"]);
  assert.deepEqual((await refusal({ name: "a", parentId: "#nobody" })).properties, ["parentId"]);
  assert.deepEqual((await refusal({ name: "a", role: "inbox" })).properties, ["role"]);
  assert.deepEqual((await refusal({ name: "a", role: "nonsense" })).properties, ["role"]);
  assert.deepEqual((await refusal({ name: "a", sortOrder: -1 })).properties, ["sortOrder"]);
  assert.deepEqual((await refusal({ name: "a", totalEmails: 1 })).properties, ["totalEmails"]);
  assert.deepEqual((await refusal({ name: "a", id: "m1" })).properties, ["id"]);
});

test("RFC 8620 §5.3: an update changes what it names; the server's properties stay as they are", async () => {
  const { id } = await create({ name: "Lama" });
  const renamed = await one.call("Mailbox/set", { update: { [id]: { name: "Baru", isSubscribed: true } } });
  assert.deepEqual(renamed.updated, { [id]: null });
  const { list } = await one.call("Mailbox/get", { ids: [id] });
  assert.deepEqual([list[0].name, list[0].isSubscribed], ["Baru", true]);
  const update = async (patch: unknown) =>
    (await one.call("Mailbox/set", { update: { [id]: patch } })).notUpdated?.[id];
  assert.deepEqual((await update({ totalEmails: 5 })).properties, ["totalEmails"]);
  assert.equal(await update({ totalEmails: 0, id }), undefined);
  assert.deepEqual((await update({ name: null })).properties, ["name"]);
  assert.equal((await update({ "myRights/mayDelete": false })).type, "invalidProperties");
  assert.equal((await update({ "nothing/there": 1 })).type, "invalidPatch");
  assert.equal((await one.call("Mailbox/set", { update: { m99: { name: "x" } } })).notUpdated.m99.type, "notFound");
});

test("RFC 8620 §5.3: a whole object may be passed on to a new one, with what the server sets as it is", async () => {
  const { id } = await create({ name: "Pola" });
  const { list } = await one.call("Mailbox/get", { ids: [id] });
  const { id: _, ...whole } = list[0];
  assert.equal((await one.call("Mailbox/set", { create: { k: { ...whole, name: "Salinan" } } })).notCreated, null);
  assert.deepEqual((await refusal({ ...whole, name: "Lain", totalThreads: 5 })).properties, ["totalThreads"]);
  const myRights = { ...whole.myRights, mayDelete: false };
  assert.deepEqual(await refusal({ ...whole, name: "Lain", myRights }), {
    type: "invalidProperties",
    properties: ["myRights/mayDelete"],
  });
});

test("RFC 8620 §5.3: what is valid in the end is allowed: a role moves, two names are exchanged, a name becomes free", async () => {
  const archive = await one.mailbox("archive");
  const [a, b] = [await create({ name: "Akhir A" }), await create({ name: "Akhir B" })];
  const moved = await one.call("Mailbox/set", { update: { [a.id]: { role: "archive" }, [archive]: { role: null } } });
  assert.deepEqual([moved.updated, moved.notUpdated], [{ [a.id]: null, [archive]: null }, null]);
  assert.equal(await one.mailbox("archive"), a.id);
  const swapped = await one.call("Mailbox/set", {
    update: { [a.id]: { name: "Akhir B", role: null }, [b.id]: { name: "Akhir A" }, [archive]: { role: "archive" } },
  });
  assert.deepEqual([Object.keys(swapped.updated).length, swapped.notUpdated], [3, null]);
  const names = async (ids: string[]) =>
    (await one.call("Mailbox/get", { ids })).list.map(({ name }: Answer) => name).toSorted();
  assert.deepEqual([await names([a.id]), await names([b.id])], [["Akhir B"], ["Akhir A"]]);
  const c = await create({ name: "Akhir C" });
  const replaced = await one.call("Mailbox/set", {
    create: { k: { name: "Akhir A" } },
    update: { [c.id]: { name: "Akhir B" }, [archive]: { name: "Akhir C" } },
    destroy: [a.id, b.id],
  });
  assert.deepEqual([replaced.notCreated, replaced.notUpdated, replaced.notDestroyed], [null, null, null]);
  assert.deepEqual(await names([c.id, archive, replaced.created.k.id]), ["Akhir A", "Akhir B", "Akhir C"]);
  const neither = await one.call("Mailbox/set", {
    update: { [c.id]: { name: "Draf" }, [archive]: { name: "Draf" }, [replaced.created.k.id]: { name: "Akhir D" } },
  });
  assert.deepEqual(
    [Object.keys(neither.updated), neither.notUpdated[c.id].type, neither.notUpdated[archive].type],
    [[replaced.created.k.id], "alreadyExists", "alreadyExists"],
  );
});

test("RFC 8621 §2.5: a mailbox cannot be its own ancestor", async () => {
  const parent = await create({ name: "Atas" });
  const child = await create({ name: "Bawah", parentId: parent.id });
  const { notUpdated } = await one.call("Mailbox/set", { update: { [parent.id]: { parentId: child.id } } });
  assert.deepEqual(notUpdated[parent.id].properties, ["parentId"]);
});

test("RFC 8621 §2.5: mailboxHasChild, mailboxHasEmail, onDestroyRemoveEmails", async () => {
  const parent = await create({ name: "Orang tua" });
  const child = await create({ name: "Anaknya", parentId: parent.id });
  const first = await one.call("Mailbox/set", { destroy: [parent.id] });
  assert.equal(first.notDestroyed[parent.id].type, "mailboxHasChild");
  const emailId = await one.receive(undefined, { mailboxIds: { [child.id]: true } });
  const second = await one.call("Mailbox/set", { destroy: [child.id] });
  assert.equal(second.notDestroyed[child.id].type, "mailboxHasEmail");
  const third = await one.call("Mailbox/set", { destroy: [parent.id, child.id], onDestroyRemoveEmails: true });
  assert.deepEqual(new Set(third.destroyed), new Set([parent.id, child.id]));
  assert.deepEqual((await one.call("Email/get", { ids: [emailId] })).notFound, [emailId]);
  const inbox = await one.mailbox("inbox");
  assert.equal((await one.call("Mailbox/set", { destroy: [inbox] })).notDestroyed[inbox].type, "forbidden");
});

test("RFC 8620 §5.3: ifInState is obeyed, willDestroy goes before an update", async () => {
  const { state } = await one.call("Mailbox/get", { ids: [] });
  const { id } = await create({ name: "Sementara" });
  assert.equal((await one.fail("Mailbox/set", { ifInState: state, destroy: [id] })).type, "stateMismatch");
  assert.equal((await one.fail("Mailbox/set", { ifInState: "x", destroy: [id] })).type, "stateMismatch");
  const now = (await one.call("Mailbox/get", { ids: [] })).state;
  const result = await one.call("Mailbox/set", { ifInState: now, update: { [id]: { name: "x" } }, destroy: [id] });
  assert.deepEqual([result.oldState, result.destroyed, result.notUpdated[id].type], [now, [id], "willDestroy"]);
  assert.equal(result.newState, (await one.call("Mailbox/get", { ids: [] })).state);
});

test("RFC 8620 §5.3: more objects than maxObjectsInSet are requestTooLarge", async () => {
  const destroy = Array.from({ length: 1001 }, (_, index) => `m${index + 100}`);
  assert.equal((await one.fail("Mailbox/set", { destroy })).type, "requestTooLarge");
});

test("RFC 8621 §2.2: changes of counts alone are told as such", async () => {
  const { state } = await one.call("Mailbox/get", { ids: [] });
  await one.receive();
  const changes = await one.call("Mailbox/changes", { sinceState: state });
  assert.deepEqual(changes.updated, [await one.mailbox("inbox")]);
  assert.deepEqual(
    new Set(changes.updatedProperties),
    new Set(["totalEmails", "unreadEmails", "totalThreads", "unreadThreads"]),
  );
  assert.equal((await one.fail("Mailbox/changes", { sinceState: "nonsense" })).type, "cannotCalculateChanges");
  assert.equal((await one.fail("Mailbox/changes", { sinceState: "999999" })).type, "cannotCalculateChanges");
  assert.equal((await one.fail("Mailbox/changes", { sinceState: state, maxChanges: 0 })).type, "invalidArguments");
});

test("RFC 8621 §2: each of those who act for a unit subscribes to its mailboxes for themselves", async () => {
  const made = await one.call("Mailbox/set", {
    accountId: unit,
    create: { k: { name: "Arsip 2020", isSubscribed: false }, l: { name: "Arsip 2021" } },
  });
  const [old, newer] = [made.created.k.id, made.created.l.id];
  const seenBy = async (client: typeof one) => {
    const { list } = await client.call("Mailbox/get", { accountId: unit, ids: [old, newer] });
    const { ids } = await client.call("Mailbox/query", { accountId: unit, filter: { isSubscribed: false } });
    const byGet = list.filter(({ isSubscribed }: Answer) => !isSubscribed).map(({ id }: Answer) => id);
    assert.deepEqual(byGet.sort(), ids.sort());
    return ids;
  };
  assert.deepEqual([await seenBy(one), await seenBy(other)], [[old], []]);
  await other.call("Mailbox/set", { accountId: unit, update: { [newer]: { isSubscribed: false } } });
  assert.deepEqual([await seenBy(one), await seenBy(other)], [[old], [newer]]);
  await one.call("Mailbox/set", {
    accountId: unit,
    update: { [old]: { isSubscribed: true }, [newer]: { name: "2021" } },
  });
  assert.deepEqual([await seenBy(one), await seenBy(other)], [[], [newer]]);
  await one.call("Mailbox/set", { accountId: unit, destroy: [old, newer] });
});

test("RFC 8620 §5.5: names are in the order of i;unicode-casemap where the client asks for it", async () => {
  const parent = await create({ name: "Urutan" });
  const names = ["rapat 2", "Émile", "Zed", "Rapat 10", "zebra", "ﬁle"];
  const made = new Map<string, string>();
  for (const name of names) made.set((await create({ name, parentId: parent.id })).id, name);
  const named = async (comparator: Record<string, unknown>) => {
    const args = { filter: { parentId: parent.id }, sort: [{ property: "name", ...comparator }] };
    return (await one.call("Mailbox/query", args)).ids.map((id: string) => made.get(id));
  };
  const casemapped = ["Émile", "ﬁle", "Rapat 10", "rapat 2", "zebra", "Zed"];
  assert.deepEqual(await named({ collation: "i;unicode-casemap" }), casemapped);
  assert.deepEqual(await named({ collation: "i;unicode-casemap", isAscending: false }), casemapped.toReversed());
  assert.deepEqual((await named({})).slice(2, 4), ["rapat 2", "Rapat 10"]);
});

test("RFC 8621 §2.3: filters, sorts and windows of Mailbox/query", async () => {
  const accountId = unit;
  const query = (args: Record<string, unknown>) => one.call("Mailbox/query", { accountId, ...args });
  const { ids } = await query({ sort: [{ property: "sortOrder" }] });
  assert.equal(ids.length, 6);
  assert.deepEqual((await query({ filter: { role: "sent" } })).ids, [ids[2]]);
  assert.deepEqual((await query({ filter: { hasAnyRole: false } })).ids, []);
  assert.deepEqual((await query({ filter: { name: "SAMPAH" } })).ids, [ids[5]]);
  const not = { operator: "NOT", conditions: [{ role: "inbox" }, { role: "trash" }] };
  assert.equal((await query({ filter: not })).ids.length, 4);
  const down = [{ property: "sortOrder", isAscending: false }];
  assert.deepEqual((await query({ sort: down, position: 1, limit: 2, calculateTotal: true })).ids, [ids[4], ids[3]]);
  assert.equal((await query({ calculateTotal: true })).total, 6);
  assert.deepEqual((await query({ sort: down, position: -2 })).ids, [ids[1], ids[0]]);
  const anchored = await query({ sort: [{ property: "sortOrder" }], anchor: ids[3], anchorOffset: -1, limit: 2 });
  assert.deepEqual([anchored.position, anchored.ids], [2, [ids[2], ids[3]]]);
  const fails = (args: Record<string, unknown>) => one.fail("Mailbox/query", { accountId, ...args });
  assert.equal((await fails({ anchor: "m99" })).type, "anchorNotFound");
  assert.equal((await fails({ sort: [{ property: "color" }] })).type, "unsupportedSort");
  assert.equal((await fails({ filter: { color: "red" } })).type, "unsupportedFilter");
  assert.equal((await fails({ filter: { name: 1 } })).type, "invalidArguments");
  assert.equal((await fails({ filter: { operator: "XOR", conditions: [] } })).type, "invalidArguments");
  assert.equal((await fails({ limit: -1 })).type, "invalidArguments");
});

test("RFC 8621 §2.3: as a tree, children follow their parent", async () => {
  const a = await create({ name: "A", sortOrder: 1000 });
  const b = await create({ name: "B", sortOrder: 1001 });
  const inside = await create({ name: "Dalam A", parentId: a.id, sortOrder: 5 });
  const sort = [{ property: "sortOrder" }];
  const { ids } = await one.call("Mailbox/query", { sort, sortAsTree: true });
  assert.deepEqual(ids.slice(ids.indexOf(a.id), ids.indexOf(a.id) + 3), [a.id, inside.id, b.id]);
  const filtered = await one.call("Mailbox/query", { filter: { name: "Dalam" }, filterAsTree: true });
  assert.deepEqual(filtered.ids, []);
});

test("RFC 8621 §2.4: the old list and Mailbox/queryChanges give the new list", async () => {
  const args = { sort: [{ property: "name" }], filter: { hasAnyRole: false } };
  const before = await one.call("Mailbox/query", args);
  assert.equal(before.canCalculateChanges, true);
  await create({ name: "Aaa" });
  await one.call("Mailbox/set", { update: { [before.ids[0]]: { name: "Zzz" } }, destroy: [before.ids.at(-1)] });
  const { removed, added, newQueryState } = await one.call("Mailbox/queryChanges", {
    ...args,
    sinceQueryState: before.queryState,
  });
  const list = before.ids.filter((id: string) => !removed.includes(id));
  for (const { id, index } of added) list.splice(index, 0, id);
  const now = await one.call("Mailbox/query", args);
  assert.deepEqual(list, now.ids);
  assert.equal(newQueryState, now.queryState);
  const fail = await one.fail("Mailbox/queryChanges", { ...args, sinceQueryState: before.queryState, maxChanges: 1 });
  assert.equal(fail.type, "tooManyChanges");
});
