import assert from "node:assert/strict";
import { test } from "node:test";

import { initialsOf } from "./initials.ts";

test("initials are those of the name, not of its titles", () => {
  assert.equal(initialsOf("Siti Nur Rahayu"), "SR");
  assert.equal(initialsOf("dr. Hendra Wijaya, Sp.PD"), "HW");
  assert.equal(initialsOf("Pemerintah Kota Contoh"), "PC");
  assert.equal(initialsOf("humas@contoh.go.id"), "HI");
  assert.equal(initialsOf("Budi"), "B");
  assert.equal(initialsOf("A. B."), "AB");
  assert.equal(initialsOf("123"), "1");
  assert.equal(initialsOf("?"), "?");
});

test("a name of a megabyte is looked at once", () => {
  assert.equal(initialsOf(`${"b".repeat(1_000_000)}. Siti`), "S");
});
