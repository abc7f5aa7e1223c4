import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { listEmails } from "../store/emails.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { createMailbox, destroyMailbox, updateMailboxes } from "./change-mailboxes.ts";
import type { MailboxProperties } from "./mailbox-rules.ts";
import { importEmails } from "./import-email.ts";
import { updateEmails } from "./update-emails.ts";

const { mail, createAccount, mailboxOf } = await openTestStore({ after });

async function make(accountId: AccountId, name: string, parentId: MailboxId | null = null): Promise<MailboxId> {
  const made = await createMailbox(mail, accountId, { name, parentId });
  assert.ok(made.outcome === "done" && "id" in made.result, JSON.stringify(made));
  return made.result.id;
}

async function put(accountId: AccountId, ...mailboxIds: MailboxId[]): Promise<EmailId> {
  const message = octetsOf(`Subject: ${Math.random()}`, "", "isi");
  const given = { message, mailboxIds, keywords: [], receivedAt: new Date("2026-03-02T00:00:00Z") };
  const outcome = await importEmails(mail, accountId, [given]);
  assert.ok(outcome.outcome === "done" && "emailId" in outcome.results[0]!);
  return outcome.results[0].emailId;
}

type Outcome = Awaited<ReturnType<typeof updateMailboxes | typeof createMailbox | typeof destroyMailbox>>;

function failureOf(outcome: Outcome): string {
  assert.ok(outcome.outcome === "done");
  const [result] = outcome.result instanceof Map ? outcome.result.values() : [outcome.result];
  if (!result || !("failure" in result)) return "";
  return result.failure === "invalidProperties" ? `invalid ${result.properties.join()}` : result.failure;
}

const update = (accountId: AccountId, id: MailboxId, properties: Partial<MailboxProperties>) =>
  updateMailboxes(mail, accountId, new Map([[id, properties]]));

test("R97: folders are made within folders, renamed, moved and removed", async () => {
  const accountId = await createAccount();
  const parent = await make(accountId, "Surat Dinas");
  const child = await make(accountId, "2026", parent);
  await update(accountId, child, { name: "Tahun 2026", parentId: null, sortOrder: 5 });
  const all = await mail.db.read((tx) => listMailboxes(tx, accountId, [child]));
  assert.deepEqual([all[0]?.name, all[0]?.parentId, all[0]?.sortOrder], ["Tahun 2026", null, 5]);
  assert.equal(failureOf(await destroyMailbox(mail, accountId, { id: parent, removeEmails: false })), "");
  assert.equal(failureOf(await destroyMailbox(mail, accountId, { id: parent, removeEmails: false })), "notFound");
});

test("RFC 8621 §2: names are one among siblings, and within limits", async () => {
  const accountId = await createAccount();
  const parent = await make(accountId, "Surat");
  await make(accountId, "Surat", parent);
  assert.equal(failureOf(await createMailbox(mail, accountId, { name: "Surat" })), "alreadyExists");
  for (const name of ["", " ", "a\u0007b", "x".repeat(300)]) {
    assert.equal(failureOf(await createMailbox(mail, accountId, { name })), "invalid name", name);
  }
  assert.equal(
    failureOf(await createMailbox(mail, accountId, { name: "Anak", parentId: 999 as MailboxId })),
    "invalid parentId",
  );
  assert.equal(failureOf(await createMailbox(mail, accountId, { name: "Lain", sortOrder: -1 })), "invalid sortOrder");
});

test("RFC 8621 §2: no mailbox is within itself, nor nested without end", async () => {
  const accountId = await createAccount();
  const ids = [await make(accountId, "0")];
  for (let depth = 1; depth < 10; depth++) ids.push(await make(accountId, String(depth), ids.at(-1)));
  assert.equal(
    failureOf(await createMailbox(mail, accountId, { name: "11", parentId: ids.at(-1)! })),
    "invalid parentId",
  );
  for (const parentId of [ids[0]!, ids[3]!]) {
    assert.equal(failureOf(await update(accountId, ids[0]!, { parentId })), "invalid parentId");
  }
});

test("RFC 8621 §2: a role is one mailbox's, and there is always an inbox", async () => {
  const accountId = await createAccount();
  const [inbox, trash] = [await mailboxOf(accountId, "inbox"), await mailboxOf(accountId, "trash")];
  assert.equal(failureOf(await createMailbox(mail, accountId, { name: "Sampah 2", role: "trash" })), "invalid role");
  assert.equal(failureOf(await update(accountId, inbox, { role: null })), "invalid role");
  assert.equal(failureOf(await destroyMailbox(mail, accountId, { id: inbox, removeEmails: true })), "invalid role");
  assert.equal(failureOf(await update(accountId, trash, { role: null })), "");
  assert.equal(failureOf(await createMailbox(mail, accountId, { name: "Sampah 2", role: "trash" })), "");
});

