import assert from "node:assert/strict";
import { test } from "node:test";

import type { EmailId } from "../../../base/ids.ts";
import { KeptTexts } from "./kept-texts.ts";

const id = (number: number) => number as EmailId;
const text = "x".repeat(1_000);

test("a text is found under its list and its email, and under no other", () => {
  const kept = new KeptTexts(1_000_000);
  kept.keep("1 subject", id(5), text);
  assert.equal(kept.get("1 subject", id(5)), text);
  assert.equal(kept.get("2 subject", id(5)), undefined);
  assert.equal(kept.get("1 preview", id(5)), undefined);
  assert.equal(kept.get("1 subject", id(6)), undefined);
});

test("no more is kept than there is room for, and what is used stays", () => {
  const kept = new KeptTexts(100_000);
  for (let number = 1; number <= 10_000; number++) {
    kept.keep("1 subject", id(number), text);
    assert.equal(kept.get("1 subject", id(1)), text);
  }
  const found = Array.from({ length: 10_000 }, (_, number) => kept.get("1 subject", id(number + 1)));
  const characters = found.reduce((sum, each) => sum + (each?.length ?? 0), 0);
  assert.ok(characters > 20_000 && 2 * characters <= 100_000, String(characters));
});
