import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one } = await openTestJmap({ after });
const drafts = await one.mailbox("drafts");

async function make(name: string, subject: string): Promise<string> {
  const from = [{ name, email: "x@example.org" }];
  const { created } = await one.call("Email/set", {
    create: { k: { mailboxIds: { [drafts]: true }, from, subject, receivedAt: "2026-03-02T00:30:00Z" } },
  });
  return created.k.id;
}

const zed = await make("Zed", "zakat");
const emile = await make("émile", "Étape");
const anna = await make("anna", "Apel");
const eko = await make("EKO", "eto");
const names = new Map([
  [zed, "Zed"],
  [emile, "émile"],
  [anna, "anna"],
  [eko, "EKO"],
]);

test("RFC 5051 §2: letters with marks are beside those without, whatever their case", async () => {
  for (const property of ["from", "subject"]) {
    const { ids } = await one.call("Email/query", { sort: [{ property, collation: "i;unicode-casemap" }] });
    assert.deepEqual(
      ids.map((id: string) => names.get(id)),
      ["anna", "EKO", "émile", "Zed"],
      property,
    );
  }
});

test("RFC 8620 §5.6: upToId is no bound where the order itself can change", async () => {
  const sort = [{ property: "hasKeyword", keyword: "$flagged", isAscending: false }, { property: "subject" }];
  const before = await one.call("Email/query", { sort });
  const update = { [before.ids.at(-1)]: { "keywords/$flagged": true }, [before.ids[1]]: { "keywords/$seen": true } };
  await one.call("Email/set", { update });
  const { removed, added } = await one.call("Email/queryChanges", {
    sort,
    sinceQueryState: before.queryState,
    upToId: before.ids.at(-1),
  });
  const list = before.ids.filter((id: string) => !removed.includes(id));
  for (const { id, index } of added) list.splice(index, 0, id);
  assert.deepEqual(list, (await one.call("Email/query", { sort })).ids);
});

test("RFC 8620 §5.6: upToId bounds a list that cannot change otherwise, and is ignored where the filter can", async () => {
  const sort = [{ property: "subject" }];
  const bounded = [null, { from: "example.org" }, { operator: "NOT", conditions: [{ minSize: 100_000 }] }];
  const ignored = [
    { inMailbox: drafts },
    { operator: "OR", conditions: [{ from: "example.org" }, { notKeyword: "uji" }] },
  ];
  for (const filter of [...bounded, ...ignored]) {
    const { ids, queryState } = await one.call("Email/query", { filter, sort });
    assert.equal(ids.length, names.size);
    const came = [await make("Awal", "aaa"), await make("Akhir", "zzz")];
    const changes = await one.call("Email/queryChanges", { filter, sort, sinceQueryState: queryState, upToId: ids[1] });
    const isIgnored = (ignored as unknown[]).includes(filter);
    assert.deepEqual(
      [changes.removed, changes.added.map(({ id }: Answer) => id)],
      [[], isIgnored ? came : came.slice(0, 1)],
    );
    await one.call("Email/set", { destroy: came });
  }
});

test("RFC 8620 §5.6: what is read and filed does not change a list of what cannot change", async () => {
  const sort = [{ property: "receivedAt" }];
  for (const [filter, isTold] of [
    [null, false],
    [{ from: "example.org" }, false],
    [{ inMailbox: drafts }, true],
  ] as const) {
    const { queryState, ids } = await one.call("Email/query", { filter, sort });
    await one.call("Email/set", { update: { [ids[0]]: { "keywords/$answered": isTold ? null : true } } });
    await one.call("Email/set", { update: { [ids[0]]: { "keywords/$draft": isTold ? null : true } } });
    const { added, removed } = await one.call("Email/queryChanges", { filter, sort, sinceQueryState: queryState });
    assert.deepEqual([added, removed], isTold ? [[{ id: ids[0], index: 0 }], [ids[0]]] : [[], []]);
  }
});
