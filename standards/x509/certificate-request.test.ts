import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";

import { createCertificateRequest } from "./certificate-request.ts";

const read = (request: Buffer): string =>
  execFileSync("openssl", ["req", "-inform", "DER", "-verify", "-noout", "-text"], {
    input: request,
    stdio: "pipe",
  }).toString();

test("RFC 2986 §4: another program reads the names and finds the signature right", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const text = read(createCertificateRequest(["mail.contoh.go.id", "mx.contoh.go.id"], privateKey));
  assert.match(text, /DNS:mail\.contoh\.go\.id, DNS:mx\.contoh\.go\.id/);
  assert.match(text, /Subject:\s*\n/);
  assert.match(text, /Signature Algorithm: ecdsa-with-SHA256/);
});

test("X.690 §8.1.3: lengths of one, two and three octets", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  for (const count of [1, 8, 100, 3000]) {
    const names = Array.from({ length: count }, (_, index) => `mail${index}.contoh.go.id`);
    assert.ok(read(createCertificateRequest(names, privateKey)).includes(`DNS:mail${count - 1}.contoh.go.id`));
  }
});
