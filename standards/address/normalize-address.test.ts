import assert from "node:assert/strict";
import { test } from "node:test";
import { domainOf, isSameAddress, normalizeAddress } from "./normalize-address.ts";

test("one key for all spellings of an address", () => {
  for (const text of ["Siti@Contoh.go.id", ' "siti"@CONTOH.GO.ID ', "siti@contoh.go.id"]) {
    assert.equal(normalizeAddress(text), "siti@contoh.go.id");
  }
  assert.equal(normalizeAddress("a@bücher.id"), normalizeAddress("A@xn--bcher-kva.ID"));
  assert.equal(normalizeAddress("r\u0061\u0308@x.id"), normalizeAddress("rä@x.id"));
  assert.equal(normalizeAddress("Siti <siti@contoh.go.id>"), null);
  assert.equal(isSameAddress("x", "x"), false);
  assert.equal(isSameAddress("A@x.id", "a@X.id"), true);
});

test("the domain of an address", () => {
  assert.equal(domainOf('"a@b"@Contoh.GO.id'), "contoh.go.id");
  assert.equal(domainOf("siti"), null);
});
