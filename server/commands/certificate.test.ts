import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";

import { makeCertificate } from "../../test/support/certificate.ts";
import { createTestClock } from "../../test/support/clock.ts";
import { openTestDatabase } from "../../test/support/database.ts";
import { openSecretKey } from "../auth/open-secret-key.ts";
import { systemRandom as random } from "../base/ids.ts";
import { createLog } from "../base/log.ts";
import { createKeptCertificate } from "../certificate/kept-certificate.ts";
import { readConfig } from "../config.ts";
import { findCertificate, saveCertificate, saveCertificateFailure } from "../store/tls-certificates.ts";
import { findCommand } from "./run-command.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-certificate-"));
after(() => rm(folder, { recursive: true }));
const { database: db, url } = await openTestDatabase({ after });
const settings = { SUREL_DATA_DIR: folder, SUREL_DATABASE_URL: url, SUREL_PUBLIC_URL: "https://mail.contoh.go.id" };
const config = readConfig({ ...settings, SUREL_ACME_CONTACT: "ti@contoh.go.id", SUREL_HTTPS_PORT: "443" });
const acme = config.acme!;
const clock = createTestClock(Date.now());
const log = createLog({ level: "silent" });
const now = new Date(clock.now());
const later = new Date(clock.now() + 3_600_000);

async function surel(words: string[], given = config): Promise<string> {
  const lines: string[] = [];
  const { command, rest } = findCommand(words);
  const run = command.run(rest, { config: given, clock, random, log, print: (line) => void lines.push(line) });
  // What doctor finds wrong beside the certificate is not this file's matter.
  if (words[0] === "doctor") await run.catch(() => undefined);
  else await run;
  return lines.find((line) => line.includes("certificate:")) ?? lines.join("\n");
}

describe("D8: the certificate, for those who look after the server", { concurrency: 1 }, () => {
  test("D8: doctor says that there is none yet, and renewing by hand makes the next turn try", async () => {
    assert.match(await surel(["doctor"]), /^wrong {2}certificate: none yet/);
    assert.match(await surel(["certificate", "renew"]), /tries within half a minute/);
    const failure = { reason: "unauthorized: no answer", failedAt: now, nextTryAt: later };
    await db.write((tx) => saveCertificateFailure(tx, acme, failure));
    assert.match(await surel(["doctor"]), /none yet; last failure .*: unauthorized: no answer; next try after/);
    await surel(["certificate", "renew"]);
    assert.equal((await db.read((tx) => findCertificate(tx, acme)))?.nextTryAt.getTime(), now.getTime());
  });

  test("D8: doctor says what there is and until when, and that it was sealed with another secret key", async () => {
    const { chain, privateKey } = makeCertificate("mail.contoh.go.id", 90);
    const keep = async (secretKey: Uint8Array) => {
      const sealedKey = createKeptCertificate(secretKey, random, acme.names).seal(privateKey);
      await db.write((tx) => saveCertificate(tx, acme, { chain, sealedKey, notAfter: later, nextTryAt: later }));
    };
    await keep(await openSecretKey(config.secretKeyPath, random));
    assert.match(await surel(["doctor"]), /^ok {5}certificate: for mail\.contoh\.go\.id, until 20\d\d-/);
    await keep(random(32));
    assert.match(await surel(["doctor"]), /^wrong .*sealed with another secret key: put that key's file back, or run/);
  });

  test("D8: without a certificate of either kind both say so", async () => {
    const plain = readConfig(settings);
    assert.match(await surel(["doctor"], plain), /^ok {5}certificate: none: no STARTTLS/);
    await assert.rejects(surel(["certificate", "renew"], plain), /set SUREL_ACME_CONTACT first/);
  });
});
