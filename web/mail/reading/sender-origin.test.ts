import assert from "node:assert/strict";
import { test } from "node:test";

import { hasFailedAuthentication, isExternal } from "./sender-origin.ts";

test("R106: a sender outside the organisation's domain is external, a look-alike too", () => {
  assert.equal(isExternal("siti@contoh.go.id", "contoh.go.id"), false);
  assert.equal(isExternal("siti@Dinkes.Contoh.go.id", "contoh.go.id"), false);
  assert.equal(isExternal("siti@nyacontoh.go.id", "contoh.go.id"), true);
  assert.equal(isExternal("siti@contoh.go.id.evil.example", "contoh.go.id"), true);
});

test("RFC 8601 §5: only the field of our own server is believed", () => {
  assert.equal(hasFailedAuthentication(["mx.contoh.go.id; spf=pass; dmarc=fail header.from=bank.example"]), true);
  assert.equal(hasFailedAuthentication(["mx.contoh.go.id; dmarc=pass", "evil; dmarc=fail"]), false);
  assert.equal(hasFailedAuthentication([]), false);
});
