import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, sampleMessage } from "../../../support/jmap.ts";

const { one } = await openTestJmap({ after });
const reply = sampleMessage
  .replace(
    "Message-ID: <undangan@example.org>",
    "Message-ID: <jawaban@example.org>\r\nIn-Reply-To: <undangan@example.org>",
  )
  .replace("Subject: ", "Subject: Re: ");

test("RFC 8621 §3: a reply joins the thread of what it answers, and the oldest email stands first", async () => {
  const { state } = await one.call("Thread/get", { ids: [] });
  const second = await one.receive(sampleMessage, { receivedAt: "2026-03-02T02:00:00Z" });
  const first = await one.receive(reply, { receivedAt: "2026-03-02T01:00:00Z" });
  const { list } = await one.call("Email/get", { ids: [second, first], properties: ["threadId"] });
  assert.equal(list[0].threadId, list[1].threadId);
  const thread = await one.call("Thread/get", { ids: [list[0].threadId, "t999"] });
  assert.deepEqual(thread.list, [{ id: list[0].threadId, emailIds: [first, second] }]);
  assert.deepEqual(thread.notFound, ["t999"]);
  const changes = await one.call("Thread/changes", { sinceState: state });
  assert.deepEqual([changes.created, changes.updated, changes.destroyed], [[list[0].threadId], [], []]);
  assert.equal(changes.newState, thread.state);
});

test("RFC 8621 §3.2: a thread is updated when an email leaves it and destroyed with its last", async () => {
  const email = await one.receive(sampleMessage.replaceAll("undangan@", "lain@").replace("Undangan", "Lain"));
  const [{ threadId }] = (await one.call("Email/get", { ids: [email], properties: ["threadId"] })).list;
  const { state } = await one.call("Thread/get", { ids: [] });
  await one.call("Email/set", { destroy: [email] });
  assert.deepEqual((await one.call("Thread/changes", { sinceState: state })).destroyed, [threadId]);
});

test("RFC 8620 §5.1: all threads at once, where they are few", async () => {
  const { list, notFound } = await one.call("Thread/get", { ids: null });
  const { total } = await one.call("Email/query", { collapseThreads: true, calculateTotal: true });
  assert.deepEqual([list.length, notFound], [total, []]);
});
