import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { startClient } from "../../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../../test/support/memory-jmap.ts";
import type { Selection } from "../types.ts";

/** An inbox of a conversation of two received emails with an answer in Sent, and two single emails. */
async function openInbox() {
  const server = createMemoryJmap();
  const at = (minute: number) => `2026-11-20T01:0${minute}:00Z`;
  const first = server.addEmail({ subject: "Rapat", threadId: "t1", receivedAt: at(1), keywords: { $seen: true } });
  const answer = server.addEmail({
    subject: "Re: Rapat",
    threadId: "t1",
    receivedAt: at(2),
    mailboxIds: { m3: true },
    keywords: { $seen: true },
    from: [{ name: "Budi Santoso", email: "budi.santoso@contoh.go.id" }],
  });
  const second = server.addEmail({ subject: "Re: Rapat", threadId: "t1", receivedAt: at(3) });
  const single = server.addEmail({ subject: "Undangan", threadId: "t2", receivedAt: at(4) });
  const other = server.addEmail({ subject: "Cuti", threadId: "t3", receivedAt: at(5), keywords: { $seen: true } });
  const harness = await startClient({ server });
  const inbox = harness.account.list({ filter: { inMailbox: "m1" } });
  effect(() => void inbox.version.value);
  const counts = (role: "inbox" | "archive" | "trash" | "junk") => {
    const mailbox = harness.account.mailboxByRole(role).value!;
    return [mailbox.totalEmails, mailbox.unreadEmails, mailbox.totalThreads, mailbox.unreadThreads];
  };
  const rows = () => inbox.slice(0, inbox.total.value ?? 0);
  const conversation = (...threadIds: string[]): Selection => ({ kind: "conversations", threadIds, mailboxId: "m1" });
  return { ...harness, inbox, counts, rows, conversation, emails: { first, answer, second, single, other } };
}

test("a row tells of its whole conversation", async () => {
  const { account, emails } = await openInbox();
  const row = account.conversationRow(emails.second.id, "m1").value.value!;
  assert.deepEqual(row.emailIds, [emails.first.id, emails.answer.id, emails.second.id]);
  assert.deepEqual(
    row.senders.map(({ address, isUnread }) => [address.name, isUnread]),
    [
      ["Siti Rahayu", true],
      ["Budi Santoso", false],
    ],
  );
  assert.deepEqual([row.subject, row.count, row.isUnread], ["Rapat", 3, true]);
});

test("R101: archiving shows at once in rows and counts, goes out as one Email/set, and leaves what was sent in Sent", async () => {
  const { server, account, advance, counts, rows, conversation, emails } = await openInbox();
  assert.deepEqual(counts("inbox"), [4, 2, 3, 2]);
  const action = account.actions.archive(conversation("t1"));
  assert.deepEqual(rows(), [emails.other.id, emails.single.id]);
  assert.deepEqual(counts("inbox"), [2, 1, 2, 1]);
  assert.deepEqual(counts("archive"), [2, 1, 1, 1]);
  assert.equal(action.count.value, 1);
  await advance();
  assert.deepEqual(await action.done, { ok: true, value: undefined });
  assert.equal(action.state.value, "committed");
  const sets = server.requests.flatMap((request) => request.methodCalls).filter(([name]) => name === "Email/set");
  assert.equal(sets.length, 1);
  assert.deepEqual(sets[0]![1]["update"], {
    [emails.first.id]: { "mailboxIds/m1": null, "mailboxIds/m4": true },
    [emails.second.id]: { "mailboxIds/m1": null, "mailboxIds/m4": true },
  });
  assert.deepEqual(server.email(emails.answer.id)!.mailboxIds, { m3: true });
  assert.deepEqual(counts("inbox"), [2, 1, 2, 1], "the server counts the same");
  assert.deepEqual(rows(), [emails.other.id, emails.single.id]);
});

test("undo puts rows, counts and the server back as they were", async () => {
  const { server, client, account, advance, counts, rows, conversation, emails } = await openInbox();
  const before = rows();
  const action = account.actions.archive(conversation("t1", "t2"));
  await advance();
  assert.equal(client.undoLog.value.length, 1);
  assert.equal(client.undo(), action);
  assert.deepEqual(rows(), before, "at once");
  assert.deepEqual(counts("inbox"), [4, 2, 3, 2]);
  await advance();
  assert.equal(action.state.value, "undone");
  assert.deepEqual(server.email(emails.first.id)!.mailboxIds, { m1: true });
  assert.deepEqual(server.email(emails.single.id)!.mailboxIds, { m1: true });
  assert.deepEqual(rows(), before);
  assert.equal(client.undo(), undefined);
});

