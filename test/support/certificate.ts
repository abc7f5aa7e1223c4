// A self-signed certificate for tests, made once by openssl.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";

export function createTestSecureContext(): SecureContext {
  const folder = mkdtempSync(join(tmpdir(), "surel-certificate-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
    execFileSync("openssl", [...request, "-subj", "/CN=mx.contoh.go.id", "-keyout", key, "-out", cert], {
      stdio: "pipe",
    });
    return createSecureContext({ key: readFileSync(key), cert: readFileSync(cert) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
