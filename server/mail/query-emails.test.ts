// Queries against a plain reading of RFC 8621 §4.4 over the same emails.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { openTestStore } from "../../test/support/mail-store.ts";
import { octetsOf } from "../../test/support/octets.ts";
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { listEmails } from "../store/emails.ts";
import type { Email, EmailCondition, EmailFilter, EmailSort } from "../store/mail-types.ts";
import { fillMailbox } from "../store/fill-mailbox.ts";
import { listMailboxes } from "../store/mailboxes.ts";
import { destroyEmails } from "./destroy-emails.ts";
import { importEmails } from "./import-email.ts";
import { queryEmailChanges, type EmailQueryChangesResult } from "./query-email-changes.ts";
import { queryEmails, type EmailQuery, type EmailQueryResult } from "./query-emails.ts";
import { updateEmails } from "./update-emails.ts";

const { mail, createAccount } = await openTestStore({ after });
const people = ["Siti Rahayu <siti@uji.example>", "Budi <budi@dinas.example>", "arsip@uji.example"];
const subjects = ["Surat tugas", "Re: Surat tugas", "Rapat", "Undangan rapat", "[umum] Laporan"];
const bodies = ["lampiran menyusul", "mohon dibaca", "rapat ditunda sampai besok", "persuratan dinas"];
const keywordSets = [[], ["$seen"], ["$seen", "$flagged"], ["$draft"], ["penting"]];

let accountId: AccountId;
let mailboxIds: MailboxId[];
let all: Email[] = [];
const texts = new Map<EmailId, { body: string; raw: string }>();

before(async () => {
  accountId = await createAccount();
  mailboxIds = (await mail.db.read((tx) => listMailboxes(tx, accountId))).map(({ id }) => id).slice(0, 4);
  let serial = 0;
  const imports = Array.from({ length: 60 }, (_, index) => {
    const body = bodies[index % bodies.length]!;
    const thread = index % 7;
    const raw = octetsOf(
      `From: ${people[index % 3]!}`,
      `To: ${people[(index + 1) % 3]!}`,
      ...(index % 4 === 0 ? [`Cc: ${people[(index + 2) % 3]!}`] : []),
      ...(index % 9 === 0 ? ["Bcc: rahasia@uji.example"] : []),
      `Subject: ${subjects[(index * 3) % subjects.length]!}`,
      `Message-ID: <${++serial}@uji.example>`,
      `References: <t${thread}@uji.example>`,
      `Date: ${new Date(Date.UTC(2026, 0, 1 + ((index * 13) % 28), 3)).toUTCString().replace("GMT", "+0000")}`,
      ...(index % 5 === 0 ? ["X-Nomor: 800/12/2026"] : []),
      "",
      body + " x".repeat((index * 37) % 400),
    );
    return {
      message: raw,
      mailboxIds: mailboxIds.filter((_id, place) => (index >> place) % 2 === 0 || place === index % 4),
      keywords: keywordSets[(index * 7) % keywordSets.length]!,
      receivedAt: new Date(Date.UTC(2026, 1, 1 + ((index * 11) % 20), index % 3)),
      body,
    };
  });
  const outcome = await importEmails(mail, accountId, imports);
  assert.ok(outcome.outcome === "done");
  for (const [index, result] of outcome.results.entries()) {
    assert.ok("emailId" in result);
    texts.set(result.emailId, { body: imports[index]!.body, raw: imports[index]!.message.toString() });
  }
  await readAll();
});

async function readAll(): Promise<void> {
  all = await mail.db.read((tx) => listEmails(tx, accountId, [...texts.keys()]));
}

function query(given: Omit<EmailQuery, "limit"> & { limit?: number }): Promise<EmailQueryResult> {
  return mail.db.read((tx) => queryEmails(mail, tx, accountId, { limit: 500, ...given }));
}

async function found(given: Omit<EmailQuery, "limit"> & { limit?: number }) {
  const result = await query(given);
  assert.ok("ids" in result, JSON.stringify(result));
  return result;
}

function addressText(addresses: Email["header"]["from"]): string {
  return (addresses ?? []).map(({ name, email }) => `${name ?? ""} ${email}`.toLowerCase()).join("\n");
}

