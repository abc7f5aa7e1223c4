// The client on the real server: what the server in memory only resembles.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { effect } from "@preact/signals-core";
import { inReverse } from "../support/database.ts";
import { openTestJmap } from "../support/jmap.ts";
import { openRealClient, until } from "../support/real-client.ts";
import { firstScreenCalls } from "../../web/client/first-screen.ts";
import { parseSearch } from "../../web/client/search/parse-search.ts";
import type { StartData } from "../../web/client/start-data.ts";
import type { ListQuery, MailAccount, WindowedQuery } from "../../web/client/types.ts";

function message(subject: string, headers: string[] = [], body = "Rapat dimulai pukul sembilan."): string {
  return [
    "From: Wulan <wulan@example.org>",
    "To: Budi <budi.santoso@contoh.go.id>",
    `Subject: ${subject}`,
    "Date: Mon, 2 Mar 2026 07:30:00 +0700",
    `Message-ID: <${subject.toLowerCase().replaceAll(/\W+/g, "-")}@example.org>`,
    ...headers,
    "Content-Type: text/plain; charset=utf-8",
    "",
    body,
    "",
  ].join("\r\n");
}

async function open(test: TestContext) {
  const context = inReverse(test);
  const server = await openTestJmap(context);
  await server.one.receive(message("Undangan"), { receivedAt: "2026-03-02T01:00:00Z" });
  await server.one.receive(message("Re: Undangan", ["In-Reply-To: <undangan@example.org>"]), {
    receivedAt: "2026-03-02T02:00:00Z",
  });
  await server.one.receive(message("Cuti bersama"), { receivedAt: "2026-03-02T03:00:00Z" });
  const client = openRealClient(context, { url: server.url, user: server.one });
  await until(() => client.accounts.value.length > 0, "the session is loaded");
  const account = client.account(server.one.accountId);
  return { ...server, client, account, context };
}

async function look(account: MailAccount, query: ListQuery): Promise<WindowedQuery> {
  const list = account.list(query);
  effect(() => void list.version.value);
  list.ensure(0, 50);
  await until(() => list.state.value === "ready", "the list is loaded");
  return list;
}

function subjects(account: MailAccount, list: WindowedQuery): (string | null | undefined)[] {
  return list.slice(0, list.total.value ?? 0).map((id) => id && account.conversationRow(id, null).value.value?.subject);
}

test("the session, its accounts, mailboxes, a list of conversations and a body", async (context) => {
  const { client, account, one, unit } = await open(context);
  assert.deepEqual(
    client.accounts.value.map(({ id, isPersonal }) => [id, isPersonal]),
    [
      [one.accountId, true],
      [unit, false],
    ],
  );
  await until(() => account.mailboxes.value !== undefined, "mailboxes are loaded");
  const roles = account.mailboxes.value!.map(({ mailbox }) => mailbox.role);
  assert.deepEqual(roles.slice(0, 6), ["inbox", "drafts", "sent", "archive", "junk", "trash"]);
  const inbox = await look(account, { filter: { inMailbox: await one.mailbox("inbox") } });
  assert.deepEqual(subjects(account, inbox), ["Cuti bersama", "Undangan"]);
  const row = account.conversationRow(inbox.idAt(1)!, null).value.value!;
  assert.equal(row.count, 2);
  const body = account.emailBody(row.emailIds[0]!);
  const stop = effect(() => void body.value);
  await until(() => body.value.state === "ready", "the body is loaded");
  assert.equal(
    body.value.value!.bodyValues[body.value.value!.textBody[0]!.partId!]!.value.trim(),
    "Rapat dimulai pukul sembilan.",
  );
  stop();
});

test("a unit mailbox that one acts for is an account like one's own", async (context) => {
  const { client, unit } = await open(context);
  const account = client.account(unit);
  await until(() => account.mailboxes.value !== undefined, "its mailboxes are loaded");
  await until(() => account.identities.value !== undefined, "its identities are loaded");
  assert.equal(account.identities.value![0]!.email, "dinkes@contoh.go.id");
  const inbox = await look(account, { filter: { inMailbox: account.mailboxByRole("inbox").value!.id } });
  assert.equal(inbox.total.value, 0);
});

