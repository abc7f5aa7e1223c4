// Two whole servers on one database and one blob store: what comes in at one is told by the other, and the end of one is no
// matter to the other.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { createEmptyDatabase, inReverse } from "../support/database.ts";
import { openSender } from "../support/send-mail.ts";
import { npmStart, runCommand, untilServing, type SurelProcess } from "../support/surel-process.ts";

const RECIPIENT = "siti.rahayu@contoh.go.id";
const context = inReverse({ after });

async function listen(server: SurelProcess, authorization: string): Promise<() => Promise<string>> {
  const path = "/jmap/eventsource/?types=Email&closeafter=no&ping=0";
  const response = await fetch(server.url + path, { headers: { authorization } });
  assert.equal(response.status, 200);
  const reader = response.body!.getReader();
  let text = "";
  return async () => {
    while (!text.includes("event: state")) {
      const { value, done } = await reader.read();
      assert.ok(!done, text);
      text += Buffer.from(value).toString();
    }
    await reader.cancel();
    return text;
  };
}

async function send(server: SurelProcess, subject: string): Promise<void> {
  using sender = await openSender(server.ports.smtp);
  const data = `From: warga@pengirim.example\r\nTo: ${RECIPIENT}\r\nSubject: ${subject}\r\n\r\nisi\r\n`;
  assert.equal((await sender.send({ to: RECIPIENT, data })).code, 250);
}

async function subjects(server: SurelProcess, authorization: string): Promise<string[]> {
  const session = await fetch(`${server.url}/jmap/session`, { headers: { authorization } });
  const { primaryAccounts } = (await session.json()) as { primaryAccounts: Record<string, string> };
  const accountId = primaryAccounts["urn:ietf:params:jmap:mail"];
  const ids = { resultOf: "q", name: "Email/query", path: "/ids" };
  const answer = await fetch(`${server.url}/jmap/api`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({
      using: ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
      methodCalls: [
        ["Email/query", { accountId, sort: [{ property: "receivedAt", isAscending: false }], limit: 5 }, "q"],
        ["Email/get", { accountId, "#ids": ids, properties: ["subject"] }, "g"],
      ],
    }),
  });
  const { methodResponses } = (await answer.json()) as { methodResponses: [string, { list: { subject: string }[] }][] };
  return methodResponses[1]![1].list.map(({ subject }) => subject);
}

test("mail that comes in at one server is told by the other, which goes on when the first is killed", async () => {
  const { url } = await createEmptyDatabase(context);
  const dataDir = await mkdtemp(join(tmpdir(), "surel-two-"));
  context.after(() => rm(dataDir, { recursive: true, force: true }));
  const settings = { SUREL_DATABASE_URL: url };
  const first = await npmStart(dataDir, settings);
  context.after(() => first.killGroup());
  await untilServing(first, "/readyz");
  const second = await npmStart(dataDir, settings);
  context.after(() => second.killGroup());
  await untilServing(second, "/readyz");
  process.env.SUREL_DATABASE_URL = url;
  const password = await runCommand(dataDir, "app-password", "create", RECIPIENT, "uji");
  const authorization = `Basic ${Buffer.from(`${RECIPIENT}:${password}`).toString("base64")}`;

  const heard = await listen(second, authorization);
  await send(first, "Lewat yang pertama");
  assert.match(await heard(), /"Email"/);
  assert.ok((await subjects(second, authorization)).includes("Lewat yang pertama"));

  await first.killGroup();
  await send(second, "Lewat yang kedua");
  assert.ok((await subjects(second, authorization)).includes("Lewat yang kedua"));
});
