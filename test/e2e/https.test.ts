// The program that speaks HTTPS itself, with the operator's certificate, as a browser and its operator meet it.

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";

import { makeCertificate } from "../support/certificate.ts";
import { takeSample } from "../support/sample.ts";
import { freePort, npmStart, PATIENCE_MS, readDemo, untilServing } from "../support/surel-process.ts";

const folder = await mkdtemp(join(tmpdir(), "surel-https-"));
after(() => rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 }));
const dataDir = join(folder, "data");
const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];

async function write({ chain, privateKey }: ReturnType<typeof makeCertificate>): Promise<void> {
  await writeFile(key, privateKey);
  await writeFile(certificate, chain);
}

/** The certificate that is shown now, on a fresh connection. */
async function shown(port: number): Promise<string | undefined> {
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const serial = socket.getPeerX509Certificate()?.serialNumber;
  socket.destroy();
  return serial;
}

test("D8: one signs in by HTTPS without a proxy and without a warning, and renewed files are taken while it serves", async () => {
  const [first, second] = [makeCertificate("localhost"), makeCertificate("localhost")];
  await write(first);
  await takeSample(dataDir);
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const settings = { SUREL_TLS_CERT: certificate, SUREL_TLS_KEY: key };
  await using surel = await npmStart(dataDir, {
    ...settings,
    SUREL_HTTPS_PORT: String(port),
    SUREL_PUBLIC_URL: origin,
  });
  await untilServing(surel, "/readyz");

  const led = await fetch(`${surel.url}/mail/`, { redirect: "manual" });
  assert.deepEqual([led.status, led.headers.get("location")], [308, `${origin}/mail/`]);

  const [budi] = (await readDemo(dataDir)).accounts.filter(({ address }) => address.startsWith("budi"));
  const headers = { "content-type": "application/x-www-form-urlencoded", origin };
  const options = {
    host: "127.0.0.1",
    servername: "localhost",
    port,
    ca: first.chain,
    method: "POST",
    path: "/sign-in",
  };
  const asked = request({ ...options, headers: { ...headers, host: `localhost:${port}` } });
  asked.end(new URLSearchParams({ username: budi!.address, password: budi!.password }).toString());
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  await text(answer);
  assert.equal(answer.statusCode, 303);
  assert.match(answer.headers["strict-transport-security"] ?? "", /^max-age=/);
  assert.ok(
    answer.headers["set-cookie"]?.some((cookie) => cookie.startsWith("__Host-") && cookie.includes("; Secure")),
  );

  await write(second);
  const renewed = new X509Certificate(second.chain).serialNumber;
  const started = performance.now();
  while ((await shown(port)) !== renewed) {
    assert.ok(performance.now() - started < PATIENCE_MS, surel.output());
    await sleep(200);
  }
  surel.process.kill("SIGTERM");
  assert.equal(await surel.ended, 0);
});