test("RFC 8621 §2.5: a mailbox with mail goes only when asked so; what is elsewhere as well stays there", async () => {
  const accountId = await createAccount();
  const inbox = await mailboxOf(accountId, "inbox");
  const parent = await make(accountId, "Proyek");
  const child = await make(accountId, "Anak", parent);
  const [only, both] = [await put(accountId, parent), await put(accountId, parent, inbox)];
  assert.equal(failureOf(await destroyMailbox(mail, accountId, { id: parent, removeEmails: true })), "mailboxHasChild");
  await destroyMailbox(mail, accountId, { id: child, removeEmails: false });
  assert.equal(
    failureOf(await destroyMailbox(mail, accountId, { id: parent, removeEmails: false })),
    "mailboxHasEmail",
  );
  assert.equal(failureOf(await destroyMailbox(mail, accountId, { id: parent, removeEmails: true })), "");
  const left = await mail.db.read((tx) => listEmails(tx, accountId, [only, both]));
  assert.deepEqual(
    left.map(({ id, mailboxIds }) => [id, mailboxIds]),
    [[both, [inbox]]],
  );
});

test("R101: archiving moves an email out of the inbox and keeps it", async () => {
  const accountId = await createAccount();
  const [inbox, archive] = [await mailboxOf(accountId, "inbox"), await mailboxOf(accountId, "archive")];
  const id = await put(accountId, inbox);
  await updateEmails(mail, accountId, new Map([[id, { mailboxIds: { add: [archive], remove: [inbox] } }]]));
  const counts = await mail.db.read((tx) => listMailboxes(tx, accountId, [inbox, archive]));
  assert.deepEqual(
    counts.map(({ role, totalEmails, unreadThreads }) => [role, totalEmails, unreadThreads]),
    [
      ["inbox", 0, 0],
      ["archive", 1, 1],
    ],
  );
});

test("RFC 8620 §5.3: ifInState is compared under the lock, and a change that changes nothing has no number", async () => {
  const accountId = await createAccount();
  const inbox = await mailboxOf(accountId, "inbox");
  const id = await put(accountId, inbox);
  const same = await updateEmails(mail, accountId, new Map([[id, { mailboxIds: { all: [inbox] } }]]));
  assert.ok(same.outcome === "done" && same.oldState === same.newState);
  const star = new Map([[id, { keywords: { add: ["$Flagged"] } }]]);
  const first = await updateEmails(mail, accountId, star, { ifInState: same.newState });
  assert.equal(first.outcome, "done");
  assert.deepEqual(await updateEmails(mail, accountId, star, { ifInState: same.newState }), {
    outcome: "stateMismatch",
  });
  const stale = await createMailbox(mail, accountId, { name: "Baru" }, { ifInState: 1 });
  assert.deepEqual(stale, { outcome: "stateMismatch" });
  const [email] = await mail.db.read((tx) => listEmails(tx, accountId, [id]));
  assert.deepEqual(email?.keywords, ["$flagged"]);
});

test("RFC 8621 §4.6: each email is updated or refused for itself", async () => {
  const [accountId, other] = [await createAccount(), await createAccount()];
  const inbox = await mailboxOf(accountId, "inbox");
  const ids: EmailId[] = [];
  for (let i = 0; i < 5; i++) ids.push(await put(accountId, inbox));
  const unknown = 999_999 as EmailId;
  const outcome = await updateEmails(
    mail,
    accountId,
    new Map([
      [ids[0]!, { mailboxIds: { all: [] } }],
      [ids[1]!, { mailboxIds: { all: [12_345 as MailboxId] } }],
      [ids[2]!, { keywords: { add: ["dengan spasi"] } }],
      [ids[3]!, { keywords: { all: Array.from({ length: 200 }, (_, index) => `k${index}`) } }],
      [ids[4]!, { keywords: { all: ["$SEEN"] } }],
      [unknown, { keywords: { all: [] } }],
    ]),
  );
  assert.ok(outcome.outcome === "done");
  assert.deepEqual(
    [...ids, unknown].map((id) => {
      const result = outcome.results.get(id)!;
      return "failure" in result ? result.failure : "updated";
    }),
    ["noMailbox", "mailboxNotFound", "invalidKeyword", "tooManyKeywords", "updated", "notFound"],
  );
  const elsewhere = await updateEmails(mail, other, new Map([[ids[4]!, { keywords: { all: ["x"] } }]]));
  assert.ok(elsewhere.outcome === "done");
  const [email] = await mail.db.read((tx) => listEmails(tx, accountId, [ids[4]!]));
  assert.deepEqual(email?.keywords, ["$seen"]);
});