test("the first screen's calls answer in one request what the client starts with", async (t) => {
  const { one, url, context } = await open(t);
  const session = await one.session();
  const mailboxId = await one.mailbox("inbox");
  const answers = await one.request(firstScreenCalls(one.accountId, mailboxId));
  assert.deepEqual(
    answers.methodResponses.filter(([name]) => name === "error"),
    [],
  );
  const start: StartData = {
    session,
    locale: "id",
    timeZone: "Asia/Jakarta",
    organisation: { name: "Pemerintah Kota Contoh", domain: "contoh.go.id", icon: "/look/1/icon.svg" },
    user: {
      accountId: one.accountId,
      address: "budi.santoso@contoh.go.id",
      name: "Budi",
      unit: null,
      role: "employee",
    },
    first: { accountId: one.accountId, mailboxId, ...answers },
  };
  const account = openRealClient(context, { url, user: one, start }).account(one.accountId);
  const inbox = account.list({ filter: { inMailbox: mailboxId } });
  assert.equal(inbox.state.value, "ready");
  assert.deepEqual(subjects(account, inbox), ["Cuti bersama", "Undangan"]);
  assert.equal(account.identities.value?.[0]?.email, "budi.santoso@contoh.go.id");
});

test("new mail is in the list by push", async (context) => {
  const { client, account, one } = await open(context);
  const inbox = await look(account, { filter: { inMailbox: await one.mailbox("inbox") } });
  await until(() => client.isPushed.value, "push is open");
  const arrived: string[] = [];
  client.onArrival(({ emailIds }) => arrived.push(...emailIds));
  const id = await one.receive(message("Surat edaran"), { receivedAt: "2026-03-02T05:00:00Z" });
  await until(() => inbox.idAt(0) === id, "the mail is in the list");
  assert.equal(inbox.total.value, 3);
  assert.deepEqual(arrived, [id]);
});

test("archive and undo, as shown and as the server has it", async (context) => {
  const { client, account, one } = await open(context);
  const inboxId = await one.mailbox("inbox");
  const archiveId = await one.mailbox("archive");
  await until(() => account.mailboxes.value !== undefined, "mailboxes are loaded");
  const inbox = await look(account, { filter: { inMailbox: inboxId } });
  const { threadId } = account.conversationRow(inbox.idAt(1)!, inboxId).value.value!;
  const action = account.actions.archive({ kind: "conversations", threadIds: [threadId], mailboxId: inboxId });
  assert.deepEqual(subjects(account, inbox), ["Cuti bersama"]);
  const shown = account.mailboxByRole("archive").value!;
  assert.deepEqual([shown.totalEmails, shown.totalThreads, shown.unreadThreads], [2, 1, 1]);
  assert.deepEqual(await action.done, { ok: true, value: undefined });
  const counts = async (id: string) => {
    const { list } = await one.call("Mailbox/get", { ids: [id] });
    return [list[0].totalEmails, list[0].unreadEmails, list[0].totalThreads, list[0].unreadThreads];
  };
  const counted = account.mailboxByRole("archive").value!;
  assert.deepEqual(await counts(archiveId), [
    counted.totalEmails,
    counted.unreadEmails,
    counted.totalThreads,
    counted.unreadThreads,
  ]);
  client.undo();
  assert.deepEqual(subjects(account, inbox), ["Cuti bersama", "Undangan"]);
  await until(async () => (await counts(inboxId))[0] === 3, "the server has it back");
  await client.synchronize();
  assert.deepEqual(subjects(account, inbox), ["Cuti bersama", "Undangan"]);
  assert.equal(inbox.total.value, 2);
});

