// The program from outside, as its operator meets it: started, refused, ended, killed, started again.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import {
  freePort,
  npmStart,
  runCommand,
  PATIENCE_MS,
  readDemo,
  untilServing,
  type SurelProcess,
} from "../support/surel-process.ts";

/** It ends by itself with status 1, and its last line is the sentence. */
async function refusal(starting: Promise<SurelProcess>): Promise<string> {
  await using running = await starting;
  assert.equal(await Promise.race([running.ended, sleep(PATIENCE_MS, "still running", { ref: false })]), 1);
  return running.output().trim().split("\n").at(-1) ?? "";
}

describe("npm start", { timeout: 10 * PATIENCE_MS }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "surel-start-"));
  const dataDir = join(folder, "data");
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 }));

  test("serves, is ready, and ends cleanly at SIGTERM to npm", async () => {
    await using surel = await npmStart(dataDir);
    await untilServing(surel);
    await untilServing(surel, "/readyz");
    assert.match(await (await fetch(`${surel.url}/metrics`)).text(), /^# HELP /m);
    surel.process.kill("SIGTERM");
    assert.equal(await surel.ended, 0);
  });

  test("starts again after kill -9 of its whole process group", async () => {
    await using killed = await npmStart(dataDir);
    await untilServing(killed);
    await killed.killGroup();
    await using next = await npmStart(dataDir);
    await untilServing(next, "/readyz");
    next.process.kill("SIGTERM");
    assert.equal(await next.ended, 0);
  });

  test("a second one on the same data folder is refused in one sentence, and the first goes on", async () => {
    await using first = await npmStart(dataDir);
    await untilServing(first);
    assert.match(
      await refusal(npmStart(dataDir)),
      /^Another Surel already runs on the data folder .*: stop it or set SUREL_DATA_DIR/,
    );
    await untilServing(first);
    first.process.kill("SIGTERM");
    assert.equal(await first.ended, 0);
  });

  for (const setting of ["SUREL_HTTP_PORT", "SUREL_SMTP_PORT", "SUREL_SUBMISSION_PORT"]) {
    test(`${setting}: a port that is taken is one sentence`, async () => {
      await using other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const sentence = await refusal(npmStart(dataDir, { [setting]: String(port) }));
      assert.match(
        sentence,
        new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is already taken .* set ${setting} to a free port\\.$`),
      );
    });
  }

  test("a data folder that cannot be used is one sentence", async () => {
    await writeFile(join(folder, "file"), "");
    assert.match(
      await refusal(npmStart(join(folder, "file/data"))),
      /^The data folder .*file\/data .*: correct it or set SUREL_DATA_DIR/,
    );
  });

  test("a database that does not answer is one sentence without its password", async () => {
    const url = `postgres://surel:rahasia@127.0.0.1:${await freePort()}/surel`;
    const sentence = await refusal(npmStart(join(folder, "other"), { SUREL_DATABASE_URL: url }));
    assert.match(sentence, /database/i);
    assert.doesNotMatch(sentence, /rahasia/);
  });

  test("a setting that cannot be is one sentence", async () => {
    assert.equal(
      await refusal(npmStart(dataDir, { SUREL_SMTP_PORT: "mail" })),
      "SUREL_SMTP_PORT must be a port number.",
    );
  });

  test("a word that serve does not know is answered by how it is used, not by a fault", async () => {
    await assert.rejects(
      runCommand(join(folder, "none"), "serve", "--relay"),
      /ended with 1: Unknown option '--relay'\nUsage: surel serve \[--services [a-z,]+\]\n$/,
    );
  });

  test("the accounts to try can be read from the data folder", async () => {
    const demo = await readDemo(dataDir);
    const addresses = demo.accounts.map(({ address }) => address).sort();
    const names = ["admin", "budi.santoso", "dinkes", "meja.layanan", "pegawai.baru", "siti.rahayu"];
    for (const name of names.filter((one) => one !== "dinkes"))
      assert.ok(addresses.includes(`${name}@contoh.go.id`), name);
  });
});
