import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAddress, formatAddressList } from "./format-address.ts";
import { parseAddressList } from "./parse-address-list.ts";

test("RFC 5322 §3.4: a name is quoted only where it must be", () => {
  assert.equal(formatAddress({ name: "Siti Rahayu", email: "a@b.id" }), "Siti Rahayu <a@b.id>");
  assert.equal(formatAddress({ name: "Rähayu, S.Kom", email: "a@b.id" }), '"Rähayu, S.Kom" <a@b.id>');
  assert.equal(formatAddress({ name: "", email: "a@b.id" }), "a@b.id");
  assert.equal(formatAddress({ name: "a\r\nBcc: x", email: "a@b.id" }), '"a Bcc: x" <a@b.id>');
});

test("RFC 5322 §3.4: what is formatted reads back the same", () => {
  const addresses = [
    { name: 'Budi "B" \\ Santoso, S.Kom (x)', email: "a@b.id" },
    { name: null, email: "c@d.id" },
    { name: "é: ;<>@", email: '"e f"@g.id' },
  ];
  assert.deepEqual(parseAddressList(formatAddressList(addresses)), addresses);
});
