// How long a stranger can keep the verdicts busy, and everybody else waiting.

import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "node:test";

import { createTestResolver, type Zone } from "../../test/support/dns.ts";
import { readHeader } from "./trace.ts";
import { verifyMessage, type VerifiedMessage } from "./verify-message.ts";

const zone: Zone = { "_dmarc.bank.example": { TXT: ["v=DMARC1; p=reject"] } };
const signature =
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=bank.example; s=s; h=from:subject; bh=a; b=b\r\n";

/** The verdicts, and how many turns everybody else had meanwhile. */
async function verify(message: string): Promise<VerifiedMessage & { turns: number }> {
  const raw = Buffer.from(message);
  const peer = { address: "192.0.2.1", greeting: "mx.example", mailFrom: "a@luar.example" };
  let isDone = false;
  const verified = verifyMessage(raw, readHeader(raw), peer, {
    resolver: createTestResolver(zone),
    hostname: "mx.contoh.go.id",
  }).finally(() => (isDone = true));
  let turns = 0;
  for (; !isDone; turns++) await nextTurn();
  return { ...(await verified), turns };
}

test("a header of very many lines is read for its author only", { timeout: 10_000 }, async () => {
  const folded = `X-Fold: ${"x y z\r\n ".repeat(130_000)}\r\n`;
  const { verdicts } = await verify(`${signature}${folded}From: cs@bank.example\r\n\r\nisi\r\n`);
  assert.deepEqual(verdicts.dkim, []);
  assert.deepEqual(verdicts.dmarc, { result: "fail", domain: "bank.example", policy: "reject" });
});

test("a From of a megabyte is nobody's", { timeout: 10_000 }, async () => {
  const { verdicts } = await verify(`${signature}From: ${"a@b.example, ".repeat(80_000)}\r\n\r\nisi\r\n`);
  assert.equal(verdicts.dmarc?.result ?? "none", "none");
});

test("a body made to be slow to hash leaves turns to everybody else", { timeout: 60_000 }, async () => {
  const { turns } = await verify(`${signature}From: cs@bank.example\r\n\r\n${"x  ".repeat(3_000_000)}\r\n`);
  assert.ok(turns > 100, `${turns} turns`);
});
