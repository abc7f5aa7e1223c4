// The program as its operator runs it: `npm start` in a process group of its own, on free ports.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const repository = join(import.meta.dirname, "../..");

/** How long anything of a whole program may take on a busy machine. */
export const PATIENCE_MS = 60_000;
/** To begin is the most that a program does, and others begin beside it. */
const BEGINNING_MS = 3 * PATIENCE_MS;

export interface SurelProcess extends AsyncDisposable {
  process: ChildProcess;
  url: string;
  ports: { http: number; smtp: number; submission: number };
  /** All that it wrote, both streams. */
  output(): string;
  ended: Promise<number | null>;
  /** SIGKILL to the whole group: server, database and all. */
  killGroup(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Runs `npm start`, with free ports unless told otherwise. */
export async function npmStart(dataDir: string, settings: Record<string, string> = {}): Promise<SurelProcess> {
  const [http, smtp, submission, imap] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const environment = {
    ...process.env,
    SUREL_DATA_DIR: dataDir,
    SUREL_HTTP_PORT: String(http),
    SUREL_SMTP_PORT: String(smtp),
    SUREL_SUBMISSION_PORT: String(submission),
    SUREL_IMAP_PORT: String(imap),
    ...settings,
  };
  const child = spawn("npm", ["start"], {
    cwd: repository,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const ended = once(child, "close").then(([status]) => status as number | null);
  async function killGroup(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
    await ended;
  }
  return {
    process: child,
    url: `http://127.0.0.1:${environment.SUREL_HTTP_PORT}`,
    ports: { http, smtp, submission },
    output: () => output,
    ended,
    killGroup,
    [Symbol.asyncDispose]: killGroup,
  };
}

/** Waits until it answers 200; fails with what it wrote when it ends before. */
export async function untilServing(running: SurelProcess, path = "/healthz"): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < BEGINNING_MS) {
    const answer = await fetch(running.url + path).catch(() => undefined);
    if (answer?.ok) return;
    if (running.process.exitCode !== null) throw new Error(`ended early: ${running.output()}`);
    await sleep(20);
  }
  throw new Error(`does not serve: ${running.output()}`);
}

/** A command of `npm run surel --`, run beside the server; its standard output without the last line end. */
export async function runCommand(dataDir: string, ...words: string[]): Promise<string> {
  const child = spawn("npm", ["run", "--silent", "surel", "--", ...words], {
    cwd: repository,
    env: { ...process.env, SUREL_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [answer, complaint] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (answer += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const [status] = (await once(child, "close")) as [number | null];
  if (status !== 0) throw new Error(`surel ${words.join(" ")} ended with ${status}: ${complaint}`);
  return answer.trimEnd();
}

/** data/demo.json: the accounts to try. */
export async function readDemo(
  dataDir: string,
): Promise<{ url: string; accounts: { address: string; password: string; role: string }[] }> {
  return JSON.parse(await readFile(join(dataDir, "demo.json"), "utf8"));
}
