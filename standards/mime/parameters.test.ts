import assert from "node:assert/strict";
import { test } from "node:test";
import { parseParameterized } from "./parameters.ts";

const parameter = (text: string, name: string) => parseParameterized(text).parameters.get(name);

test("RFC 2045 §5.1: tokens, quoted strings, comments, any case", () => {
  const { value, parameters } = parseParameterized(
    ' text/plain (text) ; CharSet = "us\\"ascii" (c) ; format=flowed (x)',
  );
  assert.equal(value, "text/plain");
  assert.deepEqual(
    [...parameters],
    [
      ["charset", 'us"ascii'],
      ["format", "flowed"],
    ],
  );
});

test("RFC 2231 §3 and §4: continuations in any order, charset and percent", () => {
  const text = "x; filename*1*=%20rapat; filename*0*=utf-8'id'undangan; filename*2=\" b.pdf\"; filename=old";
  assert.equal(parameter(text, "filename"), "undangan rapat b.pdf");
  assert.equal(parameter("x; name*=iso-8859-1''%E9%zz", "name"), "é%zz");
  assert.equal(parameter("x; name*0=a; name*2=c", "name"), "a");
  assert.equal(parameter("x; name*0*=utf-8''%E4%B8; name*1*=%AD", "name"), "中");
});

test("what programs write without quotes, without semicolons, without an end", () => {
  assert.equal(parameter("x; filename=Surat Undangan (1).pdf; a=b", "filename"), "Surat Undangan (1).pdf");
  assert.equal(parameter('x; filename="C:\\dir\\file.txt"', "filename"), "C:\\dir\\file.txt");
  assert.equal(parameter('x; a="b" charset=utf-8', "charset"), "utf-8");
  assert.equal(parameter('x; name="open', "name"), "open");
  assert.equal(parameter("x;; ;boundary==_x;", "boundary"), "=_x");
  assert.equal(parameter("x; charset", "charset"), undefined);
  assert.equal(parameter("x; __proto__=1", "__proto__"), "1");
});
