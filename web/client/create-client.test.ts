import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { startClient } from "../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../test/support/memory-jmap.ts";
import type { WindowedQuery } from "./types.ts";

/** Looks at a list as the interface does, until the test ends. */
function watch(list: WindowedQuery): void {
  effect(() => void list.version.value);
}

function withMail(count: number) {
  const server = createMemoryJmap();
  for (let n = 1; n <= count; n++) server.addEmail({ subject: `Pesan ${n}` });
  return server;
}

test("the first screen comes from the page: mailboxes, rows and identities with no request", async () => {
  const { server, account } = await startClient({ server: withMail(3) });
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  inbox.ensure(0, 50);
  assert.equal(inbox.state.value, "ready");
  assert.equal(inbox.total.value, 3);
  const row = account.conversationRow(inbox.idAt(0)!, "m1").value;
  assert.equal(row.value?.subject, "Pesan 3");
  assert.equal(row.value?.isUnread, true);
  assert.equal(account.mailboxByRole("inbox").value?.unreadThreads, 3);
  assert.equal(account.identities.value?.[0]?.email, "budi.santoso@contoh.go.id");
  assert.deepEqual(server.requests, []);
});

test("without a start the session is fetched, and everything else when it is looked at", async () => {
  const server = withMail(2);
  const { client, advance } = await startClient({ server, isStarted: false });
  const account = client.accounts.value[0]!;
  assert.equal(account.mailboxes.peek(), undefined);
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  inbox.ensure(0, 50);
  await advance();
  assert.equal(server.requests.length, 1, "mailboxes, identities and the list in one request");
  assert.equal(account.mailboxes.peek()?.length, 6);
  assert.equal(inbox.total.value, 2);
});

test("everything asked for in a tick goes in one request, and nothing twice", async () => {
  const server = withMail(4);
  const { account, advance } = await startClient({ server });
  const ids = server.emails().map((email) => email.id);
  for (const id of [...ids, ...ids]) void account.emailBody(id).value;
  void account.thread("tnone").value;
  assert.equal(account.emailBody(ids[0]!).value.state, "empty");
  await advance();
  assert.equal(server.requests.length, 1);
  assert.deepEqual(server.requests[0]!.methodCalls.map(([name]) => name).toSorted(), ["Email/get", "Thread/get"]);
  assert.equal(account.emailBody(ids[0]!).value.state, "ready");
  assert.equal(account.thread("tnone").value.state, "destroyed");
});

test("new mail told by push is in the list, the counts and the arrivals after one request", async () => {
  const { server, client, account, sources, push, advance } = await startClient({ server: withMail(2) });
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  watch(inbox);
  sources[0]!.emit("open");
  await advance();
  server.requests.length = 0;
  const arrivals: (readonly string[])[] = [];
  client.onArrival(({ emailIds }) => arrivals.push(emailIds));
  const added = server.addEmail({ subject: "Baru" });
  push();
  await advance();
  assert.equal(server.requests.length, 1);
  assert.equal(inbox.idAt(0), added.id);
  assert.equal(inbox.total.value, 3);
  assert.equal(account.conversationRow(added.id, "m1").value.value?.subject, "Baru");
  assert.equal(account.mailboxByRole("inbox").value?.unreadEmails, 3);
  assert.deepEqual(arrivals, [[added.id]]);
  push();
  await advance();
  assert.equal(server.requests.length, 1, "states that are known already ask for nothing");
});

test("a change of keywords elsewhere fetches what can change and nothing else", async () => {
  const { server, account, push, advance } = await startClient({ server: withMail(1) });
  const [email] = server.emails();
  server.updateEmail(email!.id, { "keywords/$flagged": true });
  push();
  await advance();
  assert.equal(account.email(email!.id).value.value?.keywords["$flagged"], true);
  const gets = server.requests[0]!.methodCalls.filter(([name]) => name === "Email/get");
  assert.deepEqual(gets.map(([, args]) => args["properties"])[1], ["id", "mailboxIds", "keywords"]);
});

