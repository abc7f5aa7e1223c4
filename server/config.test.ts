import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

import { StartupError } from "./base/errors.ts";
import { readConfig, settingsTable } from "./config.ts";

describe("settings", () => {
  test("without any, the product runs on this machine only", () => {
    const config = readConfig({});
    assert.equal(config.dataDir, resolve("data"));
    assert.deepEqual(
      [config.bind, config.httpPort, config.smtpPort, config.submissionPort, config.imapPort],
      ["127.0.0.1", 8080, 2525, 2587, 2143],
    );
    assert.equal(config.publicUrl, "http://127.0.0.1:8080");
    assert.deepEqual(config.blobs, { kind: "folder", path: resolve("data/blobs") });
    assert.equal(config.hostname, hostname());
    assert.equal(config.databaseUrl ?? config.relay ?? config.tls ?? config.dnsServers, undefined);
    assert.ok(Object.isFrozen(config));
  });

  test("each is read", () => {
    const config = readConfig({
      SUREL_BIND: "::1",
      SUREL_HTTP_PORT: "0",
      SUREL_PUBLIC_URL: "https://surel.contoh.go.id/",
      SUREL_DATABASE_URL: "postgres://surel@localhost/surel?host=%2Ftmp%2Fx",
      SUREL_BLOBS: "s3://key:secret@store.example/bucket",
      SUREL_RELAY: "[::1]:25",
      SUREL_DNS_SERVERS: "127.0.0.1:20153, 9.9.9.9, ::1, [::1]:53",
      SUREL_TRUST_PROXY: "10.0.0.0/8, ::1",
      SUREL_TLS_CERT: "cert.pem",
      SUREL_TLS_KEY: "key.pem",
      SUREL_LOG_LEVEL: "",
    });
    assert.equal(config.httpPort, 0);
    assert.equal(config.publicUrl, "https://surel.contoh.go.id");
    assert.equal(config.hostname, "surel.contoh.go.id");
    assert.equal(config.blobs.kind, "s3");
    assert.deepEqual(config.relay, { host: "::1", port: 25 });
    assert.deepEqual(config.dnsServers, ["127.0.0.1:20153", "9.9.9.9", "::1", "[::1]:53"]);
    assert.deepEqual(config.trustProxy, ["10.0.0.0/8", "::1"]);
    assert.deepEqual(config.tls, { certificatePath: resolve("cert.pem"), keyPath: resolve("key.pem") });
    assert.equal(config.logLevel, "info");
  });

  for (const [name, value, sentence] of [
    ["SUREL_HTTP_PORT", "eighty", "SUREL_HTTP_PORT must be a port number."],
    ["SUREL_SMTP_PORT", "70000", "SUREL_SMTP_PORT must be a port number."],
    ["SUREL_PUBLIC_URL", "surel.contoh.go.id", "SUREL_PUBLIC_URL must be an http:// or https:// address."],
    ["SUREL_DATABASE_URL", "mysql://localhost/x", "SUREL_DATABASE_URL must be a postgres:// address."],
    ["SUREL_RELAY", "relay.example", "SUREL_RELAY must be host:port."],
    ["SUREL_TLS_CERT", "cert.pem", "SUREL_TLS_CERT and SUREL_TLS_KEY belong together: set both or neither."],
    ...["abc", "999.1.1.1", "::1:53x", "9.9.9.9:70000", "[9.9.9.9]:53", "name.example"].map(
      (value) =>
        ["SUREL_DNS_SERVERS", value, "SUREL_DNS_SERVERS must be addresses, each with or without :port."] as const,
    ),
    ...["abc", "10.0.0.0/33", "::1/129", "1.2.3.4/8/8", "proxy.example"].map(
      (value) =>
        ["SUREL_TRUST_PROXY", value, "SUREL_TRUST_PROXY must be addresses or networks as 10.0.0.0/8."] as const,
    ),
    ["SUREL_LOG_LEVEL", "loud", "SUREL_LOG_LEVEL must be one of the levels."],
  ] as const) {
    test(`${name}=${value} is one clear sentence`, () => {
      assert.throws(() => readConfig({ [name]: value }), new StartupError(sentence));
    });
  }

  const https = { SUREL_PUBLIC_URL: "https://Surel.contoh.go.id", SUREL_ACME_CONTACT: "ti@contoh.go.id" };

  test("D8: with a contact alone a certificate is obtained, for the names that people and other servers use", () => {
    const { acme } = readConfig({ ...https, SUREL_HOSTNAME: "mx.contoh.go.id" });
    assert.equal(new URL(acme?.directory ?? "").host, "acme-v02.api.letsencrypt.org");
    assert.deepEqual(acme?.names, ["mx.contoh.go.id", "surel.contoh.go.id"]);
    assert.deepEqual(readConfig(https).acme?.names, ["surel.contoh.go.id"]);
    const bound = readConfig({ ...https, SUREL_ACME_EXTERNAL_ACCOUNT: "kid:1:aGFsbyBkdW5pYSBoYWxv" }).acme?.external;
    assert.deepEqual(bound, { keyId: "kid:1", macKey: "aGFsbyBkdW5pYSBoYWxv" });
    assert.equal(readConfig({ SUREL_PUBLIC_URL: https.SUREL_PUBLIC_URL }).acme, undefined, "off by default");
  });

  for (const [settings, sentence] of [
    [{ ...https, SUREL_PUBLIC_URL: "https://10.0.0.1" }, /No authority certifies the name 10\.0\.0\.1 /],
    [{ ...https, SUREL_HOSTNAME: "mx" }, /No authority certifies the name mx /],
    [{ ...https, SUREL_TLS_CERT: "a", SUREL_TLS_KEY: "b" }, /two ways to one certificate/],
    [{ ...https, SUREL_ACME_DIRECTORY: "http://ca.example" }, /SUREL_ACME_DIRECTORY must be an https:\/\/ address/],
    [{ ...https, SUREL_ACME_EXTERNAL_ACCOUNT: "kid" }, /must be KEY-ID:HMAC-KEY/],
    [{ SUREL_HTTPS_PORT: "443", SUREL_PUBLIC_URL: "https://a.go.id" }, /SUREL_HTTPS_PORT needs a certificate/],
    [{ ...https, SUREL_HTTPS_PORT: "443", SUREL_PUBLIC_URL: "http://a.go.id" }, /needs SUREL_PUBLIC_URL/],
  ] as const) {
    test(`D8: ${sentence.source} is said at the start`, () => {
      assert.throws(() => readConfig(settings), sentence);
    });
  }

  test("a misspelt one is reported, not refused", () => {
    assert.deepEqual(readConfig({ SUREL_HTPP_PORT: "80", SUREL_TEST_X: "1", HOME: "/root" }).unknownSettings, [
      "SUREL_HTPP_PORT",
    ]);
  });

  test("docs/operations.md has the table of the settings as they are", () => {
    const text = readFileSync(join(import.meta.dirname, "../docs/operations.md"), "utf8");
    assert.ok(
      text.includes(settingsTable()),
      "put the output of `node tools/print-settings.ts` into docs/operations.md",
    );
  });
});
