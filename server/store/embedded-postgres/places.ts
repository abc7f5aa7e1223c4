// The folders of the embedded database, and the lock that keeps a data folder to one server.

import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { hasCode, messageOf, StartupError } from "../../base/errors.ts";
import { makeFolder } from "../../base/make-folder.ts";
import type { Identity } from "./unprivileged.ts";

export interface Places {
  /** PostgreSQL's own data directory. */
  cluster: string;
  /** The folder of its socket: who can enter it may connect, so it is closed to everybody else. */
  socketDir: string;
  /** Library links, see programs.ts. */
  linkDir: string;
}

/** Where another user's database and programs live when that user cannot reach ours. */
export const SYSTEM_DIR = "/var/lib/surel";

// sockaddr_un holds 107 bytes and a zero; PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder's name.
const MAX_SOCKET_DIR_BYTES = 107 - "/.s.PGSQL.5432".length;

const PROBE_BYTES = 1024 * 1024;

/** Makes the data folder when it is missing. StartupError when it cannot be written or its disk is full. Resolves to its real path. */
export async function prepareDataDir(dataDir: string): Promise<string> {
  try {
    await makeFolder(dataDir);
    const real = await realpath(dataDir);
    await probe(join(real, `.writable-${process.pid}`));
    return real;
  } catch (error) {
    const why =
      hasCode(error, "EACCES") || hasCode(error, "EPERM") || hasCode(error, "EROFS")
        ? "is not writable by this user"
        : `cannot be used (${messageOf(error)})`;
    throw new StartupError(`The data folder ${dataDir} ${why}: correct it or set SUREL_DATA_DIR to another folder.`, {
      cause: error,
    });
  }
}

/** PostgreSQL on a full disk ends in the middle of its start, and says so to nobody. */
async function probe(path: string): Promise<void> {
  try {
    await writeFile(path, Buffer.alloc(PROBE_BYTES));
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * Where the database of this data folder lives: within it, or in SYSTEM_DIR when another user must own it, who cannot enter
 * ours. The same answer for every process of one user, so that commands find a running server.
 */
export function findPlaces(dataDir: string, identity: Identity): Places {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  const base = identity.owner ? join(SYSTEM_DIR, name) : dataDir;
  const near = join(base, "postgres-socket");
  const short = join(tmpdir(), `surel-${process.getuid?.() ?? 0}-${name}`);
  return {
    cluster: join(base, "postgres"),
    socketDir: Buffer.byteLength(near) <= MAX_SOCKET_DIR_BYTES ? near : short,
    linkDir: join(base, "postgres-libraries"),
  };
}

/** Whether every user may enter this folder and all above it. */
export async function isReachableByAll(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Makes a folder that only its owner may enter. StartupError when somebody else's stands in its place. */
export async function prepareFolder(folder: string, identity: Identity): Promise<void> {
  if (identity.owner) await prepareSystemDir(dirname(folder));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const uid = process.getuid?.() ?? found.uid;
  if (!found.isDirectory() || (found.uid !== uid && found.uid !== identity.owner?.uid)) {
    throw new StartupError(`${folder} belongs to somebody else: remove it or set SUREL_DATA_DIR to another folder.`);
  }
  await chmod(folder, 0o700);
  if (identity.owner) await chown(folder, identity.owner.uid, identity.owner.gid);
}

/** Ours, but the other user may pass through. */
async function prepareSystemDir(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  for (const path of [SYSTEM_DIR, folder]) await chmod(path, 0o711);
}

/**
 * Takes the data folder for this process. The lock is the kernel's (SQLite's exclusive lock on an empty file), so it is
 * gone whenever the process is, however that ended. Undefined when another process has it.
 */
export function lockDataDir(dataDir: string): Disposable | undefined {
  const lock = new DatabaseSync(join(dataDir, "lock"), { timeout: 0 });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (messageOf(error).includes("locked")) return undefined;
    throw error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}
