import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, unit } = await openTestJmap({ after });
const inbox = await one.mailbox("inbox");
const archive = await one.mailbox("archive");

function message(fields: Record<string, string>, body: string): string {
  const header = { From: "wulan@example.org", To: "budi.santoso@contoh.go.id", ...fields };
  return `${Object.entries(header)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n${body}\r\n`;
}

const a = await one.receive(
  message({ Subject: "Anggaran kesehatan", "Message-ID": "<a@x>" }, "Rincian biaya puskesmas"),
  {
    receivedAt: "2026-01-01T00:00:00Z",
    keywords: { $seen: true, $flagged: true },
  },
);
const b = await one.receive(
  message(
    { Subject: "Re: Anggaran kesehatan", "In-Reply-To": "<a@x>", "Message-ID": "<b@x>", Cc: "siti@contoh.go.id" },
    "Setuju",
  ),
  { receivedAt: "2026-01-02T00:00:00Z" },
);
const c = await one.receive(
  message(
    { Subject: "Cuti", From: "agus@example.org", "X-Prioritas": "tinggi" },
    `Mohon izin ${"panjang ".repeat(200)}`,
  ),
  { receivedAt: "2026-01-03T00:00:00Z", mailboxIds: { [archive]: true } },
);

async function find(filter: unknown, more: Record<string, unknown> = {}): Promise<string[]> {
  return (await one.call("Email/query", { filter, sort: [{ property: "receivedAt" }], ...more })).ids;
}

const conditions: [Record<string, unknown>, string[]][] = [
  [{}, [a, b, c]],
  [{ inMailbox: inbox }, [a, b]],
  [{ inMailbox: "m99" }, []],
  [{ inMailboxOtherThan: [inbox] }, [c]],
  [{ before: "2026-01-02T00:00:00Z" }, [a]],
  [{ after: "2026-01-02T00:00:00Z" }, [b, c]],
  [{ minSize: 1000 }, [c]],
  [{ maxSize: 1000 }, [a, b]],
  [{ allInThreadHaveKeyword: "$seen" }, []],
  [{ someInThreadHaveKeyword: "$Seen" }, [a, b]],
  [{ noneInThreadHaveKeyword: "$seen" }, [c]],
  [{ hasKeyword: "$FLAGGED" }, [a]],
  [{ notKeyword: "$seen" }, [b, c]],
  [{ hasAttachment: true }, []],
  [{ text: "puskesmas" }, [a]],
  [{ from: "agus" }, [c]],
  [{ to: "budi" }, [a, b, c]],
  [{ cc: "siti" }, [b]],
  [{ bcc: "siti" }, []],
  [{ subject: "anggaran" }, [a, b]],
  [{ body: "setuju" }, [b]],
  [{ header: ["x-prioritas"] }, [c]],
  [{ header: ["X-Prioritas", "TING"] }, [c]],
  [{ header: ["X-Prioritas", "rendah"] }, []],
  [{ subject: "anggaran", notKeyword: "$seen" }, [b]],
];

for (const [filter, expected] of conditions) {
  test(`RFC 8621 §4.4.1: ${JSON.stringify(filter)}`, async () => assert.deepEqual(await find(filter), expected));
}

test("RFC 8620 §5.5: AND, OR and NOT", async () => {
  const [seen, cuti] = [{ hasKeyword: "$seen" }, { subject: "cuti" }];
  assert.deepEqual(await find({ operator: "OR", conditions: [seen, cuti] }), [a, c]);
  assert.deepEqual(await find({ operator: "NOT", conditions: [seen, cuti] }), [b]);
  assert.deepEqual(await find({ operator: "AND", conditions: [seen, cuti] }), []);
});

test("RFC 8621 §4.4.1: unknown conditions are unsupportedFilter, wrong values invalidArguments", async () => {
  assert.equal((await one.fail("Email/query", { filter: { color: "red" } })).type, "unsupportedFilter");
  for (const filter of [
    { inMailbox: 1 },
    { before: "soon" },
    { minSize: -1 },
    { hasAttachment: "yes" },
    { header: [] },
    { header: ["a", "b", "c"] },
  ]) {
    assert.equal((await one.fail("Email/query", { filter })).type, "invalidArguments", JSON.stringify(filter));
  }
});

