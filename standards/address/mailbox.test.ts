import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMailbox, parseDomain, parseMailbox, toAsciiDomain } from "./mailbox.ts";

const read = (text: string) => {
  const mailbox = parseMailbox(text);
  return mailbox && formatMailbox(mailbox);
};

test("RFC 5321 §4.1.2: mailboxes", () => {
  assert.equal(read("Siti.Rahayu+x@Contoh.GO.id"), "Siti.Rahayu+x@contoh.go.id");
  assert.equal(read("o'neil_1@a-b.id"), "o'neil_1@a-b.id");
  assert.equal(read('"siti rahayu"@contoh.go.id'), '"siti rahayu"@contoh.go.id');
  assert.equal(read('"si\\"ti"@contoh.go.id'), '"si\\"ti"@contoh.go.id');
  assert.equal(read('"siti"@contoh.go.id'), "siti@contoh.go.id");
  assert.equal(read('"a@b"@contoh.go.id'), '"a@b"@contoh.go.id');
});

test("RFC 5321 §4.1.2: what is no mailbox", () => {
  for (const text of [
    "",
    "siti",
    "@contoh.go.id",
    "siti@",
    ".a@b.id",
    "a.@b.id",
    "a..b@c.id",
    "a b@c.id",
    "a@b_c.id",
    "a@-b.id",
    "a@b-.id",
    "a@b..id",
    "a@.id",
    "a@b.id.",
    "a@b.id\r\n",
    "a\0@b.id",
    '"a\r"@b.id',
    '"a"b@c.id',
    "<a@b.id>",
    "a@b@c.id",
  ]) {
    assert.deepEqual([text, parseMailbox(text)], [text, null]);
  }
});

test("RFC 5321 §4.5.3.1: local part 64, path 254, label 63 octets", () => {
  assert.ok(parseMailbox(`${"a".repeat(64)}@b.id`));
  assert.equal(parseMailbox(`${"a".repeat(65)}@b.id`), null);
  assert.equal(parseMailbox(`${"é".repeat(33)}@b.id`), null);
  assert.equal(parseMailbox(`a@${"b".repeat(64)}.id`), null);
  assert.equal(parseMailbox(`a@${"b.".repeat(127)}id`), null);
});

test("RFC 5321 §4.1.3: address literals", () => {
  assert.equal(read("a@[192.0.2.1]"), "a@[192.0.2.1]");
  assert.equal(read("a@[IPv6:2001:db8::1]"), "a@[IPv6:2001:db8::1]");
  for (const text of ["a@[192.0.2.256]", "a@[192.0.2]", "a@[IPv6:x]", "a@[IPv6:1::2::3]", "a@[]", "a@[x.id]"]) {
    assert.equal(parseMailbox(text), null, text);
  }
});

test("RFC 6531 §3.3: addresses beyond ASCII", () => {
  assert.deepEqual(parseMailbox("rä@contoh.id"), { local: "rä", domain: "contoh.id", isUtf8: true });
  assert.deepEqual(parseMailbox("a@Bücher.id"), { local: "a", domain: "bücher.id", isUtf8: true });
  assert.equal(parseMailbox("a@b.id")!.isUtf8, false);
});

test("RFC 5890 §2.3.2.1: domains as A-labels", () => {
  assert.equal(toAsciiDomain("Bücher.ID"), "xn--bcher-kva.id");
  for (const text of ["a/b.id", "a:80", "a@b", "é/x", "é:1", "é?", "a b", "", "é..id", "%41é", "x".repeat(300)]) {
    assert.equal(toAsciiDomain(text), null, text);
  }
  assert.equal(parseDomain("1.2.3.4.5"), "1.2.3.4.5");
});
