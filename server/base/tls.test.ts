import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { makeCertificate } from "../../test/support/certificate.ts";
import { StartupError } from "./errors.ts";
import { createLog } from "./log.ts";
import { createCertificateHolder, lookAtFilesAgain, readCertificateFiles } from "./tls.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-tls-"));
after(() => rm(folder, { recursive: true }));
const files = { certificatePath: join(folder, "cert.pem"), keyPath: join(folder, "key.pem") };
const log = createLog({ level: "silent" });
const [first, second] = [makeCertificate(), makeCertificate()];

test("D8: the operator's renewed files are taken without a restart; half of them changes nothing", async () => {
  await assert.rejects(readCertificateFiles(files), StartupError);
  await writeFile(files.certificatePath, first.chain);
  await writeFile(files.keyPath, first.privateKey);
  const holder = await readCertificateFiles(files);
  assert.equal(holder.current?.chain, first.chain);
  await writeFile(files.certificatePath, second.chain);
  await lookAtFilesAgain(files, holder, log);
  assert.equal(holder.current?.chain, first.chain);
  await writeFile(files.keyPath, second.privateKey);
  await lookAtFilesAgain(files, holder, log);
  assert.equal(holder.current?.chain, second.chain);
});

test("key and certificate that do not belong together change nothing", () => {
  const holder = createCertificateHolder();
  holder.put(first);
  assert.throws(() => holder.put({ chain: second.chain, privateKey: first.privateKey }), /mismatch/);
  assert.equal(holder.current?.chain, first.chain);
});
