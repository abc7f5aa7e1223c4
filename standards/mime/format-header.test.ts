import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHeaderField, headerProblem, type HeaderToBuild } from "./format-header.ts";
import { asAddresses, asGroupedAddresses, asText } from "./header-forms.ts";

const valueOf = (field: string) => field.slice(field.indexOf(":") + 1, -2);
const longest = (field: string) => Math.max(...field.split("\r\n").map((line) => line.length));

test("RFC 5322 §2.1.1: lines are folded to 78 columns, and read back the same", () => {
  const text = "Undangan rapat koordinasi pembahasan anggaran tahun 2026 untuk seluruh unit kerja di kota ini";
  const field = formatHeaderField({ name: "Subject", text });
  assert.ok(longest(field) <= 78);
  assert.equal(asText(valueOf(field)), text);
});

test("RFC 2047 §2: encoded words of at most 75 characters; what ASCII can say stays", () => {
  const text = `Surat – ${"é".repeat(100)} dan =?utf-8?q?x?= biasa`;
  const field = formatHeaderField({ name: "Subject", text });
  assert.match(field, /^[\x20-\x7e\r\n]*$/);
  assert.ok(longest(field) <= 78);
  assert.equal(asText(valueOf(field)), text);
  assert.match(field, /^Subject: Surat\s[^]* biasa\r\n$/);
});

test("RFC 6532 §3: UTF-8 as it is when asked for", () => {
  assert.equal(formatHeaderField({ name: "Subject", text: "Café" }, { utf8: true }), "Subject: Café\r\n");
});

test("RFC 5322 §3.4: names are quoted or encoded as they need, domains become A-labels", () => {
  const addresses = [
    { name: "Siti Rahayu", email: "siti@contoh.go.id" },
    { name: 'Santoso, "Budi" S.Kom', email: "budi@contoh.go.id" },
    { name: "Kementerian Ré", email: "a@contoh.go.id" },
    { name: null, email: "b@bücher.id" },
    { name: null, email: "half an address" },
  ];
  const field = formatHeaderField({ name: "To", addresses });
  assert.ok(longest(field) <= 78);
  assert.deepEqual(asAddresses(valueOf(field)), [
    ...addresses.slice(0, 3),
    { name: null, email: "b@xn--bcher-kva.id" },
    addresses[4],
  ]);
});

test("RFC 5322 §3.4: groups read back the same", () => {
  const groups = [
    { name: null, addresses: [{ name: null, email: "a@b.id" }] },
    { name: "Dinas, é", addresses: [{ name: "C", email: "c@d.id" }] },
    { name: "kosong", addresses: [] },
    { name: null, addresses: [{ name: null, email: "e@f.id" }] },
  ];
  assert.deepEqual(asGroupedAddresses(valueOf(formatHeaderField({ name: "To", groups }))), groups);
});

test("RFC 8621 §4.1.2: the other forms", () => {
  assert.equal(formatHeaderField({ name: "References", messageIds: ["a@b", "c@d"] }), "References: <a@b> <c@d>\r\n");
  assert.equal(
    formatHeaderField({ name: "List-Post", urls: ["mailto:a@b.id", "http://c.id"] }),
    "List-Post: <mailto:a@b.id>, <http://c.id>\r\n",
  );
  assert.equal(
    formatHeaderField({ name: "Date", date: "2026-02-03T09:30:00+07:00" }),
    "Date: Tue, 3 Feb 2026 09:30:00 +0700\r\n",
  );
  assert.equal(formatHeaderField({ name: "X-A", raw: " as\r\n\tit is" }), "X-A: as\r\n\tit is\r\n");
});

test("no value can begin a field or end the header", () => {
  const evil = ["a\r\nBcc: x@y.id", "a\nb", "a\rb", "a\0b"];
  const headers: HeaderToBuild[] = evil.flatMap((text) => [
    { name: "Subject", text },
    { name: "Subject", raw: text },
    { name: text, text: "a" },
    { name: "To", addresses: [{ name: text, email: "a@b.id" }] },
    { name: "To", addresses: [{ name: null, email: text }] },
    { name: "To", groups: [{ name: text, addresses: [] }] },
    { name: "Message-ID", messageIds: [text] },
    { name: "List-Post", urls: [text] },
    { name: "Date", date: text },
  ]);
  headers.push({ name: "X", raw: " a\r\n \r\n b" }, { name: "X", raw: "a\r\n" }, { name: "X", raw: "\r\n\r\nbody" });
  headers.push({ name: "X", raw: ` ${"a".repeat(1000)}` }, { name: "", text: "a" }, { name: "A b", text: "a" });
  headers.push({ name: "To", addresses: [{ name: null, email: "a@b.id>, <c@d.id" }] });
  for (const header of headers) {
    assert.notEqual(headerProblem(header), null, JSON.stringify(header));
    assert.throws(() => formatHeaderField(header), TypeError);
  }
  assert.equal(headerProblem({ name: "X", raw: " a\r\n b" }), null);
});
