// What the whole program holds in memory: at rest, and for each further signed-in session that is told of new mail by push.
// Run: node bench/memory.ts (Linux: it reads /proc)
import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { startWholeServer } from "./support/whole-server.ts";

const PEOPLE = 60;
const STEPS = [100, 600, 1_100];
const MOST_IDLE_MB = 250;
const MOST_SESSION_KB = 50;
const SETTLED_MS = 5_000;

await using server = await startWholeServer(20_470, PEOPLE);
const open: IncomingMessage[] = [];
const rows: Record<string, string | number>[] = [];
await sleep(SETTLED_MS);
const idle = residentKb();
rows.push({ sessions: 0, "resident MB": (idle / 1024).toFixed(1) });
const figures: { sessions: number; kb: number }[] = [];
for (const sessions of STEPS) {
  while (open.length < sessions) open.push(await subscribe(open.length));
  await sleep(SETTLED_MS);
  const kb = residentKb();
  figures.push({ sessions, kb });
  rows.push({ sessions, "resident MB": (kb / 1024).toFixed(1) });
}
// The first hundred warm up code that all share.
const [first, last] = [figures[0]!, figures.at(-1)!];
const perSession = (last.kb - first.kb) / (last.sessions - first.sessions);
console.table(rows);
console.log(
  `At rest ${(idle / 1024).toFixed(0)} MB (must be under ${MOST_IDLE_MB}); ` +
    `${perSession.toFixed(1)} kB for each further session (must be under ${MOST_SESSION_KB}).`,
);
if (idle / 1024 >= MOST_IDLE_MB || perSession >= MOST_SESSION_KB) process.exitCode = 1;
for (const stream of open) stream.destroy();

function subscribe(number: number): Promise<IncomingMessage> {
  const { authorization } = server.people[number % PEOPLE]!;
  const path = "/jmap/eventsource/?types=*&closeafter=no&ping=300";
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { headers: { authorization }, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`push answered ${response.statusCode}`));
      response.on("error", () => undefined).resume();
      resolve(response);
    });
    sent.once("error", reject).end();
  });
}

/** Of the server's own process, without its database. */
function residentKb(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.process.pid}/status`, "utf8"))?.[1]);
}