function holds(email: Email, filter: EmailFilter): boolean {
  if ("operator" in filter) {
    const results = filter.conditions.map((each) => holds(email, each));
    if (filter.operator === "AND") return results.every(Boolean);
    return filter.operator === "OR" ? results.some(Boolean) : !results.some(Boolean);
  }
  return (Object.keys(filter) as (keyof EmailCondition)[]).every((name) => condition(email, name, filter));
}

function condition(email: Email, name: keyof EmailCondition, filter: EmailCondition): boolean {
  const thread = all.filter(({ threadId }) => threadId === email.threadId);
  const { header } = email;
  const has = (each: Email, keyword: string) => each.keywords.includes(keyword);
  const fields = {
    from: addressText(header.from),
    to: addressText(header.to),
    cc: addressText(header.cc),
    bcc: addressText(header.bcc),
    subject: (email.subject ?? "").toLowerCase(),
    body: texts.get(email.id)!.body,
  };
  switch (name) {
    case "inMailbox":
      return email.mailboxIds.includes(filter.inMailbox!);
    case "inMailboxOtherThan":
      return email.mailboxIds.some((id) => !filter.inMailboxOtherThan!.includes(id));
    case "before":
      return email.receivedAt < filter.before!;
    case "after":
      return email.receivedAt >= filter.after!;
    case "minSize":
      return email.size >= filter.minSize!;
    case "maxSize":
      return email.size < filter.maxSize!;
    case "hasKeyword":
      return has(email, filter.hasKeyword!);
    case "notKeyword":
      return !has(email, filter.notKeyword!);
    case "allInThreadHaveKeyword":
      return thread.every((each) => has(each, filter.allInThreadHaveKeyword!));
    case "someInThreadHaveKeyword":
      return thread.some((each) => has(each, filter.someInThreadHaveKeyword!));
    case "noneInThreadHaveKeyword":
      return !thread.some((each) => has(each, filter.noneInThreadHaveKeyword!));
    case "hasAttachment":
      return email.hasAttachment === filter.hasAttachment;
    case "text":
      return Object.values(fields).some((text) => text.includes(filter.text!));
    case "header":
      return texts
        .get(email.id)!
        .raw.toLowerCase()
        .includes(`\n${filter.header!.join(": ").toLowerCase()}`);
    default:
      return fields[name].includes(filter[name]!);
  }
}

function sortKey(email: Email, { property, keyword = "" }: EmailSort): number | string {
  const thread = all.filter(({ threadId }) => threadId === email.threadId);
  const first = (addresses: Email["header"]["from"]) =>
    (addresses?.[0]?.name || addresses?.[0]?.email || "").toLowerCase();
  switch (property) {
    case "receivedAt":
      return email.receivedAt.getTime();
    case "size":
      return email.size;
    case "sentAt":
      return new Date(email.header.sentAt()!).getTime();
    case "from":
      return first(email.header.from);
    case "to":
      return first(email.header.to);
    case "subject":
      return email.subject!.toLowerCase().replace(/^(re: |\[.*\] )/, "");
    case "hasKeyword":
      return Number(email.keywords.includes(keyword));
    case "allInThreadHaveKeyword":
      return Number(thread.every((each) => each.keywords.includes(keyword)));
    case "someInThreadHaveKeyword":
      return Number(thread.some((each) => each.keywords.includes(keyword)));
  }
}

function expected({ filter, sort, collapseThreads }: Omit<EmailQuery, "limit">): EmailId[] {
  const sorts = sort?.length ? sort : [{ property: "receivedAt", isAscending: false } as const];
  const only = sorts.length === 1 && sorts[0]!.property === "receivedAt" && (sorts[0]!.isAscending ?? true);
  const ordered = all
    .filter((email) => !filter || holds(email, filter))
    .sort((one, other) => {
      for (const each of sorts) {
        const [a, b] = [sortKey(one, each), sortKey(other, each)];
        if (a !== b) return (a < b ? -1 : 1) * ((each.isAscending ?? true) ? 1 : -1);
      }
      return (one.receivedAt.getTime() - other.receivedAt.getTime() || one.id - other.id) * (only ? 1 : -1);
    });
  const threads = new Set<number>();
  const ids = ordered.flatMap(({ id, threadId }) => {
    if (collapseThreads && threads.has(threadId)) return [];
    threads.add(threadId);
    return [id];
  });
  return ids;
}

