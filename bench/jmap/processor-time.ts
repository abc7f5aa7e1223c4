// How much processor time the server and its database take, from /proc: what a measurement on a shared machine can still say
// when its neighbours take their share. On other systems there is nothing to read, and the answer is not a number.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { hasCode } from "../../server/base/errors.ts";

/** Milliseconds so far: of one process, and of all children of another. */
export interface ProcessorTime {
  server: number;
  database: number;
}

const tickMs = 10;

export function readProcessorTime(serverPid: number, dataDir: string): ProcessorTime {
  if (process.platform !== "linux") return { server: Number.NaN, database: Number.NaN };
  const postmaster = Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n", 1)[0]);
  const time = { server: 0, database: 0 };
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? readStat(name) : undefined;
    if (!fields) continue;
    const spent = (Number(fields[11]) + Number(fields[12])) * tickMs;
    if (Number(name) === serverPid) time.server += spent;
    else if (Number(fields[1]) === postmaster) time.database += spent;
  }
  return time;
}

/** The fields after the name, which may hold spaces; undefined for a process that has ended meanwhile. */
function readStat(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ESRCH")) return undefined;
    throw error;
  }
}