test("when changes cannot be calculated, what is looked at is asked for again", async () => {
  const { server, account, push, advance } = await startClient({ server: withMail(3) });
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  watch(inbox);
  for (const name of ["Mailbox/changes", "Email/changes", "Thread/changes"])
    server.failures.set(name, "cannotCalculateChanges");
  server.forgetQueries();
  server.destroyEmail(server.emails()[0]!.id);
  const added = server.addEmail({ subject: "Baru" });
  push();
  await advance();
  await advance();
  assert.equal(inbox.total.value, 3);
  assert.equal(inbox.idAt(0), added.id);
  assert.equal(account.mailboxByRole("inbox").value?.totalEmails, 3);
  assert.equal(account.conversationRow(added.id, "m1").value.value?.subject, "Baru");
});

test("offline: work waits and is done when the network is back", async () => {
  const { server, client, account, network, setOnline, advance } = await startClient({ server: withMail(1) });
  const [email] = server.emails();
  network.fault = "down";
  const action = account.actions.star({ kind: "emails", emailIds: [email!.id], mailboxId: "m1" });
  await advance(2000);
  assert.equal(client.connection.value, "offline");
  assert.equal(account.email(email!.id).value.state, "committing");
  assert.equal(account.email(email!.id).value.value?.keywords["$flagged"], true);
  network.fault = undefined;
  setOnline(true);
  await advance();
  assert.deepEqual(await action.done, { ok: true, value: undefined });
  assert.equal(client.connection.value, "online");
  assert.equal(server.email(email!.id)!.keywords["$flagged"], true);
});

test("signed out elsewhere: the state says so and nothing is repeated", async () => {
  const { server, client, account, network, sources, advance } = await startClient({ server: withMail(1) });
  const [email] = server.emails();
  network.fault = 401;
  const action = account.actions.star({ kind: "emails", emailIds: [email!.id], mailboxId: "m1" });
  await advance();
  assert.equal(client.connection.value, "signedOut");
  assert.deepEqual(await action.done, { ok: false, failure: { kind: "signedOut" } });
  assert.equal(account.email(email!.id).value.value?.keywords["$flagged"], undefined, "taken back");
  assert.equal(sources.at(-1)!.isClosed, true);
});

test("a server that fails is asked a few times, then the failure is told and the work taken back", async () => {
  const { server, client, account, network, advance } = await startClient({ server: withMail(1) });
  const [email] = server.emails();
  const failed: string[] = [];
  client.onFailure(({ failure }) => failed.push(failure.kind));
  network.fault = 500;
  const action = account.actions.star({ kind: "emails", emailIds: [email!.id], mailboxId: "m1" });
  await advance(60_000);
  assert.deepEqual(await action.done, { ok: false, failure: { kind: "server", status: 500 } });
  assert.deepEqual(failed, ["server"]);
  assert.equal(account.email(email!.id).value.value?.keywords["$flagged"], undefined);
});

test("a push that falls silent is opened again, and what was missed is asked for", async () => {
  const { server, sources, account, advance } = await startClient({ server: withMail(1) });
  const inbox = account.list({ filter: { inMailbox: "m1" } });
  watch(inbox);
  sources[0]!.emit("open");
  await advance();
  server.addEmail({ subject: "Terlewat" });
  await advance(200_000);
  assert.equal(sources[0]!.isClosed, true);
  assert.equal(sources.length > 1, true);
  sources.at(-1)!.emit("open");
  await advance();
  assert.equal(inbox.total.value, 2);
});

test("a push that is refused asks why, and so finds that the session has ended", async () => {
  const { client, network, sources, advance } = await startClient({ server: withMail(1) });
  sources[0]!.emit("open");
  await advance();
  network.fault = 401;
  Object.assign(sources[0]!, { readyState: 2 });
  sources[0]!.emit("error");
  await advance(100);
  assert.equal(client.connection.value, "signedOut");
  await advance(300_000);
  assert.equal(sources.length, 1, "and is not opened again");
});

test("closing ends push and asks for nothing more", async () => {
  const { client, server, sources, advance } = await startClient({ server: withMail(1) });
  await client.close();
  await advance(300_000);
  assert.equal(
    sources.every((source) => source.isClosed),
    true,
  );
  assert.equal(server.requests.length, 0);
});
