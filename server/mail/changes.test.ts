// A client that follows /changes, in steps as small as it likes, and what it then believes.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import { changesOf } from "../store/changes.ts";
import type { ReadTx } from "../store/database.ts";
import { listEmails } from "../store/emails.ts";
import { statesOf } from "../store/mail-account.ts";
import { emailsOfMailbox } from "../store/mailbox-emails.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { listThreads } from "../store/threads.ts";
import { createMailbox, destroyMailbox } from "./change-mailboxes.ts";
import { deliver } from "./deliver.ts";
import { destroyEmails } from "./destroy-emails.ts";
import { updateEmails } from "./update-emails.ts";

const { mail, clock, organisationId, createAccount } = await openTestStore({ after });
const { db } = mail;
let serial = 0;

type Followed = "email" | "thread" | "mailbox";
const types: readonly Followed[] = ["email", "thread", "mailbox"];

/** What there is, by id, as JSON. */
async function truth(tx: ReadTx, accountId: AccountId): Promise<Record<Followed, Map<number, string>>> {
  const mailboxes = await listMailboxes(tx, accountId);
  const ids = new Set<EmailId>();
  for (const { id } of mailboxes) for (const email of await emailsOfMailbox(tx, accountId, id)) ids.add(email);
  const emails = await listEmails(tx, accountId, [...ids]);
  const threads = await listThreads(tx, accountId, [...new Set(emails.map(({ threadId }) => threadId))]);
  const byId = (rows: { id: number }[]) => new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
  return { email: byId(emails), thread: byId(threads), mailbox: byId(mailboxes) };
}

interface Client {
  state: Record<Followed, number>;
  known: Record<Followed, Map<number, string>>;
}

async function follow(tx: ReadTx, accountId: AccountId, client: Client, maxChanges: number): Promise<void> {
  const now = await truth(tx, accountId);
  for (const type of types) {
    const known = client.known[type];
    for (let rounds = 0; ; rounds++) {
      assert.ok(rounds < 500, "the changes end");
      const range = { since: client.state[type], maxChanges };
      // One change of ours may be larger than what a client takes at once.
      const changes =
        (await changesOf(tx, accountId, type, range)) ??
        (await changesOf(tx, accountId, type, { ...range, maxChanges: 1000 }));
      assert.ok(changes);
      const { created, updated, destroyed } = changes;
      assert.equal(
        new Set([...created, ...updated, ...destroyed]).size,
        created.length + updated.length + destroyed.length,
      );
      for (const id of created) assert.ok(!known.has(id), `${type} ${id} is new to the client`);
      for (const id of updated) assert.ok(known.has(id), `${type} ${id} is known to the client`);
      for (const id of [...created, ...updated]) known.set(id, now[type].get(id) ?? "gone since");
      for (const id of destroyed) known.delete(id);
      client.state[type] = changes.newState;
      if (!changes.hasMoreChanges) break;
    }
    assert.deepEqual(known, now[type], type);
  }
  const states = (await statesOf(tx, accountId))!;
  for (const type of types) assert.equal(client.state[type], states[type]);
}

const step = fc.record({
  what: fc.constantFrom("deliver", "deliver", "keyword", "move", "destroy", "mailbox", "follow"),
  topic: fc.nat(2),
  indexes: fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 5 }),
  maxChanges: fc.integer({ min: 1, max: 6 }),
});

test("RFC 8620 §5.2: whoever follows the changes, in whatever steps, ends up with what there is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const accountId = await createAccount();
      const start = await db.read((tx) => truth(tx, accountId));
      const { mailbox, email, thread } = (await db.read((tx) => statesOf(tx, accountId)))!;
      const client: Client = { state: { mailbox, email, thread }, known: start };
      for (const { what, topic, indexes, maxChanges } of [...steps, { ...steps[0], what: "follow", maxChanges: 1 }]) {
        await db.read(async (tx) => {
          const now = await truth(tx, accountId);
          const emails = [...now.email.keys()] as EmailId[];
          const mailboxes = [...now.mailbox.keys()] as MailboxId[];
          const some = [...new Set((indexes ?? []).flatMap((index) => emails[index % emails.length] ?? []))];
          const place = mailboxes[(indexes?.[0] ?? 0) % mailboxes.length]!;
          if (what === "follow") await follow(tx, accountId, client, maxChanges);
          else if (what === "deliver") await receive(accountId, topic ?? 0);
          else if (what === "keyword")
            await updateEmails(mail, accountId, new Map(some.map((id) => [id, { keywords: { add: ["$seen"] } }])));
          else if (what === "move")
            await updateEmails(mail, accountId, new Map(some.map((id) => [id, { mailboxIds: { all: [place] } }])));
          else if (what === "destroy") await destroyEmails(mail, accountId, some);
          else if (mailboxes.length < 9) await createMailbox(mail, accountId, { name: `kotak ${++serial}` });
          else await destroyMailbox(mail, accountId, { id: place, removeEmails: true });
        });
      }
    }),
    { numRuns: 40 },
  );
});

test("RFC 8621 §3.2: a thread whose first email is gone again is still created before it is updated", async () => {
  const accountId = await createAccount();
  const start = await db.read((tx) => truth(tx, accountId));
  const { mailbox, email, thread } = (await db.read((tx) => statesOf(tx, accountId)))!;
  for (const topic of [2, 0, 2]) await receive(accountId, topic);
  const { email: emails } = await db.read((tx) => truth(tx, accountId));
  await destroyEmails(mail, accountId, [Math.min(...emails.keys()) as EmailId]);
  const client: Client = { state: { mailbox, email, thread }, known: start };
  await db.read((tx) => follow(tx, accountId, client, 1));
  assert.equal(client.known.thread.size, 2);
});

async function receive(accountId: AccountId, topic: number): Promise<void> {
  clock.advance(1000);
  await deliver(mail, {
    message: octetsOf(
      `Message-ID: <${++serial}@x>`,
      `References: <topik${topic}@x>`,
      `Subject: topik ${topic}`,
      "",
      "isi",
    ),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "", recipients: [] },
    targets: [{ accountId, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
  });
}

test("RFC 8621 §2.2: when only counts have changed, the client is told so", async () => {
  const accountId = await createAccount();
  const { mailbox: since } = (await db.read((tx) => statesOf(tx, accountId)))!;
  await receive(accountId, 0);
  const counts = await db.read((tx) => changesOf(tx, accountId, "mailbox", { since, maxChanges: 10 }));
  assert.deepEqual([counts?.updated.length, counts?.onlyCounts], [1, true]);
  await createMailbox(mail, accountId, { name: "Baru" });
  const both = await db.read((tx) => changesOf(tx, accountId, "mailbox", { since, maxChanges: 10 }));
  assert.deepEqual([both?.created.length, both?.onlyCounts], [1, false]);
});

test("RFC 8620 §5.2: a state that never was is refused", async () => {
  const accountId = await createAccount();
  assert.equal(await db.read((tx) => changesOf(tx, accountId, "email", { since: 999, maxChanges: 10 })), undefined);
  const nobody = 999_999 as AccountId;
  assert.equal(await db.read((tx) => changesOf(tx, nobody, "email", { since: 0, maxChanges: 10 })), undefined);
  assert.deepEqual(await db.read((tx) => listThreads(tx, nobody, [1 as ThreadId])), []);
});