test("undo before the action was sent leaves the server as it was", async () => {
  const { server, client, account, advance, rows, conversation, emails } = await openInbox();
  const before = rows();
  account.actions.trash(conversation("t2"));
  client.undo();
  assert.deepEqual(rows(), before);
  await advance();
  assert.deepEqual(server.email(emails.single.id)!.mailboxIds, { m1: true });
  assert.deepEqual(rows(), before);
});

test("actions of one moment go out in one request, a later one over an earlier one", async () => {
  const { server, account, advance, conversation, emails } = await openInbox();
  account.actions.star(conversation("t2"));
  account.actions.markRead(conversation("t1", "t2"));
  account.actions.unstar(conversation("t2"));
  await advance();
  const sets = server.requests.flatMap((request) => request.methodCalls).filter(([name]) => name === "Email/set");
  assert.equal(sets.length, 1);
  assert.deepEqual(server.email(emails.single.id)!.keywords, { $seen: true });
  assert.deepEqual(server.email(emails.second.id)!.keywords, { $seen: true });
});

test("what the server refuses is taken back and told, the rest stays", async () => {
  const { server, client, account, advance, counts, rows, conversation, emails } = await openInbox();
  const failures: unknown[] = [];
  client.onFailure(({ failure }) => failures.push(failure));
  server.refusals.set(emails.single.id, "forbidden");
  const action = account.actions.archive(conversation("t2", "t3"));
  assert.deepEqual(rows(), [emails.second.id]);
  await advance();
  assert.equal(action.state.value, "failed");
  assert.deepEqual(failures, [{ kind: "refused", type: "forbidden", description: null, properties: [] }]);
  assert.deepEqual(rows(), [emails.single.id, emails.second.id]);
  assert.deepEqual(counts("inbox"), [3, 2, 2, 2]);
  assert.deepEqual(client.undoLog.value, []);
});

test("a method error takes everything back", async () => {
  const { server, account, advance, counts, rows, conversation } = await openInbox();
  const before = rows();
  server.failures.set("Email/set", "accountReadOnly");
  const action = account.actions.trash(conversation("t1", "t2", "t3"));
  assert.deepEqual(rows(), []);
  await advance();
  assert.deepEqual(await action.done, {
    ok: false,
    failure: { kind: "method", type: "accountReadOnly", description: null },
  });
  assert.deepEqual(rows(), before);
  assert.deepEqual(counts("inbox"), [4, 2, 3, 2]);
});

test("R100: deleting moves to Trash with an undo, and in Trash is for good and has none", async () => {
  const { server, client, account, advance, conversation, emails } = await openInbox();
  const trash = account.list({ filter: { inMailbox: "m6" } });
  effect(() => void trash.version.value);
  trash.ensure(0, 50);
  account.actions.trash(conversation("t2"));
  await advance();
  assert.deepEqual(server.email(emails.single.id)!.mailboxIds, { m6: true });
  assert.deepEqual(trash.slice(0, 1), [emails.single.id], "the list of Trash has followed");
  const undoable = client.undoLog.value.length;
  const action = account.actions.trash({ kind: "conversations", threadIds: ["t2"], mailboxId: "m6" });
  assert.equal(action.canUndo, false);
  assert.equal(client.undoLog.value.length, undoable);
  assert.equal(trash.total.value, 0);
  assert.equal(account.email(emails.single.id).value.state, "destroyed");
  await advance();
  assert.equal(server.email(emails.single.id), undefined);
});

test("R104: spam moves all of what was received and says so, not spam brings it back", async () => {
  const { server, account, advance, conversation, emails } = await openInbox();
  account.actions.spam(conversation("t1"));
  await advance();
  assert.deepEqual(server.email(emails.second.id)!.mailboxIds, { m5: true });
  assert.equal(server.email(emails.second.id)!.keywords["$junk"], true);
  assert.deepEqual(server.email(emails.answer.id)!.mailboxIds, { m3: true });
  account.actions.notSpam({ kind: "conversations", threadIds: ["t1"], mailboxId: "m5" });
  await advance();
  assert.deepEqual(server.email(emails.second.id)!.mailboxIds, { m1: true });
  assert.deepEqual(server.email(emails.second.id)!.keywords, { $notjunk: true });
});

