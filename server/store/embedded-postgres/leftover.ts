// What an earlier server may have left when it was killed: a database that still runs, or a pid file without one.

import { readdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { hasCode, StartupError } from "../../base/errors.ts";
import type { Log } from "../../base/log.ts";
import type { Places } from "./places.ts";

const PATIENCE_MS = 15_000;

/**
 * Ends a database that still runs on this cluster and removes pid files whose number now belongs to another program
 * (PostgreSQL would take that program for itself and refuse). Call only while holding the data folder's lock.
 */
export async function clearLeftovers(places: Places, log: Log): Promise<void> {
  const pidFile = join(places.cluster, "postmaster.pid");
  const postmaster = await readPid(pidFile);
  if (postmaster !== undefined && (await isPostgresOf(postmaster, places.cluster))) {
    log.warn({ pid: postmaster }, "an earlier database still runs: ending it");
    signal(postmaster, "SIGINT");
  }
  // Backends may outlive a killed postmaster for a moment; two generations must never write the same files.
  await untilNobodyWorksIn(places.cluster, postmaster);
  for (const left of [pidFile, join(places.socketDir, ".s.PGSQL.5432.lock"), join(places.socketDir, ".s.PGSQL.5432")]) {
    await rm(left, { force: true });
  }
}

async function readPid(pidFile: string): Promise<number | undefined> {
  try {
    const pid = Number.parseInt((await readFile(pidFile, "utf8")).split("\n", 1)[0] ?? "", 10);
    return pid > 1 ? pid : undefined;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function untilNobodyWorksIn(cluster: string, postmaster: number | undefined): Promise<void> {
  for (const asked = Date.now(); ; await sleep(20)) {
    const [pid] = await processesIn(cluster, postmaster);
    if (pid === undefined) return;
    const waitedMs = Date.now() - asked;
    if (waitedMs > PATIENCE_MS) {
      throw new StartupError(`An earlier database (process ${pid}) does not end: stop it and start again.`);
    }
    if (waitedMs > PATIENCE_MS / 2) signal(pid, "SIGQUIT");
  }
}

async function processesIn(cluster: string, postmaster: number | undefined): Promise<number[]> {
  const pids =
    process.platform === "linux"
      ? (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number)
      : [postmaster ?? 0];
  const working = await Promise.all(pids.map((pid) => isPostgresOf(pid, cluster)));
  return pids.filter((_, index) => working[index]);
}

/** On Linux by the working directory, which is PostgreSQL's cluster (and nothing for a zombie); elsewhere by being alive. */
async function isPostgresOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== "linux") return isAlive(pid);
  return readlink(`/proc/${pid}/cwd`).then(
    (folder) => folder === cluster,
    () => false,
  );
}

function isAlive(pid: number): boolean {
  try {
    return pid > 1 && process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
