import assert from "node:assert/strict";
import { test } from "node:test";

import { ownText } from "./own-text.ts";

const signature = "Budi Santoso\nDinas Kesehatan";

test("RFC 3676 §4.3: the signature and its separator are nobody's words", () => {
  assert.equal(ownText(`Baik.\n\n-- \n${signature}`, signature), "Baik.");
  assert.equal(ownText(`\n-- \n${signature}\n\nTambahan`, signature), "Tambahan");
  assert.equal(ownText("\n--\nTanda tangan yang diubah\n\nSiti menulis:\n> Hai", signature), "");
  assert.equal(ownText("Baik.\n\n-- \nLain", ""), "Baik.");
});

test("what is quoted and the line that introduces it are left out, and answers below it are not", () => {
  assert.equal(ownText("Ya.\n\nPada Senin, Siti menulis:\n> Hadir?\n>> Siapa?"), "Ya.");
  assert.equal(ownText("Siti menulis:\n> Hadir?\n\nYa."), "Ya.");
  assert.equal(ownText("Daftar:\n- satu"), "Daftar:\n- satu");
});
