// Surel and Cyrus IMAP (C, JMAP) beside each other in one run: the same letters delivered, the same questions over JMAP. The machine is
// shared and noisy, so what is asked is a ratio: in nothing slower than the peer.
// Run as root, with Debian's cyrus-imapd, cyrus-caldav and sasl2-bin; without them it says so and measures nothing.

import { setTimeout as sleep } from "node:timers/promises";

import { MAIL } from "../standards/jmap/capabilities.ts";
import type { Invocation } from "../standards/jmap/request.ts";
import { bodyArguments } from "../web/client/email-properties.ts";
import { firstScreenCalls } from "../web/client/first-screen.ts";
import { applyLoad } from "./jmap/load.ts";
import { startCyrus, whyNoCyrus } from "./peer/start-cyrus.ts";
import { deliverLetters } from "./support/deliver-mail.ts";
import { startWholeServer } from "./support/whole-server.ts";

const connections = 8;
const lettersEach = 500;
const seconds = Number(process.env.SUREL_BENCH_SECONDS ?? 6);
const firstPort = Number(process.env.SUREL_BENCH_PORT ?? 20_480);
const using = ["core", "mail"].map((name) => `urn:ietf:params:jmap:${name}`);

type Server = {
  url: string;
  deliveryPort: number;
  protocol: "SMTP" | "LMTP";
  people: { address: string; authorization: string }[];
};
/** `path`: of the JMAP interface. */
type Person = { authorization: string; path: string; accountId: string; mailboxId: string; emailId: string };
/** By what was measured: answers or messages a second. */
type Rates = Map<string, number>;

const reason = whyNoCyrus();
if (reason !== undefined) console.log(`Not measured: ${reason}.`);
else process.exitCode = compare(await measureSurel(), await measureCyrus()) ? 0 : 1;

async function measureSurel(): Promise<Rates> {
  await using server = await startWholeServer(firstPort, connections);
  return await measure({ ...server, deliveryPort: server.smtpPort, protocol: "SMTP" });
}

async function measureCyrus(): Promise<Rates> {
  await using server = await startCyrus(firstPort + 10, connections);
  return await measure({ ...server, deliveryPort: server.lmtpPort, protocol: "LMTP" });
}

async function measure({ url, deliveryPort, protocol, people }: Server): Promise<Rates> {
  const rates: Rates = new Map();
  const letters = {
    port: deliveryPort,
    protocol,
    recipientOf: (number: number) => people[number % connections]!.address,
  };
  await deliverLetters({ ...letters, count: connections, connections });
  const count = connections * (lettersEach - 1);
  rates.set(
    `delivering 6 KB on ${connections} connections`,
    count / (await deliverLetters({ ...letters, count, connections })),
  );
  // The peer's index is a few seconds behind.
  await sleep(5_000);
  const known: Person[] = [];
  for (const { authorization } of people) known.push(await openAccount(url, authorization));
  const questions: [what: string, calls: (person: Person) => Invocation[]][] = [
    [`first 50 of ${lettersEach}`, ({ accountId, mailboxId }) => firstScreenCalls(accountId, mailboxId).slice(0, 5)],
    ["one message", ({ accountId, emailId }) => [["Email/get", { accountId, ids: [emailId], ...bodyArguments }, "0"]]],
    [
      "search for a word",
      ({ accountId }) => [["Email/query", { accountId, filter: { text: "masyarakat" }, limit: 50 }, "0"]],
    ],
  ];
  for (const [what, calls] of questions) {
    for (const clients of [1, connections]) {
      await ask(url, known.slice(0, clients), calls, seconds / 3);
      rates.set(
        `${what}, ${clients} client${clients > 1 ? "s" : ""}`,
        await ask(url, known.slice(0, clients), calls, seconds),
      );
    }
  }
  return rates;
}

/** Each person asks again as soon as the answer is there; answers a second of all of them. */
async function ask(
  url: string,
  people: readonly Person[],
  calls: (person: Person) => Invocation[],
  duration: number,
): Promise<number> {
  const { port } = new URL(url);
  const figures = await Promise.all(
    people.map((person) =>
      applyLoad({
        port: Number(port),
        path: person.path,
        authorization: person.authorization,
        body: JSON.stringify({ using, methodCalls: calls(person) }),
        connections: 1,
        seconds: duration,
      }),
    ),
  );
  return figures.reduce((sum, { perSecond }) => sum + perSecond, 0);
}

async function openAccount(url: string, authorization: string): Promise<Person> {
  const session = await fetchJson(url, "/.well-known/jmap", authorization);
  const accountId = String((session.primaryAccounts as Record<string, string>)[MAIL]);
  const methodCalls: Invocation[] = [
    ["Mailbox/query", { accountId, filter: { role: "inbox" } }, "m"],
    ["Email/query", { accountId, limit: 1 }, "e"],
  ];
  const body = JSON.stringify({ using, methodCalls });
  const answer = await fetchJson(url, String(session.apiUrl), authorization, body);
  const [mailboxId, emailId] = (answer.methodResponses as [string, { ids: string[] }, string][]).map(
    ([, { ids }]) => ids[0],
  );
  if (mailboxId === undefined || emailId === undefined) throw new Error(`an account at ${url} has no mail`);
  const { pathname } = new URL(String(session.apiUrl), url);
  return { authorization, path: pathname, accountId, mailboxId, emailId };
}

async function fetchJson(
  url: string,
  path: string,
  authorization: string,
  body?: string,
): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL(path, url), {
    headers: { authorization, "content-type": "application/json" },
    ...(body !== undefined && { method: "POST", body }),
  });
  if (!answer.ok) throw new Error(`${path} of ${url} answered ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

function compare(surel: Rates, cyrus: Rates): boolean {
  const rows = [...surel].map(([what, ours]) => ({ what, ours, theirs: cyrus.get(what) ?? Number.NaN }));
  console.table(
    rows.map(({ what, ours, theirs }) => ({
      what,
      "Surel, a second": Math.round(ours),
      "Cyrus, a second": Math.round(theirs),
      ratio: (ours / theirs).toFixed(1),
      goal: ">= 1",
      reached: ours >= theirs ? "yes" : "no",
    })),
  );
  return rows.every(({ ours, theirs }) => ours >= theirs);
}
