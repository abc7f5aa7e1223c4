// JMAP as the web client asks it: the first screen of an inbox of 100,000 and of 1,000,000 messages, and the opening of a
// message of 10 KB, at one client and at eight. Server, database and load generator share the machine.
// Run: node bench/jmap.ts
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createLog } from "../server/base/log.ts";
import { openStore } from "../server/store/open-store.ts";
import { firstScreenCalls } from "../web/client/first-screen.ts";
import { bodyArguments } from "../web/client/email-properties.ts";
import { applyLoad, type Figures } from "./jmap/load.ts";
import { fillAccounts, type FilledAccount } from "./jmap/mailboxes.ts";
import { readProcessorTime } from "./jmap/processor-time.ts";

const port = 20_499;
const seconds = Number(process.env.SUREL_BENCH_SECONDS ?? 8);
const using = ["core", "mail", "submission"].map((name) => `urn:ietf:params:jmap:${name}`);

type Row = Figures & {
  what: string;
  clients: number;
  /** Milliseconds of processor time for one answer. */
  spent?: { server: number; database: number };
  goal: string;
  reached: boolean;
};

const folder = process.env.SUREL_BENCH_FOLDER ?? mkdtempSync(join(tmpdir(), "surel-bench-"));
const store = await openStore({ dataDir: folder, log: createLog({ level: "warn" }) });
try {
  const accounts = await fillAccounts(store.db, join(folder, "blobs"), [100_000, 1_000_000]);
  const server = await startServer();
  try {
    process.exitCode = (await measureAll(accounts, server.pid!)) ? 0 : 1;
  } finally {
    server.kill();
    await once(server, "exit");
  }
} finally {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}

async function startServer() {
  const env = {
    ...process.env,
    SUREL_DATA_DIR: folder,
    SUREL_HTTP_PORT: String(port),
  };
  const server = fork(join(import.meta.dirname, "jmap/server.ts"), {
    env,
    execArgv: [
      ...process.execArgv,
      ...(process.env.SUREL_BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.SUREL_BENCH_PROFILE}`] : []),
    ],
  });
  await Promise.race([
    once(server, "message"),
    once(server, "exit").then(() => Promise.reject(new Error("the server did not start"))),
  ]);
  return server;
}

async function measureAll([small, large]: FilledAccount[], serverPid: number): Promise<boolean> {
  if (!small || !large) throw new Error("an account is missing");
  const rows: Row[] = [];
  async function measure(
    what: string,
    account: FilledAccount,
    body: unknown,
    goals: { p50: number; perSecond: number },
  ) {
    // A server that has been running: by then its code is compiled for what it does most.
    await run(account, body, 8, seconds);
    const one = await run(account, body, 1, seconds);
    const before = readProcessorTime(serverPid, folder);
    const eight = await run(account, body, 8, seconds);
    const after = readProcessorTime(serverPid, folder);
    const spent = {
      server: (after.server - before.server) / eight.answers,
      database: (after.database - before.database) / eight.answers,
    };
    rows.push({ what, clients: 1, ...one, goal: `p50 < ${goals.p50.toFixed(2)} ms`, reached: one.p50 < goals.p50 });
    const reached = eight.perSecond >= goals.perSecond;
    rows.push({ what, clients: 8, ...eight, spent, goal: `>= ${Math.round(goals.perSecond)}/s`, reached });
    return { one, eight };
  }
  const first = await measure("first screen of 100,000", small, firstScreen(small), { p50: 3, perSecond: 1_000 });
  await measure("first screen of 1,000,000", large, firstScreen(large), {
    p50: first.one.p50 * 1.3,
    perSecond: first.eight.perSecond / 1.3,
  });
  await measure("open a message of 10 KB", small, openMessage(small), { p50: 2, perSecond: 1_000 });
  print(rows);
  return rows.every(({ reached }) => reached);
}

function firstScreen({ accountId, mailboxId }: FilledAccount): unknown {
  // The identities are the composer's; the first page of the list is what comes before them.
  return { using, methodCalls: firstScreenCalls(accountId, mailboxId).slice(0, 5) };
}

function openMessage({ accountId, emailId }: FilledAccount): unknown {
  const properties = [...bodyArguments.properties, "bodyStructure"];
  return { using, methodCalls: [["Email/get", { accountId, ids: [emailId], ...bodyArguments, properties }, "0"]] };
}

function run({ authorization }: FilledAccount, body: unknown, connections: number, duration: number): Promise<Figures> {
  const text = JSON.stringify(body);
  return applyLoad({ port, path: "/jmap/api", authorization, body: text, connections, seconds: duration });
}

function print(rows: readonly Row[]): void {
  console.table(
    rows.map(({ what, clients, p50, p99, perSecond, answerBytes, spent, goal, reached }) => ({
      what,
      clients,
      "p50 ms": p50.toFixed(2),
      "p99 ms": p99.toFixed(2),
      "per second": Math.round(perSecond),
      "answer bytes": answerBytes,
      "CPU ms server + database": spent ? `${spent.server.toFixed(2)} + ${spent.database.toFixed(2)}` : "",
      goal,
      reached: reached ? "yes" : "no",
    })),
  );
}
