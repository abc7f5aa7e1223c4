import assert from "node:assert/strict";
import { after, test } from "node:test";

import { formatUtcSecond } from "../../../../standards/jmap/types.ts";
import { openTestJmap, sampleMessage, type Answer } from "../../../support/jmap.ts";

const { one, unit, clock } = await openTestJmap({ after });
const inbox = await one.mailbox("inbox");
const archive = await one.mailbox("archive");
let count = 0;
const receive = (options = {}) => one.receive(sampleMessage.replaceAll("undangan@", `n${++count}@`), options);
const read = async (id: string): Promise<Answer> =>
  (await one.call("Email/get", { ids: [id], properties: ["mailboxIds", "keywords"] })).list[0];

async function update(id: string, patch: Record<string, unknown>): Promise<Answer> {
  const { updated, notUpdated } = await one.call("Email/set", { update: { [id]: patch } });
  return updated ?? notUpdated[id];
}

test("RFC 8621 §4.6: keywords and mailboxes by patch, and whole", async () => {
  const id = await receive();
  assert.deepEqual(await update(id, { "keywords/$seen": true, "keywords/$Flagged": true }), { [id]: null });
  assert.deepEqual((await read(id)).keywords, { $flagged: true, $seen: true });
  await update(id, { "keywords/$seen": null, [`mailboxIds/${archive}`]: true });
  assert.deepEqual(await read(id), {
    id,
    keywords: { $flagged: true },
    mailboxIds: { [inbox]: true, [archive]: true },
  });
  await update(id, { keywords: { x: true }, mailboxIds: { [archive]: true } });
  assert.deepEqual(await read(id), { id, keywords: { x: true }, mailboxIds: { [archive]: true } });
});

test("RFC 8621 §4.6: an update is told by Email/changes and moves the counts", async () => {
  const id = await receive();
  const counts = async () => (await one.call("Mailbox/get", { ids: [inbox] })).list[0].unreadEmails;
  const { state } = await one.call("Email/get", { ids: [] });
  const before = await counts();
  const { oldState, newState } = await one.call("Email/set", { update: { [id]: { "keywords/$seen": true } } });
  assert.equal(oldState, state);
  assert.equal(await counts(), before - 1);
  const changes = await one.call("Email/changes", { sinceState: state });
  assert.deepEqual([changes.created, changes.updated, changes.destroyed], [[], [id], []]);
  assert.equal(changes.newState, newState);
});

test("RFC 8620 §5.3: what cannot be changed is refused, unless it is what it was; nothing of the patch is done then", async () => {
  const id = await receive();
  const [email] = (await one.call("Email/get", { ids: [id] })).list;
  const refused = (patch: Record<string, unknown>) => update(id, { "keywords/y": true, ...patch });
  assert.deepEqual((await refused({ subject: "lain" })).properties, ["subject"]);
  assert.deepEqual((await refused({ nothing: 1 })).properties, ["nothing"]);
  assert.equal((await refused({ "mailboxIds/m99": true })).type, "invalidProperties");
  assert.equal((await refused({ "keywords/a b": true })).type, "invalidProperties");
  assert.equal((await refused({ "keywords/z": false })).type, "invalidProperties");
  assert.equal((await refused({ mailboxIds: {} })).type, "invalidProperties");
  assert.equal((await refused({ [`mailboxIds/${inbox}`]: null })).type, "invalidProperties");
  assert.equal((await refused({ keywords: {}, "keywords/z": true })).type, "invalidPatch");
  assert.equal((await refused({ "keywords/z/w": true })).type, "invalidPatch");
  assert.equal((await refused({ "from/0/name": "x" })).type, "invalidPatch");
  assert.deepEqual((await read(id)).keywords, {});
  const { subject, size, threadId, receivedAt } = email;
  assert.deepEqual(await update(id, { subject, size, threadId, receivedAt, "keywords/y": true }), { [id]: null });
});

test("RFC 8620 §5.3: destroyed is gone, and told so; destroying again is notFound", async () => {
  const id = await receive();
  const { state } = await one.call("Email/get", { ids: [] });
  const result = await one.call("Email/set", { destroy: [id], update: { [id]: { keywords: {} } }, ifInState: state });
  assert.deepEqual([result.destroyed, result.notUpdated[id].type], [[id], "willDestroy"]);
  assert.deepEqual((await one.call("Email/changes", { sinceState: state })).destroyed, [id]);
  assert.equal((await one.call("Email/set", { destroy: [id] })).notDestroyed[id].type, "notFound");
  assert.equal((await one.call("Email/set", { update: { [id]: { keywords: {} } } })).notUpdated[id].type, "notFound");
});

test("RFC 8620 §5.3: ifInState is never ignored", async () => {
  const { state } = await one.call("Email/get", { ids: [] });
  const id = await receive();
  for (const args of [{ destroy: [id] }, { update: { [id]: { keywords: {} } } }, { create: {} }, {}]) {
    assert.equal((await one.fail("Email/set", { ...args, ifInState: state })).type, "stateMismatch");
  }
  const blobId = await one.upload("From: a@example.org\r\n\r\nx");
  const emails = { k: { blobId, mailboxIds: { [inbox]: true } } };
  assert.equal((await one.fail("Email/import", { emails, ifInState: state })).type, "stateMismatch");
});

