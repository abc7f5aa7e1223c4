import assert from "node:assert/strict";
import { test } from "node:test";

import { applyPatch, patchedProperties } from "./patch.ts";

const target = { name: "a", keywords: { x: true }, list: [1, 2], "a/b": { c: 1 } };

test("RFC 8620 §5.3: paths replace, add and remove, and the target stays as it is", () => {
  assert.deepEqual(applyPatch(target, { name: "b", "keywords/y": true, "keywords/x": null, "a~1b/c": 2 }), {
    patched: { name: "b", keywords: { y: true }, list: [1, 2], "a/b": { c: 2 } },
  });
  assert.deepEqual(target.keywords, { x: true });
});

test("RFC 8620 §5.3: no path inside an array, beyond what is there, or at the beginning of another", () => {
  assert.deepEqual(applyPatch(target, { "list/0": 3 }), { invalidPath: "list/0" });
  assert.deepEqual(applyPatch(target, { "none/x": 3 }), { invalidPath: "none/x" });
  assert.deepEqual(applyPatch(target, { "name/x": 3 }), { invalidPath: "name/x" });
  assert.deepEqual(applyPatch(target, { keywords: {}, "keywords/x": true }), { invalidPath: "keywords" });
  assert.deepEqual(applyPatch(target, { "a~2": 1 }), { invalidPath: "a~2" });
});

test("a name that means something to JavaScript is a name like any other", () => {
  const result = applyPatch(
    { keywords: {} },
    JSON.parse('{"keywords/__proto__": true, "__proto__": 1}') as object as never,
  );
  assert.ok("patched" in result);
  assert.ok(Object.hasOwn(result.patched.keywords as object, "__proto__"));
  assert.equal(Object.getPrototypeOf(result.patched), Object.prototype);
  assert.deepEqual(patchedProperties({ "a/b": 1, "a/c": 2, "d~1e": 3 }), ["a", "d/e"]);
});
