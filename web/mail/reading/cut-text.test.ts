import assert from "node:assert/strict";
import { test } from "node:test";

import { chunksOf, piecesOf } from "./cut-text.ts";

test("chunks end where a line ends, else at a space, else anywhere but within a character", () => {
  const lines = `${"baris\n".repeat(3_000)}akhir`;
  assert.equal(chunksOf(lines).join("\n"), lines);
  const words = "kata ".repeat(5_000);
  assert.equal(chunksOf(words).join(""), words);
  assert.ok(chunksOf(words).every((chunk) => chunk === "" || chunk.startsWith("kata")));
  const word = `x${"😀".repeat(20_000)}`;
  assert.equal(chunksOf(word).join(""), word);
  assert.ok(chunksOf(word).length > 3 && chunksOf(word).every((chunk) => chunk.isWellFormed()));
  assert.deepEqual(chunksOf("pendek"), ["pendek"]);
  assert.equal(chunksOf("\n".repeat(50_000)).join("\n"), "\n".repeat(50_000));
});

test("only words longer than any that is written are cut, and nothing of them is lost", () => {
  const text = `${"kata ".repeat(1_000)}${"a".repeat(1_700)} dan ${"😀".repeat(600)}`;
  const pieces = piecesOf(text);
  assert.equal(pieces.join(""), text);
  assert.equal(pieces.length, 1 + 3 + 2);
  assert.ok(pieces.every((piece) => piece.isWellFormed()));
});
