import assert from "node:assert/strict";
import { test } from "node:test";

import { claimedHost } from "./link-claim.ts";

test("R105: a link whose words are an address claims a host, other words do not", () => {
  assert.equal(claimedHost(" https://www.Contoh.go.id/surat?x=1 "), "contoh.go.id");
  assert.equal(claimedHost("bank.co.id"), "bank.co.id");
  assert.equal(claimedHost("Klik di sini"), null);
  assert.equal(claimedHost("Lihat contoh.go.id"), null);
  assert.equal(claimedHost("v1.2"), null);
});
