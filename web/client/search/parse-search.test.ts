import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../../test/support/properties.ts";
import { parseSearch, type SearchContext } from "./parse-search.ts";

const context: SearchContext = {
  mailboxes: [
    { id: "m1", role: "inbox", names: ["Kotak Masuk", "Inbox"] },
    { id: "m5", role: "trash", names: ["Sampah", "Trash"] },
    { id: "m9", role: null, names: ["Rapat Koordinasi"] },
  ],
  hiddenMailboxIds: [],
  // WIB is seven hours before UTC all year.
  startOfDay: (daysAgo) => new Date(Date.UTC(2026, 10, 23 - daysAgo, -7)),
  startOfDate: (year, month, day) => new Date(Date.UTC(year, month - 1, day, -7)),
};
const filter = (text: string) => parseSearch(text, context)?.filter;

test("words are searched for in the text, all of them", () => {
  assert.deepEqual(filter("undangan rapat"), {
    operator: "AND",
    conditions: [{ text: "undangan" }, { text: "rapat" }],
  });
  assert.deepEqual(parseSearch("undangan rapat", context)?.words, ["undangan", "rapat"]);
});

test("phrases stay together", () => {
  assert.deepEqual(filter('"rapat koordinasi"'), { text: '"rapat koordinasi"' });
  assert.deepEqual(filter('subjek:"surat edaran"'), { subject: '"surat edaran"' });
  assert.deepEqual(filter('"tidak ditutup'), { text: '"tidak ditutup"' });
});

test("operators are understood in Indonesian and English", () => {
  for (const [indonesian, english] of [
    ["dari:budi", "from:budi"],
    ["kepada:siti", "to:siti"],
    ["subjek:cuti", "subject:cuti"],
    ["ada:lampiran", "has:attachment"],
    ["di:kotak-masuk", "in:inbox"],
    ["sebelum:2026-11-01", "before:01/11/2026"],
    ["sesudah:kemarin", "after:yesterday"],
    ["is:belum-dibaca", "is:unread"],
    ["status:berbintang", "is:starred"],
    ["tanggal:20/11/2026", "on:2026-11-20"],
    ["di:sampah", "label:trash"],
    ["kurang:10KB", "smaller:10kb"],
  ] as const) {
    assert.notEqual(filter(indonesian), null);
    assert.deepEqual(filter(indonesian), filter(english), indonesian);
  }
  assert.deepEqual(filter("dari:budi"), { from: "budi" });
  assert.deepEqual(filter("DARI:budi"), { from: "budi" });
  assert.deepEqual(filter("is:unread"), { notKeyword: "$seen" });
  assert.deepEqual(filter("ada:lampiran"), { hasAttachment: true });
  assert.deepEqual(filter('di:"rapat koordinasi"'), { inMailbox: "m9" });
  assert.deepEqual(filter("larger:5MB"), { minSize: 5 * 1024 * 1024 });
});

test("dates begin at midnight of the person's zone", () => {
  assert.deepEqual(filter("sesudah:2026-11-20"), { after: "2026-11-19T17:00:00Z" });
  assert.deepEqual(filter("before:2026"), { before: "2025-12-31T17:00:00Z" });
  assert.deepEqual(filter("after:7d"), { after: "2026-11-15T17:00:00Z" });
  assert.deepEqual(filter("after:2026-13-01"), { text: "after:2026-13-01" }, "what is no date is text");
});

test("a day, a month or a year is from its beginning to its end", () => {
  assert.deepEqual(filter("tanggal:2026-11-30"), { after: "2026-11-29T17:00:00Z", before: "2026-11-30T17:00:00Z" });
  assert.deepEqual(filter("on:2026-12"), { after: "2026-11-30T17:00:00Z", before: "2026-12-31T17:00:00Z" });
  assert.deepEqual(filter("pada:2026"), { after: "2025-12-31T17:00:00Z", before: "2026-12-31T17:00:00Z" });
  assert.deepEqual(filter("pada:kemarin"), { after: "2026-11-21T17:00:00Z", before: "2026-11-22T17:00:00Z" });
  assert.deepEqual(filter("on:2026-11-32"), { text: "on:2026-11-32" });
  assert.deepEqual(filter("smaller:10KB"), { maxSize: 10 * 1024 });
});

test("a space after an operator's colon is nothing but a space", () => {
  assert.deepEqual(filter("dari: budi"), { from: "budi" });
  assert.deepEqual(filter('-Subjek:  "surat edaran"'), {
    operator: "NOT",
    conditions: [{ subject: '"surat edaran"' }],
  });
  assert.deepEqual(filter("catatan: rapat"), {
    operator: "AND",
    conditions: [{ text: "catatan:" }, { text: "rapat" }],
  });
  assert.deepEqual(filter("dari:"), { text: "dari:" });
});

test("a minus excludes, OR and ATAU give a choice", () => {
  assert.deepEqual(filter("-dari:budi"), { operator: "NOT", conditions: [{ from: "budi" }] });
  const choice = { operator: "OR", conditions: [{ from: "budi" }, { from: "siti" }] };
  assert.deepEqual(filter("dari:budi OR dari:siti"), choice);
  assert.deepEqual(filter("dari:budi ATAU dari:siti"), choice);
  assert.deepEqual(filter("e-mail"), { text: "e-mail" }, "a hyphen inside a word excludes nothing");
});

test("what is no operator is text, so nothing typed is lost", () => {
  assert.deepEqual(filter("https://contoh.go.id"), { text: "https://contoh.go.id" });
  assert.deepEqual(filter("nomor:096/1229"), { text: "nomor:096/1229" });
  assert.deepEqual(filter("is:aneh"), { text: "is:aneh" });
  for (const text of ["constructor:x", "is:constructor", "after:constructor", "toString:x"]) {
    assert.deepEqual(filter(text), { text });
  }
  assert.deepEqual(filter("in:tidak-ada"), { text: "in:tidak-ada" });
});

test("Trash and Spam are left out until a mailbox is named", () => {
  const hiding = { ...context, hiddenMailboxIds: ["m4", "m5"] };
  assert.deepEqual(parseSearch("cuti", hiding)?.filter, {
    operator: "AND",
    conditions: [{ text: "cuti" }, { inMailboxOtherThan: ["m4", "m5"] }],
  });
  assert.deepEqual(parseSearch("di:sampah", hiding)?.filter, { inMailbox: "m5" });
});

test("nothing is no search", () => {
  for (const text of ["", "   ", "-", '""', "OR"]) assert.equal(parseSearch(text, context), null, text);
});

test("any text gives a filter or nothing, and no more conditions than are allowed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const search = parseSearch(text, context);
      assert.ok(search === null || JSON.stringify(search.filter).split("{").length < 150);
    }),
  );
});
