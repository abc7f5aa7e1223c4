// How a search is read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { parseSearch } from "./terms.ts";

const kindsOf = (text: string) => parseSearch(text).map(({ kind }) => kind);

test("an address, or the domain of one, is told from words", () => {
  assert.deepEqual(parseSearch("(<Budi@Contoh.go.id>),"), [
    { kind: "address", text: "budi@contoh.go.id", words: ["budi", "contoh", "go", "id"] },
  ]);
  assert.deepEqual(parseSearch("@contoh.go.id"), [
    { kind: "address", text: "contoh.go.id", words: ["contoh", "go", "id"] },
  ]);
  for (const text of ["budi", "contoh.go.id", "a@b", "a@b.", "a@.b", "a@b@c.d", "@", "a@"]) {
    assert.deepEqual(kindsOf(text), ["words"], text);
  }
});

test("a megabyte without a space is looked at once", () => {
  for (const part of ["a", "a.", ".", ")", "@a.", "\\"]) {
    assert.equal(parseSearch(`${part.repeat(1_000_000 / part.length)}x`).length, 1, part);
  }
});