const leaf: fc.Arbitrary<EmailCondition> = fc.oneof(
  ...[0, 1, 2, 3].map((place) => fc.constant(null).map(() => ({ inMailbox: mailboxIds[place]! }))),
  fc.subarray([0, 1, 2, 3]).map((places) => ({ inMailboxOtherThan: places.map((place) => mailboxIds[place]!) })),
  fc.integer({ min: 1, max: 20 }).map((day) => ({ before: new Date(Date.UTC(2026, 1, day)) })),
  fc.integer({ min: 1, max: 20 }).map((day) => ({ after: new Date(Date.UTC(2026, 1, day)) })),
  fc.record({ minSize: fc.integer({ min: 200, max: 900 }) }),
  fc.record({ maxSize: fc.integer({ min: 200, max: 900 }) }),
  ...(
    [
      "hasKeyword",
      "notKeyword",
      "allInThreadHaveKeyword",
      "someInThreadHaveKeyword",
      "noneInThreadHaveKeyword",
    ] as const
  ).map((name) => fc.constantFrom("$seen", "$flagged", "penting").map((keyword) => ({ [name]: keyword }))),
  fc.integer({ min: 0, max: 3 }).map((place) => ({ inMailbox: mailboxIds[place]!, notKeyword: "$seen" })),
  fc.record({ hasAttachment: fc.boolean() }),
  fc.record({ text: fc.constantFrom("rapat", "siti", "lampiran", "tidakada") }),
  fc.record({ from: fc.constantFrom("budi", "siti@uji.example") }),
  fc.record({ to: fc.constantFrom("rahayu", "budi@dinas.example") }),
  fc.record({ cc: fc.constant("siti") }),
  fc.record({ bcc: fc.constant("rahasia@uji.example") }),
  fc.record({ subject: fc.constantFrom("rapat", "tugas") }),
  fc.record({ body: fc.constantFrom("besok", "rapat") }),
  fc.constantFrom({ header: ["X-Nomor"] as const }, { header: ["X-Nomor", "800/12"] as const }),
);
const filter: fc.Arbitrary<EmailFilter> = fc.letrec<{ node: EmailFilter }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(leaf, leaf).map(([one, other]) => ({ ...one, ...other })),
    fc.record({
      operator: fc.constantFrom("AND" as const, "OR" as const, "NOT" as const),
      conditions: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).node;
const sort: fc.Arbitrary<EmailSort[]> = fc.array(
  fc.record(
    {
      property: fc.constantFrom(
        ...([
          "receivedAt",
          "size",
          "from",
          "to",
          "subject",
          "sentAt",
          "hasKeyword",
          "allInThreadHaveKeyword",
          "someInThreadHaveKeyword",
        ] as const),
      ),
      isAscending: fc.boolean(),
      keyword: fc.constantFrom("$seen", "$flagged"),
    },
    { requiredKeys: ["property", "keyword"] },
  ),
  { maxLength: 3 },
);
const anyQuery = fc.record({ filter: fc.option(filter), sort, collapseThreads: fc.boolean() });

test("RFC 8621 §4.4: any filter, sort and collapsing finds what a plain reading finds", async () => {
  await fc.assert(
    fc.asyncProperty(anyQuery, async (given) => {
      const result = await found({ ...given, calculateTotal: true });
      assert.deepEqual(result.ids, expected(given));
      assert.equal(result.total, result.ids.length);
    }),
    { numRuns: 1500 },
  );
});

test("RFC 8620 §5.5: position, negative position, anchor and limit are windows of the same list", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ filter: fc.option(leaf), collapseThreads: fc.boolean() }),
      fc.integer({ min: -80, max: 80 }),
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: -5, max: 5 }),
      async (given, position, limit, anchorOffset) => {
        const whole = expected(given);
        const start = position < 0 ? Math.max(0, whole.length + position) : position;
        const window = await found({ ...given, position, limit });
        assert.deepEqual([window.ids, window.position], [whole.slice(start, start + limit), start]);
        const index = Math.abs(position) % Math.max(1, whole.length);
        const anchor = whole[index];
        if (anchor === undefined) return;
        const from = Math.max(0, index + anchorOffset);
        const anchored = await found({ ...given, anchor, anchorOffset, limit });
        assert.deepEqual([anchored.ids, anchored.position], [whole.slice(from, from + limit), from]);
      },
    ),
    { numRuns: 200 },
  );
  assert.deepEqual(await query({ anchor: 999_999 as EmailId }), { failure: "anchorNotFound" });
});

