// Accepted is sent: messages for another organisation are submitted on several connections, everything is killed at a random
// moment, and after the next start each acknowledged message reaches the other server within a minute, whole. Sent twice is only
// what was under way at the moment of a kill: its answer may have been lost (RFC 5321 §6.1).

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { openMailExchanger, type MailExchanger } from "../support/mail-exchanger.ts";
import { takeSample } from "../support/sample.ts";
import { openSender, type Login } from "../support/send-mail.ts";
import { npmStart, PATIENCE_MS, runCommand, untilServing } from "../support/surel-process.ts";

const ROUNDS = 3;
const CONNECTIONS = 4;
/** To one relay (server/queue/start-queue.ts). */
const MAX_UNDER_WAY = 10;
const SENDER = "budi.santoso@contoh.go.id";
const LINES = 40;

async function submitUntilBroken(
  port: number,
  login: Login,
  { name, acknowledged }: { name: string; acknowledged: (messageId: string) => void },
): Promise<void> {
  const opened = await openSender(port, "127.0.0.1", login).catch(() => undefined);
  if (!opened) return;
  using sender = opened;
  for (let n = 0; ; n++) {
    const messageId = `<${name}-${n}@client.example>`;
    const data = `From: ${SENDER}\r\nTo: tamu@luar.example\r\nMessage-ID: ${messageId}\r\n\r\n${"Baris.\r\n".repeat(LINES)}`;
    const reply = await sender.send({ from: SENDER, to: "tamu@luar.example", data }).catch(() => undefined);
    if (!reply) return;
    if (reply.code === 250) acknowledged(messageId);
    // What ends answers 4xx; anything else would be a message refused for a fault of ours.
    else assert.equal(Math.floor(reply.code / 100), 4, `refused with ${reply.code}`);
  }
}

function countReceived({ received }: MailExchanger): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { data } of received) {
    const id = /^Message-ID: (\S+)/im.exec(data)?.[1] ?? "";
    assert.equal(data.match(/^Baris\.\r$/gm)?.length, LINES, `${id} is not whole`);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

test("what was submitted is sent after kill -9 of everything", { timeout: 10 * PATIENCE_MS }, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "surel-queue-durability-"));
  await takeSample(dataDir);
  after(() => rm(dataDir, { recursive: true, force: true }));
  const exchanger = await openMailExchanger(t);
  const settings = { SUREL_RELAY: `127.0.0.1:${exchanger.port}` };
  const acknowledged = new Set<string>();
  let appPassword: string | undefined;

  for (let round = 1; round <= ROUNDS; round++) {
    await using surel = await npmStart(dataDir, settings);
    await untilServing(surel, "/readyz");
    appPassword ??= await runCommand(dataDir, "app-password", "create", SENDER, "ketahanan");
    const login = { address: SENDER, appPassword };
    const senders = Array.from({ length: CONNECTIONS }, (_, c) =>
      submitUntilBroken(surel.ports.submission, login, {
        name: `r${round}c${c}`,
        acknowledged: (id) => acknowledged.add(id),
      }),
    );
    const before = acknowledged.size;
    while (acknowledged.size === before) await sleep(20);
    await sleep(500 + Math.floor(Math.random() * 1500));
    await surel.killGroup();
    await Promise.all(senders);
  }

  await using surel = await npmStart(dataDir, settings);
  await untilServing(surel, "/readyz");
  const restarted = performance.now();
  const missing = () => [...acknowledged].filter((id) => !countReceived(exchanger).has(id));
  while (missing().length > 0 && performance.now() - restarted < PATIENCE_MS) await sleep(200);
  const tookMs = Math.round(performance.now() - restarted);
  assert.deepEqual(missing(), []);
  const twice = [...countReceived(exchanger).values()].filter((count) => count > 1);
  t.diagnostic(`${acknowledged.size} acknowledged, all sent ${tookMs} ms after the last start, ${twice.length} twice`);
  assert.ok(acknowledged.size > 0);
  assert.ok(twice.length <= ROUNDS * MAX_UNDER_WAY && twice.every((count) => count <= 1 + ROUNDS), String(twice));
  surel.process.kill("SIGTERM");
  assert.equal(await surel.ended, 0);
});
