import assert from "node:assert/strict";
import { test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { findCsvSeparator, formatCsv, parseCsv } from "./csv.ts";

const fieldsOf = (text: string, separator?: "," | ";") => {
  const records = parseCsv(text, separator);
  return Array.isArray(records) ? records.map(({ fields }) => fields) : records;
};

test("RFC 4180 §2: lines, an optional last line break, quoted fields with separators, quotes and line breaks", () => {
  assert.deepEqual(fieldsOf('a,b\r\n"1,""2""\r\n3",\r\n'), [
    ["a", "b"],
    ['1,"2"\r\n3', ""],
  ]);
  assert.deepEqual(fieldsOf("a,b"), [["a", "b"]]);
  assert.deepEqual(fieldsOf("a,"), [["a", ""]]);
});

test("what spreadsheets add is understood: byte order mark, semicolons, bare LF, empty lines", () => {
  assert.equal(findCsvSeparator("date;kind\n"), ";");
  assert.deepEqual(fieldsOf("\uFEFFa;b\n\n1,5;2\n", ";"), [
    ["a", "b"],
    ["1,5", "2"],
  ]);
});

test("a record knows its first line, and a broken quote where it is", () => {
  assert.deepEqual(parseCsv('a\n"b\nc"\nd'), [
    { line: 1, fields: ["a"] },
    { line: 2, fields: ["b\nc"] },
    { line: 4, fields: ["d"] },
  ]);
  assert.deepEqual(parseCsv('a\n"b\nc'), { line: 2, problem: "quoteNotClosed" });
  assert.deepEqual(parseCsv('a\n"b"c'), { line: 2, problem: "textAfterQuote" });
});

test("what is written is read again", () => {
  const field = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\r\n", "\n", " ", "é") });
  const records = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
  fc.assert(fc.property(records, (rows) => assert.deepEqual(fieldsOf(formatCsv(rows)), rows)));
});
