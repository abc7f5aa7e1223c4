// One PostgreSQL process: made, started, watched, stopped.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { Client } from "pg";

import { hasCode, messageOf, StartupError } from "../../base/errors.ts";
import type { Log } from "../../base/log.ts";
import { prepareFolder, type Places } from "./places.ts";
import type { PostgresPrograms } from "./programs.ts";
import type { PostgresSettings } from "./tuning.ts";
import type { Identity } from "./unprivileged.ts";

const run = promisify(execFile);
const USER = "surel";
const START_TIMEOUT_MS = 120_000;

export interface Postmaster {
  /** Settles when the process has ended, for whatever reason, with its exit status (null: a signal). */
  exited: Promise<number | null>;
  /** Fast shutdown: running statements are cancelled, everything committed is on disk. Waits for the end. */
  stop(): Promise<void>;
}

export interface PostmasterOptions {
  places: Places;
  programs: PostgresPrograms;
  identity: Identity;
  settings: PostgresSettings;
  log: Log;
  /** Goes on after this process (for tests that share one); its messages are not read then. */
  outlive?: boolean;
  /** Called when the process has begun. */
  onStarting?: (() => void) | undefined;
}

/** Makes the cluster unless it is there. Made beside and renamed, so that an interrupted attempt leaves no half of one. */
export async function makeCluster({ places, programs, identity }: PostmasterOptions): Promise<void> {
  const version = await readFile(join(places.cluster, "PG_VERSION"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (version !== undefined) return refuseOtherVersion(Number(version), programs, places);
  await refuseDamaged(places);
  const unfinished = `${places.cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await prepareFolder(unfinished, identity);
  // Byte order for speed and for indexes that never need rebuilding; upper and lower case by Unicode.
  const builtin = (await majorVersion(programs)) >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  const words = [
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-messages=C",
    ...builtin,
    "--no-instructions",
  ];
  const [program, ...rest] = [...identity.prefix, programs.initdb];
  try {
    await run(program, [...rest, "-D", unfinished, "-U", USER, "--auth=trust", ...words], {
      env: { ...programs.environment, LC_ALL: "C", PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
      cwd: "/",
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    throw new StartupError(
      `The embedded database could not be made in ${places.cluster}: ${said || messageOf(error).split("\n", 1)[0]}.`,
      { cause: error },
    );
  }
  await rename(unfinished, places.cluster);
}

async function refuseOtherVersion(found: number, programs: PostgresPrograms, places: Places): Promise<void> {
  const ours = await majorVersion(programs);
  if (found === ours) return;
  throw new StartupError(
    `The database in ${places.cluster} is of PostgreSQL ${found} and this program brings ${ours}: ` +
      "restore a backup into a new data folder, or use the old one through SUREL_DATABASE_URL.",
  );
}

async function refuseDamaged({ cluster }: Places): Promise<void> {
  const found = await readdir(cluster).catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  });
  if (found.length === 0) return;
  throw new StartupError(
    `The database in ${cluster} is damaged (it has no PG_VERSION): restore a backup into a new data folder.`,
  );
}

async function majorVersion(programs: PostgresPrograms): Promise<number> {
  const { stdout } = await run(programs.postgres, ["--version"], { env: programs.environment });
  return Number(/\d+/.exec(stdout)?.[0]);
}

/** Starts the cluster and resolves when it answers. It runs in a session of its own: Ctrl-C reaches only the server. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const { places, programs, identity, settings, log, outlive = false } = options;
  const flags = Object.entries({ ...settings, unix_socket_directories: places.socketDir }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const [program, ...rest] = [...identity.prefix, programs.postgres];
  const child = spawn(program, [...rest, "-D", places.cluster, ...flags], {
    env: { ...programs.environment, LC_ALL: "C", PATH: "/usr/bin:/bin" },
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", outlive ? "ignore" : "pipe"],
  });
  if (outlive) child.unref();
  const last = relayLines(child, log);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
  options.onStarting?.();
  await answers(places.socketDir, exited, () => last.join(" "));
  return {
    exited,
    async stop() {
      child.kill("SIGINT");
      await exited;
    },
  };
}

/** The program's messages go to the log; the latest few are kept for the sentence when it does not start. */
function relayLines(child: ChildProcess, log: Log): string[] {
  const last: string[] = [];
  if (!child.stderr) return last;
  createInterface({ input: child.stderr }).on("line", (line) => {
    last.push(line);
    if (last.length > 5) last.shift();
    if (/^(?:FATAL|PANIC):/.test(line) && !/starting up/.test(line)) log.error({ part: "postgres" }, line);
    else log.debug({ part: "postgres" }, line);
  });
  return last;
}

async function answers(socketDir: string, exited: Promise<number | null>, reason: () => string): Promise<void> {
  const ended = exited.then(
    () => true,
    () => true,
  );
  for (const asked = Date.now(); Date.now() - asked < START_TIMEOUT_MS;) {
    const client = new Client({ host: socketDir, user: USER, database: "postgres" });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // Not there yet, or recovering (57P03) after a crash.
      if (!hasCode(error, "ENOENT") && !hasCode(error, "ECONNREFUSED") && !hasCode(error, "57P03")) throw error;
    }
    if (await Promise.race([ended, sleep(15, false)]))
      throw new StartupError(`The embedded database did not start: ${reason() || "no reason given"}`);
  }
  throw new StartupError(`The embedded database does not answer after ${START_TIMEOUT_MS / 1000} seconds: ${reason()}`);
}

/** Makes the database of this name unless it is there. */
export async function makeDatabase(socketDir: string, name: string): Promise<void> {
  const client = new Client({ host: socketDir, user: USER, database: "postgres" });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** What `pg` needs in order to connect: no password, the socket's folder decides. */
export function connectionTo(socketDir: string, database = USER): { host: string; user: string; database: string } {
  return { host: socketDir, user: USER, database };
}
