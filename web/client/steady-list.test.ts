import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { startClient, type ClientHarness } from "../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../test/support/memory-jmap.ts";
import { createSteadyList, type SteadyList } from "./steady-list.ts";
import type { ListQuery } from "./types.ts";

const inbox = { inMailbox: "m1" };
const unread = { inMailbox: "m1", notKeyword: "$seen" };

async function openList(
  count: number,
  filter: ListQuery["filter"],
): Promise<ClientHarness & { list: SteadyList; ids: () => (string | undefined)[] }> {
  const server = createMemoryJmap();
  for (let n = 1; n <= count; n++) server.addEmail({ subject: `Pesan ${n}` });
  const harness = await startClient({ server });
  const list = createSteadyList(harness.account.list({ filter }), harness.account);
  effect(() => void list.version.value);
  list.ensure(0, 40);
  await harness.advance();
  return { ...harness, list, ids: () => list.slice(0, list.total.peek() ?? 0) };
}

async function sync({ push, advance }: ClientHarness): Promise<void> {
  push();
  await advance();
}

const newest = (server: ClientHarness["server"]) =>
  server
    .emails()
    .map(({ id }) => id)
    .toReversed();

test("in a list of unread mail, what was read stays until the list is asked for again", async () => {
  const opened = await openList(6, unread);
  const { server, account, list, ids, advance } = opened;
  const before = newest(server);
  account.actions.markRead({ kind: "emails", emailIds: [before[2]!, before[3]!], mailboxId: "m1" });
  await advance();
  await sync(opened);
  assert.deepEqual(ids(), before);
  assert.equal(list.total.peek(), 6);
  assert.equal(list.indexOf(before[3]!), 3);
  assert.equal(list.indexOf(before[5]!), 5);
  server.addEmail({ subject: "Baru" });
  await sync(opened);
  assert.deepEqual(ids(), newest(server), "mail that arrives comes above what stays");
  const refreshed = list.refresh();
  await advance();
  await refreshed;
  assert.deepEqual(
    ids(),
    newest(server).filter((id) => id !== before[2] && id !== before[3]),
  );
});

test("what was read goes when asked for again, also where the server tells of it only while it answers", async () => {
  const opened = await openList(4, unread);
  const { server, account, network, list, ids, advance, push } = opened;
  const before = newest(server);
  network.latencyMs = 100;
  const read = (emailId: string) => account.actions.markRead({ kind: "emails", emailIds: [emailId], mailboxId: "m1" });
  read(before[1]!);
  await advance(200);
  push();
  await advance(10);
  void list.refresh();
  await advance(1000);
  assert.deepEqual(ids(), [before[0], before[2], before[3]]);
  // The reading itself is still on its way.
  read(before[2]!);
  void list.refresh();
  await advance(1000);
  await sync(opened);
  await advance(1000);
  assert.deepEqual(ids(), [before[0], before[3]]);
  read(before[3]!);
  await advance(1000);
  await sync(opened);
  await advance(1000);
  assert.deepEqual(ids(), [before[0], before[3]], "what is read after that stays");
});

test("what was read goes when it is put away, comes back when that is undone, and is one row when it is unread again", async () => {
  const opened = await openList(4, unread);
  const { server, account, ids, advance } = opened;
  const before = newest(server);
  const one = { kind: "emails" as const, emailIds: [before[1]!], mailboxId: "m1" };
  account.actions.markRead(one);
  await advance();
  await sync(opened);
  const action = account.actions.archive(one);
  assert.deepEqual(ids(), [before[0], before[2], before[3]]);
  await advance();
  await sync(opened);
  void action.undo();
  await advance();
  await sync(opened);
  assert.deepEqual(ids(), before);
  account.actions.markUnread(one);
  await advance();
  await sync(opened);
  assert.deepEqual(ids(), before);
});

test("what somebody else deletes goes from a list of unread mail at once", async () => {
  const opened = await openList(3, unread);
  const { server, ids } = opened;
  const [first, second, third] = newest(server);
  server.destroyEmail(second!);
  await sync(opened);
  assert.deepEqual(ids(), [first, third]);
});

test("a conversation that gets new mail while arrivals are held back keeps its old row until they are shown", async () => {
  const opened = await openList(5, inbox);
  const { server, list, ids } = opened;
  const before = newest(server);
  list.setHolding(true);
  const { threadId } = server.email(before[3]!)!;
  const reply = server.addEmail({ subject: "Re: Pesan", threadId });
  await sync(opened);
  assert.equal(list.pending.peek(), 1);
  assert.deepEqual(ids(), before);
  assert.equal(list.total.peek(), 5);
  list.showPending();
  assert.deepEqual(ids(), [reply.id, ...before.filter((id) => id !== before[3])]);
});

test("rows that stay keep their places while others come and go around them", async () => {
  const opened = await openList(8, unread);
  const { server, account, list, ids, advance } = opened;
  const before = newest(server);
  account.actions.markRead({ kind: "emails", emailIds: [before[1]!, before[2]!, before[6]!], mailboxId: "m1" });
  await advance();
  await sync(opened);
  account.actions.trash({ kind: "emails", emailIds: [before[0]!, before[4]!], mailboxId: "m1" });
  await advance();
  await sync(opened);
  assert.deepEqual(
    ids(),
    before.filter((id) => id !== before[0] && id !== before[4]),
  );
  for (const [index, id] of ids().entries()) assert.equal(list.indexOf(id!), index);
});
