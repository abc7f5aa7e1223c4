// The database of this installation, whichever it is, brought to this program's schema.

import type pg from "pg";

import { messageOf, StartupError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { openDatabase, sqlState, type Database } from "./database.ts";
import { prepareDataDir } from "./embedded-postgres/places.ts";
import { joinEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres/start.ts";
import { migrate } from "./migrate.ts";

export interface Store extends AsyncDisposable {
  db: Database;
}

export interface StoreOptions {
  dataDir: string;
  databaseUrl?: string;
  /** A command beside a server that may be running already. */
  join?: boolean;
  log: Log;
  /** Called once the database is starting by itself: there is time for something else. */
  onStarting?: () => void;
}

/** Opens it, migrated. StartupError, one sentence, when it cannot be reached or the data folder cannot be written. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, join = false, log, onStarting } = options;
  if (databaseUrl !== undefined) {
    onStarting?.();
    await prepareDataDir(dataDir);
    const connection = { connectionString: databaseUrl };
    await reach(connection, databaseUrl);
    return storeOf(connection, log);
  }
  const embedded = await (join ? joinEmbeddedPostgres : startEmbeddedPostgres)({ dataDir, log, onStarting });
  try {
    await migrate(embedded.connection);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return storeOf(embedded.connection, log, embedded);
}

function storeOf(connection: pg.PoolConfig, log: Log, embedded?: { stop(): Promise<void> }): Store {
  const db = openDatabase({ connection, log });
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await embedded?.stop();
    },
  };
}

async function reach(connection: pg.ClientConfig, databaseUrl: string): Promise<void> {
  try {
    await migrate({ ...connection, connectionTimeoutMillis: 10_000 });
  } catch (error) {
    if (error instanceof StartupError || (error instanceof Error && error.message.startsWith("Migration"))) throw error;
    const { host, pathname } = new URL(databaseUrl);
    throw new StartupError(
      `The database ${host || "(by socket)"}${pathname} cannot be used (${reasonOf(error)}): ` +
        "start it, or correct SUREL_DATABASE_URL.",
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  const state = sqlState(error);
  return state.startsWith("28") ? "its user or password is refused" : messageOf(error);
}
