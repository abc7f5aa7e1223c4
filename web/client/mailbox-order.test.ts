import assert from "node:assert/strict";
import { test } from "node:test";
import { orderMailboxes } from "./mailbox-order.ts";
import type { Mailbox } from "./types.ts";

const mailbox = (id: string, more: Partial<Mailbox> = {}) =>
  ({ id, name: id, parentId: null, role: null, sortOrder: 0, ...more }) as Mailbox;
const order = (mailboxes: Mailbox[]) =>
  orderMailboxes(mailboxes).map(({ mailbox: { id }, depth }) => `${" ".repeat(depth)}${id}`);

test("mailboxes with a role come first as people expect them, then the others by order and name", () => {
  const mailboxes = [
    mailbox("surat"),
    mailbox("trash", { role: "trash" }),
    mailbox("apel"),
    mailbox("inbox", { role: "inbox" }),
    mailbox("penting", { sortOrder: -1 }),
    mailbox("sent", { role: "sent" }),
  ];
  assert.deepEqual(order(mailboxes), ["inbox", "sent", "trash", "penting", "apel", "surat"]);
});

test("R97: children follow their parent", () => {
  const mailboxes = [
    mailbox("2026", { parentId: "rapat" }),
    mailbox("rapat"),
    mailbox("arsip"),
    mailbox("mei", { parentId: "2026" }),
  ];
  assert.deepEqual(order(mailboxes), ["arsip", "rapat", " 2026", "  mei"]);
  assert.deepEqual(
    orderMailboxes(mailboxes).map(({ hasChildren }) => hasChildren),
    [false, true, true, false],
  );
});

test("a missing parent, or parents in a ring, hide nothing", () => {
  assert.deepEqual(order([mailbox("yatim", { parentId: "hilang" })]), ["yatim"]);
  assert.deepEqual(order([mailbox("a", { parentId: "b" }), mailbox("b", { parentId: "a" })]), ["a", "b"]);
});
