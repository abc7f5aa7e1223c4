// A self-signed certificate for tests, made by openssl.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";

import { createCertificateHolder, type CertificateHolder, type KeyAndChain } from "../../server/base/tls.ts";

export function makeCertificate(name = "mx.contoh.go.id", days = 30): KeyAndChain {
  const folder = mkdtempSync(join(tmpdir(), "surel-certificate-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`, "-days", String(days)];
    execFileSync("openssl", [...request, ...names, "-keyout", key, "-out", cert], { stdio: "pipe" });
    return { chain: readFileSync(cert, "utf8"), privateKey: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function createTestSecureContext(): SecureContext {
  const { chain, privateKey } = makeCertificate();
  return createSecureContext({ key: privateKey, cert: chain });
}

/** As the listeners take it; a test may put another one in. */
export function createTestCertificate(): CertificateHolder {
  const holder = createCertificateHolder();
  holder.put(makeCertificate());
  return holder;
}
