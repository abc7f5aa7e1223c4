// The embedded PostgreSQL that a data folder brings with it: no installation, no port, no password. It recovers by
// itself from any end, its own or ours, also while the server runs, and two servers never share it.

import type { Log } from "../../base/log.ts";
import { StartupError } from "../../base/errors.ts";
import { clearLeftovers } from "./leftover.ts";
import { findPlaces, lockDataDir, SYSTEM_DIR, prepareDataDir, prepareFolder } from "./places.ts";
import { keepRunning } from "./keep-running.ts";
import { connectionTo, makeCluster, makeDatabase, startPostmaster, type Postmaster } from "./postmaster.ts";
import { findPackagedPrograms } from "./programs.ts";
import { durableSettings } from "./tuning.ts";
import { chooseIdentity } from "./unprivileged.ts";

/** For `new pg.Pool({ ...connection })`: a Unix socket that only this user can reach. */
export interface EmbeddedConnection {
  host: string;
  user: string;
  database: string;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  connection: EmbeddedConnection;
  /** Ends the database (or, when it is another process's, only forgets it). Close the pools first. */
  stop(): Promise<void>;
}

export interface StartOptions {
  dataDir: string;
  log: Log;
  namespaces?: boolean;
  /** Called when the database's process has begun. */
  onStarting?: (() => void) | undefined;
}

/**
 * Starts the database of this data folder, making both when they are missing. StartupError, one sentence, when the folder
 * cannot be written, another server has it, or PostgreSQL cannot run here.
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataDir(options.dataDir);
  const lock = lockDataDir(dataDir);
  if (!lock) {
    throw new StartupError(
      `Another Surel already runs on the data folder ${dataDir}: stop it or set SUREL_DATA_DIR to another folder.`,
    );
  }
  return startLocked(dataDir, lock, options);
}

/** The same for a command beside the server: uses the running server's database, or starts it for the command's time. */
export async function joinEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataDir(options.dataDir);
  const lock = lockDataDir(dataDir);
  if (lock) return startLocked(dataDir, lock, options);
  const places = findPlaces(dataDir, await chooseIdentity());
  return {
    connection: connectionTo(places.socketDir),
    stop: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

async function startLocked(dataDir: string, lock: Disposable, options: StartOptions): Promise<EmbeddedPostgres> {
  const { log, onStarting } = options;
  try {
    const identity = await chooseIdentity(options);
    const places = findPlaces(dataDir, identity);
    const programs = await findPackagedPrograms(places.linkDir, identity.owner && SYSTEM_DIR);
    const setup = { places, programs, identity, settings: durableSettings, log, onStarting };
    await prepareFolder(places.socketDir, identity);
    await makeCluster(setup);
    await clearLeftovers(places, log);
    const start = () => startPostmaster(setup);
    const again = async (): Promise<Postmaster> => {
      await clearLeftovers(places, log);
      return start();
    };
    const kept = keepRunning(await start(), { again, log });
    const connection = connectionTo(places.socketDir);
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= kept.stop().finally(() => lock[Symbol.dispose]()));
    try {
      await makeDatabase(places.socketDir, connection.database);
    } catch (error) {
      await stop();
      throw error;
    }
    return { connection, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
