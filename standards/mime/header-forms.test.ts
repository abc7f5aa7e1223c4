import assert from "node:assert/strict";
import { test } from "node:test";
import { octetsOf } from "../../test/support/octets.ts";
import * as forms from "./header-forms.ts";
import { parseMessage } from "./parse-message.ts";

const { asAddresses, asDate, asGroupedAddresses, asMessageIds, asRaw, asText, asUrls } = forms;

test("RFC 8621 §4.1.3: the last field of a name counts, whatever its case; all are in order", () => {
  const { root } = parseMessage(octetsOf("X-A: 1", "x-a: 2", "X-AB: 3", "", ""));
  assert.equal(forms.findHeader(root, "X-a")?.start, 8);
  assert.deepEqual(
    forms.findHeaders(root, "X-A").map((field) => field.start),
    [0, 8],
  );
  assert.equal(forms.findHeader(root, "X-B"), null);
});

test("RFC 8621 §4.1.2.1 Raw: octets that are not UTF-8 become U+FFFD, NULs are dropped", () => {
  assert.equal(asRaw(Buffer.from(" a\0b\xe9 \r\n c", "latin1")), " ab\ufffd \r\n c");
});

test("RFC 8621 §4.1.2.2 Text: unfolded, leading spaces removed, encoded words decoded, NFC", () => {
  assert.equal(asText(" Undangan\r\n  rapat"), "Undangan  rapat");
  assert.equal(asText(" =?utf-8?Q?Caf=C3=A9_?= =?iso-8859-1?b?6Q==?= x"), "Café é x");
  assert.equal(asText(Buffer.from(" e\u0301")), "é");
  assert.equal(asText(Buffer.from(" Rp\xe9", "latin1")), "Rpé");
  assert.equal(asText("=?utf-8*id?q?a?="), "a");
});

test("RFC 2047 §6.2: a character split between encoded words is whole again", () => {
  assert.equal(asText("=?utf-8?b?w6k=?= =?utf-8?q?=E4=B8?=\r\n =?utf-8?b?rQ==?="), "é中");
  assert.equal(asText("=?iso-2022-jp?b?GyRCJCIbKEI=?= =?iso-2022-jp?b?GyRCJCQbKEI=?="), "あい");
});

test("RFC 2047 §5: encoded words are decoded also where programs put them against the rules", () => {
  assert.equal(asText("Re:=?utf-8?q?satu?="), "Re:satu");
  assert.equal(asText("=?utf-8?q?satu?=dua"), "satudua");
  assert.equal(asText("=?utf-8?q?satu?==?utf-8?q?_dua?="), "satu dua");
  assert.equal(asText("=?utf-8?q?rapat besar, apa? siapa??="), "rapat besar, apa? siapa?");
  assert.equal(asText('"=?utf-8?q?rapat?=" (=?utf-8?b?cmF wYXQ=?=)'), '"rapat" (rapat)');
  assert.equal(asText("=?utf-8?q?terbuka =?utf-8?q?rapat?="), "=?utf-8?q?terbuka rapat");
});

test("RFC 2047 §2: what names no charset or encoding, or has no end, stays as written", () => {
  for (const text of ["=?x-unknown-charset?q?b?=", "=?utf-8?x?b?=", "=?utf-8?q?b", "=?", "=?utf-8?q?b? ="]) {
    assert.equal(asText(text), text);
  }
});

test("RFC 2047 §5: base64 that was cut anywhere between two words is whole again; each that is whole is by itself", () => {
  assert.equal(asText("=?utf-8?b?cmF?= =?utf-8?b?wYXQ=?="), "rapat");
  assert.equal(asText("=?utf-8?b?cmFwYXQ?= =?utf-8?b?cmFwYXQ=?="), "rapatrapat");
});

test("octets that declare no charset are in that of the message's texts, when they can be", () => {
  const raw = Buffer.from("\xb9\xd8\xd3\xda <a@b.id>", "latin1");
  assert.equal(asText(raw, "gb2312"), "关于 <a@b.id>");
  assert.deepEqual(asAddresses(raw, "gb2312"), [{ name: "关于", email: "a@b.id" }]);
  assert.deepEqual(asGroupedAddresses(raw, "gb2312")[0]?.addresses, [{ name: "关于", email: "a@b.id" }]);
  assert.equal(asText(Buffer.from("关于"), "gb2312"), "关于", "UTF-8 shows itself");
  assert.equal(asText(Buffer.from("Rp\xff", "latin1"), "gb2312"), "Rpÿ", "what is not in it");
  assert.equal(asText(Buffer.from(" \x1b$B2q5D\x1b(B"), "iso-2022-jp"), "会議");
});

test("RFC 7493 §2.1: half a character, which UTF-7 can spell, is none", () => {
  assert.equal(asText("=?utf-7?q?a+2AA-b?="), "a\ufffdb");
});

test("RFC 8621 §4.1.2.2: controls that hide in encoded words are dropped", () => {
  assert.equal(asText("=?utf-8?q?a=00=0D=0Ab=C2=85?="), "ab");
});

test("RFC 8621 §4.1.2.3 Addresses: the example", () => {
  const value =
    ' "  James Smythe" <james@example.com>, Friends:\r\n  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=\r\n' +
    "  <john@example.com>;";
  assert.deepEqual(asAddresses(value), [
    { name: "James Smythe", email: "james@example.com" },
    { name: null, email: "jane@example.com" },
    { name: "John Smîth", email: "john@example.com" },
  ]);
  assert.deepEqual(asGroupedAddresses(value), [
    { name: null, addresses: [{ name: "James Smythe", email: "james@example.com" }] },
    {
      name: "Friends",
      addresses: [
        { name: null, email: "jane@example.com" },
        { name: "John Smîth", email: "john@example.com" },
      ],
    },
  ]);
});

test("RFC 8621 §4.1.2.4 GroupedAddresses: empty groups stay, mailboxes around them are without name", () => {
  assert.deepEqual(asGroupedAddresses("undisclosed-recipients:;"), [{ name: "undisclosed-recipients", addresses: [] }]);
  assert.deepEqual(
    asGroupedAddresses("a@b.id, =?utf-8?q?G?=: c@d.id; , e@f.id").map((group) => [group.name, group.addresses.length]),
    [
      [null, 1],
      ["G", 1],
      [null, 1],
    ],
  );
});

test("RFC 8621 §4.1.2.5 MessageIds: without brackets, comments and folding; null when there is none", () => {
  assert.deepEqual(asMessageIds(" <a@b> (x)\r\n <c@ d>"), ["a@b", "c@d"]);
  assert.deepEqual(asMessageIds("<a@b><c@d>"), ["a@b", "c@d"]);
  assert.deepEqual(asMessageIds(" a@b c@d"), ["a@b", "c@d"]);
  assert.deepEqual(asMessageIds(" <a@b"), ["a@b"]);
  assert.equal(asMessageIds("your message of Monday"), null);
  assert.equal(asMessageIds(""), null);
});

test("RFC 8621 §4.1.2.7 URLs: without brackets and comments; null when there is none", () => {
  assert.deepEqual(asUrls("(Post) <mailto:a@b.id>, <http://b.id/\r\n x>"), ["mailto:a@b.id", "http://b.id/x"]);
  assert.equal(asUrls("NO"), null);
});

test("RFC 8621 §4.1.2.6 Date: in the sender's zone; null when it is none", () => {
  assert.equal(asDate(" Tue, 3 Feb 2026 09:30:00\r\n +0700 (WIB)"), "2026-02-03T09:30:00+07:00");
  assert.equal(asDate("yesterday"), null);
});
