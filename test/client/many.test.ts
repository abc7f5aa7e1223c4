// What is done to everything that matches, on the real server with a mailbox of many conversations.
import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { fillMailbox } from "../../server/store/fill-mailbox.ts";
import { listMailboxes } from "../../server/store/mailboxes.ts";
import { inReverse } from "../support/database.ts";
import { openTestJmap } from "../support/jmap.ts";
import { openRealClient, until } from "../support/real-client.ts";

/** More than two pages. */
const COUNT = 1_200;

test("everything that matches is put away page by page, loaded or not, and comes back when that is undone", async (context) => {
  const cleanup = inReverse(context);
  const { db, mail, one, url } = await openTestJmap(cleanup);
  const blobHash = await mail.blobs.put(Buffer.from("Subject: Undangan\r\n\r\nRapat."));
  const inbox = (await db.read((tx) => listMailboxes(tx, one.number))).find(({ role }) => role === "inbox")!;
  const fill = { accountId: one.number, mailboxId: inbox.id, count: COUNT, size: 30, newestAt: new Date() };
  await db.write((tx) => fillMailbox(tx, { ...fill, blobHashes: [blobHash] }));
  const client = openRealClient(cleanup, { url, user: one });
  await until(() => client.accounts.value.length > 0, "the session is loaded");
  const account = client.account(one.accountId);
  const ids = { inbox: await one.mailbox("inbox"), archive: await one.mailbox("archive") };
  const query = { filter: { inMailbox: ids.inbox } };
  const list = account.list(query);
  effect(() => void list.version.value);
  list.ensure(0, 50);
  await until(() => list.state.value === "ready" && account.mailboxes.value !== undefined, "the list is loaded");
  const except = account.email(list.idAt(0)!).peek().value!.threadId;
  const action = account.actions.archive({
    kind: "matching",
    query,
    mailboxId: ids.inbox,
    exceptThreadIds: [except],
  });
  assert.deepEqual(await action.done, { ok: true, value: undefined });
  const counts = async (id: string) => (await one.call("Mailbox/get", { ids: [id] })).list[0].totalEmails as number;
  const left = await counts(ids.inbox);
  assert.ok(left >= 1 && left <= 4, `${left} of the conversation that was left out`);
  assert.equal(await counts(ids.archive), COUNT - left);
  assert.equal(action.count.value, COUNT - left);
  assert.ok((await action.undo()).ok);
  assert.equal(await counts(ids.inbox), COUNT);
});
