import assert from "node:assert/strict";
import { test } from "node:test";

import { shorten } from "./row-words.ts";

test("several people are shown by their first names, titles left out", () => {
  assert.equal(shorten("Siti Rahayu"), "Siti");
  assert.equal(shorten("dr. Ani Lestari, Sp.A."), "Ani");
  assert.equal(shorten("H. M. Yusuf"), "Yusuf");
  assert.equal(shorten("humas@contoh.go.id"), "humas");
  assert.equal(shorten("A. B."), "A. B.");
});