test("R92: a message written, saved, sent, in Sent, and with its reader; undone while it is held", async (context) => {
  const { account, one, other } = await open(context);
  const compose = await account.compose();
  const composer = compose.write({ to: [{ name: "Siti", email: "siti.rahayu@contoh.go.id" }], subject: "Laporan" });
  composer.update({ text: "Terlampir.", html: "<p>Terlampir.</p>" });
  composer.attach(new Blob(["isi laporan"], { type: "text/plain" }), { name: "laporan.txt" });
  await until(() => composer.draft.value.attachments[0]!.blobId !== null, "the file is uploaded");
  assert.deepEqual(await composer.save(), { ok: true, value: undefined });
  const drafts = await one.call("Email/query", { filter: { inMailbox: await one.mailbox("drafts") } });
  assert.deepEqual(drafts.ids, [composer.emailId.value]);
  const sending = composer.send({ undoWindowMs: 0 });
  assert.deepEqual(await sending.done, { ok: true, value: undefined });
  const sent = await one.call("Email/query", { filter: { inMailbox: await one.mailbox("sent") } });
  assert.equal(sent.ids.length, 1);
  assert.deepEqual((await one.call("Email/query", { filter: { hasKeyword: "$draft" } })).ids, []);
  const received = await other.call("Email/query", { filter: { inMailbox: await other.mailbox("inbox") } });
  const { list } = await other.call("Email/get", { ids: received.ids, properties: ["subject", "attachments"] });
  assert.deepEqual([list[0].subject, list[0].attachments[0].name], ["Laporan", "laporan.txt"]);
  const delivered = await account.deliveries(sent.ids[0]);
  assert.ok(delivered.ok);
  assert.equal(delivered.value[0]!.undoStatus, "final");

  const held = compose
    .write({ to: [{ name: null, email: "siti.rahayu@contoh.go.id" }], subject: "Salah kirim" })
    .send();
  await until(
    async () => (await one.call("EmailSubmission/query", { filter: { undoStatus: "pending" } })).ids.length === 1,
    "it is held",
  );
  const again = await held.undo();
  assert.ok(again);
  assert.equal(again.draft.value.subject, "Salah kirim");
  assert.deepEqual(await again.discard(), { ok: true, value: undefined });
  assert.equal(
    (await other.call("Email/query", { filter: { inMailbox: await other.mailbox("inbox") } })).ids.length,
    1,
  );
});

test("a reply is in the conversation and marks what it answers", async (context) => {
  const { account, one } = await open(context);
  const inbox = await look(account, { filter: { inMailbox: await one.mailbox("inbox") } });
  const compose = await account.compose();
  const outcome = await compose.reply(inbox.idAt(0)!, { toAll: false });
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.value.draft.value.to, [{ name: "Wulan", email: "wulan@example.org" }]);
  outcome.value.update({ to: [{ name: null, email: "siti.rahayu@contoh.go.id" }], html: null, text: "Baik." });
  assert.deepEqual(await outcome.value.send({ undoWindowMs: 0 }).done, { ok: true, value: undefined });
  await account.list({ filter: null }).refresh();
  const original = account.email(inbox.idAt(0)!);
  effect(() => void original.value);
  await until(() => original.value.value?.keywords["$answered"] === true, "the original is marked");
  const thread = await one.call("Thread/get", { ids: [original.value.value!.threadId] });
  assert.equal(thread.list[0].emailIds.length, 2);
});

test("a search as it is typed", async (context) => {
  const { account } = await open(context);
  const search = (text: string) =>
    parseSearch(text, {
      mailboxes: [],
      hiddenMailboxIds: [],
      startOfDay: (days) => new Date(Date.now() - days * 86_400_000),
      startOfDate: (year, month, day) => new Date(Date.UTC(year, month - 1, day, -7)),
    })!.filter;
  for (const [text, found] of [
    ["dari:wulan undangan", ["Undangan"]],
    ['subjek:"cuti bersama"', ["Cuti bersama"]],
    ["rapat -undangan", ["Cuti bersama"]],
    ["cuti OR undangan", ["Cuti bersama", "Undangan"]],
    ["ada:lampiran", []],
    ["is:belum-dibaca sebelum:2026-03-01", []],
  ] as const) {
    const list = await look(account, { filter: search(text) });
    assert.deepEqual(subjects(account, list), found, text);
  }
});

test("a mailbox is created, named anew and destroyed", async (context) => {
  const { account } = await open(context);
  await until(() => account.mailboxes.value !== undefined, "mailboxes are loaded");
  const created = await account.mailboxActions.create({ name: "Rapat", parentId: null });
  assert.ok(created.ok);
  assert.equal(account.mailboxes.value!.at(-1)!.mailbox.name, "Rapat");
  const twice = await account.mailboxActions.create({ name: "Rapat", parentId: null });
  assert.equal(twice.ok, false);
  assert.ok((await account.mailboxActions.rename(created.value, "Rapat 2026")).ok);
  assert.equal(account.mailbox(created.value).value.value?.name, "Rapat 2026");
  assert.ok((await account.mailboxActions.destroy(created.value, { withEmails: true })).ok);
  assert.equal(
    account.mailboxes.value!.some(({ mailbox }) => mailbox.id === created.value),
    false,
  );
});