test("RFC 8620 §5.2: changes come in pieces that fit together", async () => {
  const { state } = await one.call("Email/get", { ids: [] });
  const ids = [await receive(), await receive(), await receive()];
  const created: string[] = [];
  let since = state;
  for (let more = true; more;) {
    const changes = await one.call("Email/changes", { sinceState: since, maxChanges: 1 });
    assert.ok(changes.created.length <= 1);
    created.push(...changes.created);
    since = changes.newState;
    more = changes.hasMoreChanges;
  }
  assert.deepEqual(created, ids);
});

test("RFC 8621 §4.8: Email/import says what is wrong", async () => {
  const good = await one.upload(sampleMessage);
  const empty = await one.upload("", "text/plain");
  const mailboxIds = { [inbox]: true };
  const { created, notCreated } = await one.call("Email/import", {
    emails: {
      a: { blobId: good, mailboxIds, keywords: { $Seen: true }, receivedAt: "2020-01-01T00:00:00Z" },
      b: { blobId: `b${"0".repeat(64)}`, mailboxIds },
      c: { blobId: good, mailboxIds: {} },
      d: { blobId: good },
      e: { blobId: empty, mailboxIds },
      f: { blobId: good, mailboxIds, keywords: { "(": true } },
      g: { blobId: good, mailboxIds, subject: "x" },
    },
  });
  assert.deepEqual(Object.keys(created.a).sort(), ["blobId", "id", "size", "threadId"]);
  assert.equal(created.a.blobId, good);
  const { list } = await one.call("Email/get", { ids: [created.a.id], properties: ["receivedAt", "keywords"] });
  assert.deepEqual(list[0], { id: created.a.id, receivedAt: "2020-01-01T00:00:00Z", keywords: { $seen: true } });
  const errors = Object.fromEntries(
    Object.entries(notCreated).map(([key, { type, properties }]: Answer) => [key, properties ?? type]),
  );
  assert.deepEqual(errors, {
    b: ["blobId"],
    c: ["mailboxIds"],
    d: ["mailboxIds"],
    e: "invalidEmail",
    f: ["keywords"],
    g: ["subject"],
  });
});

test("RFC 8621 §4.8: an email is imported with the date of its newest Received field unless another is given", async () => {
  const trace = [
    "Received: from b by c (x; y);\r\n\tTue, 5 Mar 2019 10:20:30 +0700 (WIB)",
    "Received: from a by b; Wed, 6 Mar 2019 10:20:30 +0700",
  ];
  const importOne = async (message: string, given = {}) => {
    const blobId = await one.upload(message);
    const { created } = await one.call("Email/import", {
      emails: { a: { blobId, mailboxIds: { [inbox]: true }, ...given } },
    });
    const { list } = await one.call("Email/get", { ids: [created.a.id], properties: ["receivedAt"] });
    return list[0].receivedAt;
  };
  const [newest, older] = trace;
  assert.equal(await importOne([newest, older, sampleMessage].join("\r\n")), "2019-03-05T03:20:30Z");
  assert.equal(await importOne(["Received: by c", older, sampleMessage].join("\r\n")), "2019-03-06T03:20:30Z");
  assert.equal(
    await importOne([newest, sampleMessage].join("\r\n"), { receivedAt: "2020-01-01T00:00:00Z" }),
    "2020-01-01T00:00:00Z",
  );
  assert.equal(await importOne(sampleMessage), formatUtcSecond(new Date(clock.now())));
});

test("RFC 8621 §4.7: Email/copy takes keywords and date along, and may destroy the original", async () => {
  const id = await receive({ keywords: { $seen: true }, receivedAt: "2020-01-01T00:00:00Z" });
  const { ids } = await one.call("Mailbox/query", { accountId: unit, filter: { role: "archive" } });
  const { methodResponses } = await one.request([
    [
      "Email/copy",
      {
        fromAccountId: one.accountId,
        accountId: unit,
        create: { k: { id, mailboxIds: { [ids[0]]: true } }, l: { id: "e999", mailboxIds: { [ids[0]]: true } } },
        onSuccessDestroyOriginal: true,
      },
      "c",
    ],
  ]);
  const [copied, destroyed] = methodResponses as Answer[];
  assert.equal(copied[1].notCreated.l.type, "notFound");
  assert.deepEqual([destroyed[0], destroyed[1].destroyed, destroyed[2]], ["Email/set", [id], "c"]);
  const { list } = await one.call("Email/get", {
    accountId: unit,
    ids: [copied[1].created.k.id],
    properties: ["keywords", "receivedAt"],
  });
  assert.deepEqual([list[0].keywords, list[0].receivedAt], [{ $seen: true }, "2020-01-01T00:00:00Z"]);
  const same = await one.fail("Email/copy", { fromAccountId: one.accountId, create: {} });
  assert.equal(same.type, "invalidArguments");
  const state = await one.fail("Email/copy", {
    fromAccountId: one.accountId,
    accountId: unit,
    create: {},
    ifFromInState: "0",
  });
  assert.equal(state.type, "stateMismatch");
});

test("RFC 8620 §5.3: a whole email may be passed back, as long as only what can change has changed", async () => {
  const id = await receive();
  const whole = (await one.call("Email/get", { ids: [id] })).list[0];
  assert.deepEqual(await update(id, { ...whole, "header:Subject:asText": whole.subject, keywords: { $seen: true } }), {
    [id]: null,
  });
  assert.deepEqual((await read(id)).keywords, { $seen: true });
  const { properties } = await update(id, { ...whole, messageId: ["lain@example.org"], attachments: null });
  assert.deepEqual(properties, ["messageId", "attachments"]);
});
