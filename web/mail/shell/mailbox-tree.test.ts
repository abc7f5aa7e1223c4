import assert from "node:assert/strict";
import { test } from "node:test";

import type { Mailbox } from "../../client/types.ts";
import { orderMailboxes } from "../../client/mailbox-order.ts";
import { shownMailboxes } from "./mailbox-tree.ts";

const mailbox = (id: string, parentId: string | null, unreadThreads: number): Mailbox =>
  ({ id, name: id, parentId, role: null, sortOrder: 0, unreadThreads }) as Mailbox;
const nodes = orderMailboxes([
  mailbox("a", null, 1),
  mailbox("a1", "a", 2),
  mailbox("a11", "a1", 4),
  mailbox("a2", "a", 8),
  mailbox("b", null, 16),
]);
const show = (folded: string[], current?: string) =>
  shownMailboxes(nodes, ({ id }) => folded.includes(id), current).map(
    ({ mailbox: { id }, count, isFolded, holdsCurrent }) =>
      `${id} ${count}${isFolded ? " folded" : ""}${holdsCurrent ? " current" : ""}`,
  );

test("nothing folded: all of them, each with its own count", () => {
  assert.deepEqual(show([]), ["a 1", "a1 2", "a11 4", "a2 8", "b 16"]);
});

test("what is folded away counts for the folder it stands in, however deep", () => {
  assert.deepEqual(show(["a1"]), ["a 1", "a1 6 folded", "a2 8", "b 16"]);
  assert.deepEqual(show(["a"]), ["a 15 folded", "b 16"]);
  assert.deepEqual(show(["a", "a1"]), ["a 15 folded", "b 16"]);
});

test("a folded folder tells that one is in what it holds; without subfolders there is nothing to fold", () => {
  assert.deepEqual(show(["a"], "a11"), ["a 15 folded current", "b 16"]);
  assert.deepEqual(show(["a"], "a"), ["a 15 folded", "b 16"]);
  assert.deepEqual(show(["b"]), ["a 1", "a1 2", "a11 4", "a2 8", "b 16"]);
});
