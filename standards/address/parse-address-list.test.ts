import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress, parseAddressGroups, parseAddressList } from "./parse-address-list.ts";

const pairs = (text: string) => parseAddressList(text).map(({ name, email }) => [name, email]);

test("RFC 5322 §3.4: mailboxes with and without a name", () => {
  assert.deepEqual(pairs('Siti Rahayu <siti@contoh.go.id>, budi@contoh.go.id,"Santoso, Budi \\"B\\"" <b@c.id>'), [
    ["Siti Rahayu", "siti@contoh.go.id"],
    [null, "budi@contoh.go.id"],
    ['Santoso, Budi "B"', "b@c.id"],
  ]);
  assert.deepEqual(parseAddress("A <a@b.id>, c@d.id"), { name: "A", email: "a@b.id" });
  assert.equal(parseAddress(" , "), null);
});

test("RFC 5322 §3.2.2: comments; one after the address is its name when there is no other", () => {
  assert.deepEqual(pairs("siti@contoh.go.id (Siti (S) Rahayu), Budi (x) <b(y)@c.id> (z)"), [
    ["Siti (S) Rahayu", "siti@contoh.go.id"],
    ["Budi", "b@c.id"],
  ]);
  assert.deepEqual(pairs("<a@b.id> (Name)"), [["Name", "a@b.id"]]);
});

test("RFC 5322 §4.4: routes, white space around dots and at signs, empty elements", () => {
  assert.deepEqual(pairs(",, <@x.id,@y.id:a@b.id> , c @ d . id,"), [
    [null, "a@b.id"],
    [null, "c@d.id"],
  ]);
});

test("RFC 5322 §3.4.1: quoted local parts and domain literals", () => {
  assert.deepEqual(pairs('"a, b"@c.id, d@[IPv6:::1], X <"e>f"@g.id>'), [
    [null, '"a, b"@c.id'],
    [null, "d@[IPv6:::1]"],
    ["X", '"e>f"@g.id'],
  ]);
});

test("RFC 5322 §3.4: groups", () => {
  const groups = parseAddressGroups("a@b.id, Dinas Kesehatan: c@d.id, E <e@f.id>;, g@h.id");
  assert.deepEqual(
    groups.map((group) => [group.name, ...group.addresses.map((address) => address.email)]),
    [
      [null, "a@b.id"],
      ["Dinas Kesehatan", "c@d.id", "e@f.id"],
      [null, "g@h.id"],
    ],
  );
});

test("RFC 8621 §4.1.2.3: best effort on what is broken or half written", () => {
  assert.deepEqual(pairs("Siti"), [[null, "Siti"]]);
  assert.deepEqual(pairs("Siti Rahayu, budi@"), [
    [null, "Siti Rahayu"],
    [null, "budi@"],
  ]);
  assert.deepEqual(pairs("A <a@b.id, C <c@d.id>").at(-1), ["C", "c@d.id"]);
  assert.deepEqual(pairs('"open <a@b.id>'), [["open", "a@b.id"]]);
  assert.deepEqual(pairs('"open, c@d.id'), [
    [null, "open"],
    [null, "c@d.id"],
  ]);
  assert.deepEqual(pairs("a@b.id; c@d.id;"), [
    [null, "a@b.id"],
    [null, "c@d.id"],
  ]);
  assert.deepEqual(pairs("a@b.id <a@b.id>"), [["a@b.id", "a@b.id"]]);
  assert.deepEqual(pairs("[EXTERNAL] Budi <a@b.id>"), [["[EXTERNAL] Budi", "a@b.id"]]);
  assert.deepEqual(pairs("Budi S.Kom. <a@b.id>"), [["Budi S.Kom.", "a@b.id"]]);
  assert.deepEqual(pairs('"" <>'), []);
});

test("words are decoded where they may stand, also with commas inside", () => {
  const decode = (text: string) => text.replace(/=\?x\?q\?([^?]*)\?=/g, (_, word: string) => word.toUpperCase());
  assert.deepEqual(parseAddressList("=?x?q?a,b?= <a@b.id>", decode), [{ name: "A,B", email: "a@b.id" }]);
  assert.deepEqual(parseAddressList('"=?x?q?a?=" <a@b.id>', decode), [{ name: "A", email: "a@b.id" }]);
  assert.deepEqual(parseAddressList('"a =?x?q?b?=" <a@b.id>', decode), [{ name: "a B", email: "a@b.id" }]);
  assert.deepEqual(parseAddressList("=?x?q?a, b?= <a@b.id>", decode), [{ name: "A, B", email: "a@b.id" }]);
});

test("hostile lists end", { timeout: 20_000 }, () => {
  for (const piece of [
    "(",
    ")",
    '"',
    "<",
    "[",
    ":",
    "a:",
    "@",
    ",",
    ";",
    "\\",
    "a@b.id,",
    "a b ",
    "=?x?q?",
    '<"',
    '\\"',
    '"\\"',
  ]) {
    parseAddressList(piece.repeat(500_000 / piece.length));
  }
});
