import assert from "node:assert/strict";
import { test } from "node:test";

import { createTestClock } from "../../../../test/support/clock.ts";
import { readVapid } from "../../../../test/support/push-service.ts";
import { createVapid } from "./vapid.ts";

const clock = createTestClock();
const contact = "https://mail.contoh.go.id";
const vapid = createVapid({ secretKey: new Uint8Array(32).fill(7), contact, clock });

test("RFC 8292 §2: a push says for which service it is, until when, and whom to write to, signed by our key", () => {
  const { claims, key } = readVapid(vapid.authorize("https://push.example.org:8443/abc?d=1"));
  assert.deepEqual(claims, {
    aud: "https://push.example.org:8443",
    exp: Math.floor(clock.now() / 1000) + 12 * 3600,
    sub: contact,
  });
  assert.equal(key, vapid.applicationServerKey);
});

test("RFC 8292 §2: a token is used again for its service, and renewed long before a day is over", () => {
  const first = vapid.authorize("https://push.example.org/1");
  assert.equal(vapid.authorize("https://push.example.org/2"), first);
  assert.notEqual(vapid.authorize("https://other.example.org/2"), first);
  clock.advance(7 * 3_600_000);
  assert.notEqual(vapid.authorize("https://push.example.org/1"), first);
});

test("RFC 9749 §3: an installation has one key for good, and no other installation has it", () => {
  const keyOf = (fill: number) =>
    createVapid({ secretKey: new Uint8Array(32).fill(fill), contact, clock }).applicationServerKey;
  assert.equal(keyOf(7), vapid.applicationServerKey);
  assert.notEqual(keyOf(8), vapid.applicationServerKey);
  assert.equal(Buffer.from(vapid.applicationServerKey, "base64url").length, 65);
});

test("RFC 7518 §6.2.2.1: a key whose number begins with a zero octet works like any other", () => {
  const beginsWithZero = createVapid({ secretKey: new Uint8Array(32).fill(232), contact, clock });
  const { key } = readVapid(beginsWithZero.authorize("https://push.example.org/"));
  assert.equal(key, beginsWithZero.applicationServerKey);
});
