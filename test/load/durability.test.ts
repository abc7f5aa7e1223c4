// Accepted is durable: messages are delivered on several connections, everything is killed at a random moment, and whatever
// was acknowledged must be there after the next start, readable to the last octet.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { takeSample } from "../support/sample.ts";
import { npmStart, PATIENCE_MS, runCommand, untilServing, type SurelProcess } from "../support/surel-process.ts";

const ROUNDS = 3;
const CONNECTIONS = 8;
const RECIPIENT = "siti.rahayu@contoh.go.id";

/** Delivers messages until the connection breaks; reports each Message-ID once its 250 has come. */
async function deliverUntilBroken(
  port: number,
  name: string,
  acknowledged: (messageId: string) => void,
): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const expect = async (code: string): Promise<void> => {
    for (;;) {
      const { value, done } = await replies.next();
      if (done === true) throw new Error("broken");
      assert.ok(String(value).startsWith(code), `${value} instead of ${code}`);
      if (String(value)[3] === " ") return;
    }
  };
  const say = (text: string) => socket.write(text);
  try {
    await expect("220");
    say("EHLO client.example\r\n");
    await expect("250");
    for (let n = 0; ; n++) {
      const messageId = `${name}-${n}@client.example`;
      say("MAIL FROM:<warga@client.example>\r\n");
      await expect("250");
      say(`RCPT TO:<${RECIPIENT}>\r\n`);
      await expect("250");
      say("DATA\r\n");
      await expect("354");
      const filler = "Mohon ditindaklanjuti sesuai ketentuan yang berlaku.\r\n".repeat(n % 50);
      say(
        `From: warga@client.example\r\nMessage-ID: <${messageId}>\r\nSubject: Permohonan ${messageId}\r\n\r\n${filler}.\r\n`,
      );
      await expect("250");
      acknowledged(messageId);
    }
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
  } finally {
    socket.destroy();
  }
}

/** The Message-IDs of all emails of the recipient, by JMAP; every message is downloaded and must be whole. */
async function storedMessageIds(surel: SurelProcess, dataDir: string): Promise<Set<string>> {
  const secret = await runCommand(dataDir, "app-password", "create", RECIPIENT, "durability");
  const headers = {
    authorization: `Basic ${Buffer.from(`${RECIPIENT}:${secret}`).toString("base64")}`,
    "content-type": "application/json",
  };
  const session = await (await fetch(`${surel.url}/.well-known/jmap`, { headers })).json();
  const accountId = session.primaryAccounts["urn:ietf:params:jmap:mail"] as string;
  const stored = new Set<string>();
  for (let position = 0; ; position += 200) {
    const body = JSON.stringify({
      using: ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
      methodCalls: [
        ["Email/query", { accountId, filter: { from: "warga@client.example" }, position, limit: 200 }, "q"],
        [
          "Email/get",
          {
            accountId,
            "#ids": { resultOf: "q", name: "Email/query", path: "/ids" },
            properties: ["messageId", "bodyValues", "textBody"],
            fetchTextBodyValues: true,
          },
          "g",
        ],
      ],
    });
    const answer = await (await fetch(session.apiUrl, { method: "POST", headers, body })).json();
    const emails = answer.methodResponses[1][1].list as {
      messageId: string[];
      textBody: { partId: string }[];
      bodyValues: Record<string, { value: string }>;
    }[];
    if (emails.length === 0) return stored;
    for (const { messageId, textBody, bodyValues } of emails) {
      const [id = ""] = messageId;
      assert.ok(!stored.has(id), `${id} stands twice`);
      stored.add(id);
      const lines = Number(/-(\d+)@/.exec(id)?.[1]) % 50;
      const text = bodyValues[textBody[0]?.partId ?? ""]?.value ?? "";
      assert.equal(text.split("\n").filter((line) => line !== "").length, lines, `${id} is not whole`);
    }
  }
}

describe("R6: what was acknowledged survives kill -9 of everything", { timeout: 10 * PATIENCE_MS }, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "surel-durability-"));
  await takeSample(dataDir);
  after(() => rm(dataDir, { recursive: true, force: true }));
  const acknowledged = new Set<string>();

  for (let round = 1; round <= ROUNDS; round++) {
    test(`round ${round}`, async (t) => {
      const killAfterMs = 500 + Math.floor(Math.random() * 1500);
      {
        await using surel = await npmStart(dataDir);
        await untilServing(surel, "/readyz");
        const senders = Array.from({ length: CONNECTIONS }, (_, c) =>
          deliverUntilBroken(surel.ports.smtp, `r${round}c${c}`, (id) => acknowledged.add(id)),
        );
        const before = acknowledged.size;
        while (acknowledged.size === before) await sleep(20);
        await sleep(killAfterMs);
        await surel.killGroup();
        await Promise.all(senders);
      }
      await using next = await npmStart(dataDir);
      await untilServing(next, "/readyz");
      const stored = await storedMessageIds(next, dataDir);
      const missing = [...acknowledged].filter((id) => !stored.has(id));
      t.diagnostic(`${acknowledged.size} acknowledged, ${stored.size} stored, killed after ${killAfterMs} ms`);
      assert.deepEqual(missing, []);
      assert.ok(acknowledged.size > 0);
      next.process.kill("SIGTERM");
      assert.equal(await next.ended, 0);
    });
  }
});