const sorts: [Record<string, unknown>, string[]][] = [
  [{ property: "receivedAt", isAscending: false }, [c, b, a]],
  [{ property: "size", isAscending: false }, [c]],
  [{ property: "from" }, [c]],
  [{ property: "subject", isAscending: false }, [c]],
  [{ property: "hasKeyword", keyword: "$seen", isAscending: false }, [a]],
  [{ property: "someInThreadHaveKeyword", keyword: "$seen" }, [c]],
];

for (const [comparator, expected] of sorts) {
  test(`RFC 8621 §4.4.2: by ${JSON.stringify(comparator)}`, async () => {
    const ids = await find({}, { sort: [comparator] });
    assert.equal(ids.length, 3);
    assert.deepEqual(ids.slice(0, expected.length), expected);
  });
}

test("RFC 8621 §4.4.2: a sort that is not ours is unsupportedSort, one without its keyword invalidArguments", async () => {
  assert.equal((await one.fail("Email/query", { sort: [{ property: "color" }] })).type, "unsupportedSort");
  const collated = [{ property: "subject", collation: "i;klingon" }];
  assert.equal((await one.fail("Email/query", { sort: collated })).type, "unsupportedSort");
  assert.equal((await one.fail("Email/query", { sort: [{ property: "hasKeyword" }] })).type, "invalidArguments");
});

test("RFC 8621 §4.4.3: threads are collapsed to their first email in the list", async () => {
  assert.deepEqual(await find({}, { sort: [{ property: "receivedAt", isAscending: false }], collapseThreads: true }), [
    c,
    b,
  ]);
  const { total } = await one.call("Email/query", {
    filter: { inMailbox: inbox },
    collapseThreads: true,
    calculateTotal: true,
  });
  assert.equal(total, 1);
});

test("RFC 8620 §5.5: position, anchor and limit", async () => {
  assert.deepEqual(await find({}, { position: 1, limit: 1 }), [b]);
  assert.deepEqual(await find({}, { position: -1 }), [c]);
  assert.deepEqual(await find({}, { anchor: c, anchorOffset: -1 }), [b, c]);
  assert.deepEqual(await find({}, { position: 7 }), []);
  assert.deepEqual(await find({}, { limit: 0 }), []);
  assert.equal((await one.fail("Email/query", { anchor: "e999" })).type, "anchorNotFound");
  const { limit } = await one.call("Email/query", { limit: 2 });
  assert.equal(limit, undefined);
});

test("RFC 8621 §4.5: the old list and Email/queryChanges give the new list", async () => {
  const args = { filter: { notKeyword: "$done" }, sort: [{ property: "receivedAt" }] };
  const before = await one.call("Email/query", args);
  const d = await one.receive(message({ Subject: "Baru" }, "x"), { receivedAt: "2026-01-01T12:00:00Z" });
  await one.call("Email/set", { update: { [a]: { "keywords/$done": true } } });
  const changes = await one.call("Email/queryChanges", {
    ...args,
    sinceQueryState: before.queryState,
    calculateTotal: true,
  });
  const list = before.ids.filter((id: string) => !changes.removed.includes(id));
  for (const { id, index } of changes.added) list.splice(index, 0, id);
  assert.deepEqual(list, [d, b, c]);
  assert.equal(changes.total, 3);
  const lost = await one.fail("Email/queryChanges", { ...args, sinceQueryState: "nonsense" });
  assert.equal(lost.type, "cannotCalculateChanges");
});

test("RFC 8621 §4.4: an account that is not one's own is searched by itself", async () => {
  assert.deepEqual((await one.call("Email/query", { accountId: unit })).ids, []);
});

test("RFC 8621 §4.1.1: what can be no keyword is one that no email has, and a NUL in a text divides words", async () => {
  const all = await find({});
  for (const keyword of ["a\0b", "\0", "é", "(", "", "x".repeat(300)]) {
    assert.deepEqual(await find({ hasKeyword: keyword }), [], keyword);
    assert.deepEqual(await find({ someInThreadHaveKeyword: keyword }), []);
    assert.deepEqual(await find({ notKeyword: keyword }), all);
    assert.equal((await find({}, { sort: [{ property: "hasKeyword", keyword }] })).length, all.length);
  }
  assert.deepEqual(await find({ text: "anggaran\0kesehatan" }), [a, b]);
  assert.ok((await find({ from: "wulan\0@example.org" })).includes(a));
  assert.deepEqual(await find({ text: "x\0y@example.org" }), []);
});
