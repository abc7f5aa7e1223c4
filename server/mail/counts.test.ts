// A model of what mailboxes must count, against random sequences of everything that can happen to mail.
import assert from "node:assert/strict";
import { after, test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { octetsOf } from "../../test/support/octets.ts";
import { openTestStore } from "../../test/support/mail-store.ts";
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { checkCounts } from "../store/mailbox-counts.ts";
import { emailsOfMailbox } from "../store/mailbox-emails.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { createMailbox, destroyMailbox, updateMailboxes } from "./change-mailboxes.ts";
import { deliver } from "./deliver.ts";
import { destroyEmails } from "./destroy-emails.ts";
import { importEmails } from "./import-email.ts";
import { updateEmails } from "./update-emails.ts";

const { mail, clock, organisationId, createAccount } = await openTestStore({ after });

const roles = ["inbox", "trash", "junk", "archive"] as const;
const words = ["$seen", "$draft", "$flagged"] as const;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      topic: fc.nat(3),
      role: fc.constantFrom(...roles),
      keywords: fc.subarray([...words]),
      minutes: fc.integer({ min: -5, max: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("import" as const),
      topic: fc.nat(3),
      mailboxes: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
      keywords: fc.subarray([...words]),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("keywords" as const),
      emails: fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
      add: fc.subarray([...words]),
      remove: fc.subarray([...words]),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      emails: fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
      mailboxes: fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("destroy" as const), emails: fc.uniqueArray(fc.nat(20), { maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mailbox" as const), create: fc.boolean(), which: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("trash" as const), which: fc.nat(6) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let serial = 0;

function message(topic: number): Buffer {
  return octetsOf(
    "From: a@uji.example",
    `Message-ID: <${++serial}@uji.example>`,
    ...(topic > 0 ? [`References: <topik${topic}@uji.example>`] : []),
    `Subject: ${topic > 0 ? `Re: topik ${topic}` : `lain ${serial}`}`,
    "",
    "isi",
  );
}

async function allEmails(accountId: AccountId): Promise<EmailId[]> {
  return mail.db.read(async (tx) => {
    const ids = new Set<EmailId>();
    for (const { id } of await listMailboxes(tx, accountId)) {
      for (const email of await emailsOfMailbox(tx, accountId, id)) ids.add(email);
    }
    return [...ids].sort((one, other) => one - other);
  });
}

async function take(accountId: AccountId, given: Step): Promise<void> {
  const mailboxes = (await mail.db.read((tx) => listMailboxes(tx, accountId))).map(({ id }) => id);
  const pick = (indexes: number[]): MailboxId[] => [
    ...new Set(indexes.map((index) => mailboxes[index % mailboxes.length]!)),
  ];
  const pickEmails = async (indexes: number[]) => {
    const emails = await allEmails(accountId);
    return emails.length === 0 ? [] : [...new Set(indexes.map((index) => emails[index % emails.length]!))];
  };
  switch (given.do) {
    case "deliver":
      clock.advance(60_000);
      await deliver(mail, {
        message: message(given.topic),
        organisationId,
        direction: "in",
        envelope: { mailFrom: "a@uji.example", recipients: ["b@uji.example"] },
        targets: [{ accountId, mailbox: given.role, keywords: given.keywords }],
        receivedAt: new Date(clock.now() + given.minutes * 60_000),
      });
      break;
    case "import":
      await importEmails(mail, accountId, [
        {
          message: message(given.topic),
          mailboxIds: pick(given.mailboxes),
          keywords: given.keywords,
          receivedAt: new Date(clock.now()),
        },
      ]);
      break;
    case "keywords":
      await updateEmails(
        mail,
        accountId,
        new Map(
          (await pickEmails(given.emails)).map((id) => [id, { keywords: { add: given.add, remove: given.remove } }]),
        ),
      );
      break;
    case "move":
      await updateEmails(
        mail,
        accountId,
        new Map((await pickEmails(given.emails)).map((id) => [id, { mailboxIds: { all: pick(given.mailboxes) } }])),
      );
      break;
    case "destroy":
      await destroyEmails(mail, accountId, await pickEmails(given.emails));
      break;
    case "mailbox":
      if (given.create) await createMailbox(mail, accountId, { name: `kotak ${++serial}` });
      else await destroyMailbox(mail, accountId, { id: pick([given.which])[0]!, removeEmails: true });
      break;
    case "trash": {
      const trash = (await mail.db.read((tx) => listMailboxes(tx, accountId))).find(({ role }) => role === "trash");
      if (trash) await updateMailboxes(mail, accountId, new Map([[trash.id, { role: null }]]));
      await updateMailboxes(mail, accountId, new Map([[pick([given.which])[0]!, { role: "trash" }]]));
      break;
    }
  }
}

test("RFC 8621 §2: after any sequence of changes the kept counts are those of a recount", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const accountId = await createAccount();
      for (const each of steps) {
        await take(accountId, each);
        assert.deepEqual(await mail.db.read((tx) => checkCounts(tx, accountId)), [], JSON.stringify(each));
      }
    }),
    { numRuns: 100 },
  );
});
