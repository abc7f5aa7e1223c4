import assert from "node:assert/strict";
import { test } from "node:test";

import { makeCertificate } from "../../test/support/certificate.ts";
import { describeCertificate, describeObtained } from "./describe-certificate.ts";

const { chain } = makeCertificate("mail.contoh.go.id", 90);
const host = "mail.contoh.go.id";
const inDays = (days: number) => ({ host, now: Date.now() + days * 86_400_000 });

test("D8: doctor says for whom it is and until when, and is not content when people would be warned", () => {
  assert.match(describeCertificate(chain, inDays(0)), /^for mail\.contoh\.go\.id, until 20\d\d-/);
  assert.throws(() => describeCertificate(chain, inDays(81)), /expires soon/);
  assert.throws(() => describeCertificate(chain, inDays(91)), /has expired, so people are warned/);
  assert.throws(() => describeCertificate(chain, { ...inDays(0), host: "lain.go.id" }), /not for lain\.go\.id/);
});

test("a life of days is no reason to warn from its first day", () => {
  const short = makeCertificate(host, 6);
  assert.match(describeCertificate(short.chain, inDays(3)), /until/);
  assert.throws(() => describeCertificate(short.chain, inDays(5)), /expires soon/);
});

test("D8: of one that was obtained it tells the last failure and the next try", () => {
  const [failedAt, nextTryAt] = [new Date("2026-03-02T01:00:00Z"), new Date("2026-03-02T02:00:00Z")];
  const failing = {
    chain,
    sealedKey: null,
    notAfter: null,
    nextTryAt,
    failures: 2,
    lastFailure: "caa: refused",
    failedAt,
  };
  const told =
    /could not be renewed; last failure 2026-03-02T01:00:00\.000Z: caa: refused; next try after 2026-03-02T02/;
  assert.throws(() => describeObtained(failing, inDays(0)), told);
  assert.throws(() => describeObtained({ ...failing, chain: null }, inDays(0)), /^Error: none yet; last failure .*caa/);
  assert.match(describeObtained({ ...failing, failures: 0 }, inDays(0)), /renewed after .*last failure/);
  assert.throws(() => describeObtained(undefined, inDays(0)), /none yet/);
});