test("RFC 8621 §4.4.1: a filter that is nested too deeply is refused, not worked out", async () => {
  let nested: EmailFilter = { hasAttachment: true };
  for (let depth = 0; depth < 50; depth++) nested = { operator: "AND", conditions: [nested] };
  assert.deepEqual(await query({ filter: nested }), { failure: "unsupportedFilter" });
});

test("what has changed but is not in a list is not looked for to its end", async () => {
  const owner = await createAccount();
  const [inbox] = await mail.db.read((tx) => listMailboxes(tx, owner));
  const blobHash = await mail.blobs.put(octetsOf("Subject: isi", "", "isi"));
  const fill = { mailboxId: inbox!.id, count: 1_999, blobHashes: [blobHash], size: 20, newestAt: new Date() };
  await mail.db.write((tx) => fillMailbox(tx, { accountId: owner, ...fill }));
  const list = { filter: { inMailbox: inbox!.id }, collapseThreads: true };
  const before = await mail.db.read((tx) => queryEmails(mail, tx, owner, { ...list, limit: 1 }));
  assert.ok("queryState" in before);
  // The oldest of a conversation of four, whose newest stands in the list: a change of its other emails moves nothing.
  const newest = before.ids[0]!;
  const older = (newest - 1) as EmailId;
  await updateEmails(mail, owner, new Map([[older, { keywords: { all: ["$flagged"] } }]]));
  let asked = 0;
  const changes = await mail.db.read((tx) => {
    const counting = { ...tx, row: (statement: Parameters<typeof tx.row>[0]) => (asked++, tx.row(statement)) };
    return queryEmailChanges(mail, counting as typeof tx, owner, { ...list, sinceQueryState: before.queryState });
  });
  assert.ok("added" in changes);
  assert.deepEqual(changes.added, [{ id: newest, index: 0 }]);
  assert.ok(changes.removed.includes(older));
  assert.equal(asked, 2, "the account's states, and one page of the list");
});

test("RFC 8621 §4.5: after any change the old list and queryChanges give the new list", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyQuery,
      fc.uniqueArray(fc.nat(59), { maxLength: 4 }),
      fc.subarray(["$seen", "$flagged", "penting"]),
      fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      async (given, chosen, keywords, places) => {
        const old = await found(given);
        const ids = chosen.flatMap((index) => all[index % all.length]?.id ?? []);
        const update = { keywords: { all: keywords }, mailboxIds: { all: places.map((place) => mailboxIds[place]!) } };
        await updateEmails(mail, accountId, new Map(ids.map((id) => [id, update])));
        if (chosen.length === 4) {
          await destroyEmails(mail, accountId, ids.slice(0, 1));
          const copy = { message: Buffer.from(texts.get(ids[1]!)!.raw), mailboxIds: [mailboxIds[0]!], keywords: [] };
          const added = await importEmails(mail, accountId, [{ ...copy, receivedAt: new Date(Date.UTC(2026, 1, 9)) }]);
          assert.ok(added.outcome === "done" && "emailId" in added.results[0]!);
          texts.set(added.results[0].emailId, texts.get(ids[1]!)!);
        }
        await readAll();
        const changes = await mail.db.read((tx) =>
          queryEmailChanges(mail, tx, accountId, { ...given, sinceQueryState: old.queryState, calculateTotal: true }),
        );
        assert.deepEqual(splice(old.ids, changes), expected(given));
      },
    ),
    { numRuns: 150 },
  );
});

/** RFC 8620 §5.6: take out what is removed, then put in what is added, in the order of the indexes. */
function splice(old: readonly EmailId[], changes: EmailQueryChangesResult): EmailId[] {
  assert.ok("added" in changes, JSON.stringify(changes));
  const ids = old.filter((id) => !changes.removed.includes(id));
  for (const { id, index } of changes.added) ids.splice(index, 0, id);
  assert.equal(changes.total, ids.length);
  return ids;
}
