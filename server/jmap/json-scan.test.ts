import assert from "node:assert/strict";
import { test } from "node:test";

import { findJsonDefect } from "./json-scan.ts";

test("RFC 7493 §2.3: a name twice in one object, however it is written; not in two", () => {
  assert.equal(findJsonDefect('{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}],"d":"a"}', 9), undefined);
  assert.equal(findJsonDefect('{"a":1,"a":2}', 9), "duplicateName");
  assert.equal(findJsonDefect('{"x":{"a":1,"\\u0061":2}}', 9), "duplicateName");
  assert.equal(findJsonDefect('{"x":["a","a"],"y":{"k":[1,{"z":1}],"k":2}}', 9), "duplicateName");
  assert.equal(findJsonDefect('{"a\\"":1,"a\\\\":2,"a":":,{}"}', 9), undefined);
});

test("RFC 7493 §2.1: half a surrogate pair", () => {
  assert.equal(findJsonDefect('["\\ud83d\\ude00"]', 9), undefined);
  assert.equal(findJsonDefect('["\\ud83d"]', 9), "loneSurrogate");
  assert.equal(findJsonDefect('["\\\\ud83d"]', 9), undefined);
});

test("RFC 7493 §2.2: a number that no double can hold", () => {
  assert.equal(findJsonDefect('[1e308,-1.5E+300,1e-400,12345678901234567890,"1e999",{"1e999":0}]', 9), undefined);
  assert.equal(findJsonDefect('{"a":1e309}', 9), "numberTooLarge");
  assert.equal(findJsonDefect("[-1E400]", 9), "numberTooLarge");
  assert.equal(findJsonDefect(`[${"9".repeat(400)}]`, 9), "numberTooLarge");
});

test("nesting is counted, brackets in strings are not", () => {
  assert.equal(findJsonDefect("[[[]]]", 3), undefined);
  assert.equal(findJsonDefect("[[[[]]]]", 3), "tooDeep");
  assert.equal(findJsonDefect('["[[[["]', 3), undefined);
});