test("R98: a label taken off a conversation leaves every message of it, wherever else it is", async () => {
  const { account, advance, emails, conversation } = await openInbox();
  for (const { id } of [emails.first, emails.answer, emails.second]) {
    account.actions.label({ kind: "emails", emailIds: [id], mailboxId: null }, "m4");
  }
  await advance();
  assert.equal(account.email(emails.answer.id).value.value?.mailboxIds["m4"], true);
  account.actions.unlabel(conversation("t1"), "m4");
  await advance();
  for (const { id } of [emails.first, emails.answer, emails.second]) {
    assert.equal(account.email(id).value.value?.mailboxIds["m4"], undefined);
  }
});

test("R98: labels are mailboxes added and taken away, and an email is always somewhere", async () => {
  const { server, account, advance, conversation, emails } = await openInbox();
  account.actions.label(conversation("t3"), "m4");
  await advance();
  assert.deepEqual(server.email(emails.other.id)!.mailboxIds, { m1: true, m4: true });
  account.actions.unlabel(conversation("t3"), "m1");
  account.actions.unlabel({ kind: "conversations", threadIds: ["t3"], mailboxId: "m4" }, "m4");
  await advance();
  assert.deepEqual(server.email(emails.other.id)!.mailboxIds, { m4: true });
});

test("star marks the newest of a conversation, unstar clears all, unread marks the newest received", async () => {
  const { server, account, advance, conversation, emails } = await openInbox();
  const starred = () =>
    server
      .emails()
      .filter((email) => email.keywords["$flagged"])
      .map((email) => email.id);
  account.actions.star(conversation("t1"));
  await advance();
  assert.deepEqual(starred(), [emails.second.id]);
  account.actions.star({ kind: "emails", emailIds: [emails.first.id], mailboxId: "m1" });
  await advance();
  account.actions.unstar(conversation("t1"));
  account.actions.markRead(conversation("t1"));
  await advance();
  assert.deepEqual(starred(), []);
  account.actions.markUnread(conversation("t1"));
  await advance();
  const unread = server
    .emails()
    .filter((email) => !email.keywords["$seen"])
    .map((email) => email.id);
  assert.deepEqual(unread, [emails.second.id, emails.single.id]);
});

test("a selection that is not loaded is loaded first", async () => {
  const server = createMemoryJmap();
  for (let n = 0; n < 80; n++) server.addEmail({ subject: `Pesan ${n}`, threadId: `u${n}` });
  const { account, advance } = await startClient({ server });
  const action = account.actions.archive({ kind: "conversations", threadIds: ["u0", "u1", "u79"], mailboxId: "m1" });
  await advance();
  assert.deepEqual(await action.done, { ok: true, value: undefined });
  assert.equal(action.count.value, 3);
  assert.equal(server.emails().filter((email) => email.mailboxIds["m4"]).length, 3);
});

test("everything that matches, loaded or not, in pages, and undone as a whole", async () => {
  const server = createMemoryJmap({ maxObjectsInGet: 100 });
  for (let n = 0; n < 730; n++) server.addEmail({ subject: `Pesan ${n}`, threadId: `u${n}` });
  const { account, client, advance } = await startClient({ server });
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  effect(() => void inbox.version.value);
  const action = account.actions.archive({
    kind: "matching",
    query: inbox.query,
    mailboxId: "m1",
    exceptThreadIds: ["u5", "u700"],
  });
  await advance();
  assert.equal((await action.done).ok, true);
  assert.equal(action.count.value, 728);
  assert.deepEqual(
    server
      .emails()
      .filter((email) => email.mailboxIds["m1"])
      .map((email) => email.threadId),
    ["u5", "u700"],
  );
  assert.equal(inbox.total.value, 2);
  client.undo();
  await advance();
  assert.equal(server.emails().filter((email) => email.mailboxIds["m1"]).length, 730);
  await advance();
  assert.equal(inbox.total.value, 730);
});
