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

test("nesting is counted, brackets in strings are not", () => {
  assert.equal(findJsonDefect("[[[]]]", 3), undefined);
  assert.equal(findJsonDefect("[[[[]]]]", 3), "tooDeep");
  assert.equal(findJsonDefect('["[[[["]', 3), undefined);
});
