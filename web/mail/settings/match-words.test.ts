import assert from "node:assert/strict";
import { test } from "node:test";

import { matches } from "./match-words.ts";

test("every typed word begins a word of the text", () => {
  assert.ok(matches("tan bel", "Tandai Belum Dibaca"));
  assert.ok(matches("", "apa saja"));
  assert.ok(matches("cafe", "Café"));
  assert.ok(!matches("dai", "Tandai"));
});
