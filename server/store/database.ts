// The database handle. Reads and writes hand out different types, so a write outside its transaction cannot be typed.
// A read runs each statement by itself on one connection: read a state number before the data it stands for, and a change
// in between is reported once more rather than lost.
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";
import { GatheringSocket } from "../base/gathering-socket.ts";
import type { Log } from "../base/log.ts";
import { startLead, type Lead, type Leadership } from "./lead.ts";
import { createValueParsers } from "./parse-values.ts";
import { sql, toQuery, type Sql } from "./sql.ts";

/** What a reader may do. Rows come as plain objects; int8 and numeric as numbers, timestamptz as Date, bytea as Buffer. */
export interface ReadTx {
  rows<Row>(statement: Sql<Row>): Promise<Row[]>;
  /** The first row, or undefined. */
  row<Row>(statement: Sql<Row>): Promise<Row | undefined>;
}

/** What a writer may do, inside one transaction (READ COMMITTED). */
export interface WriteTx extends ReadTx {
  /** Runs a statement and tells how many rows it touched. */
  run(statement: Sql): Promise<number>;
  /** Runs after the commit, never after a rollback; must not throw. */
  afterCommit(action: () => void): void;
}

export interface Database {
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  /** Retries the whole work on a deadlock or serialization failure; so `work` has no effects but through `tx`. */
  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
  /** One statement as a transaction of its own, in one round trip; for the rest as `write`. */
  writeOne<Row>(statement: Sql<Row>): Promise<Row[]>;
  /** Calls `receive` for each NOTIFY on `channel`, reconnecting by itself; returns the way to stop. */
  listen(channel: string, receive: (payload: string) => void): Promise<() => Promise<void>>;
  /** One process of all that share the database leads; `key` is any number, the same in all of them. */
  lead(key: number, lead: Lead): Leadership;
  /** Sends a NOTIFY outside any transaction. */
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  connection: pg.PoolConfig;
  log: Log;
  poolSize?: number;
}

const closeMs = 1_000;
const statementMs = 60_000;
/** From then on an idle connection is asked whether there is still somebody. */
const keepAliveMs = 10_000;
const reconnectMs = 500;
const maximumAttempts = 4;
const retryable = new Set(["40001", "40P01"]);

export function openDatabase({ connection: given, log, poolSize = 16 }: DatabaseOptions): Database {
  const types = createValueParsers();
  const connection = { ...given, keepAlive: true, keepAliveInitialDelayMillis: keepAliveMs };
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    types,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    // Statements issued together travel together; PostgreSQL still runs them one after the other.
    pipeline: true,
    stream: () => new GatheringSocket(),
    statement_timeout: statementMs,
    // A machine that has gone without a word answers nothing, not even that.
    query_timeout: statementMs + 10_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: "surel",
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  const open = new Set<unknown>();
  let allGone: () => void = () => undefined;
  pool.on("connect", (client) => {
    open.add(client);
    // One that is lost while in use fails what runs on it; without a listener its error would end the process.
    client.on("error", () => undefined);
  });
  pool.on("remove", (client) => {
    open.delete(client);
    if (open.size === 0) allGone();
  });

  async function notify(channel: string, payload: string): Promise<void> {
    await pool.query("select pg_notify($1, $2)", [channel, payload]);
  }

  /** Without a transaction around the statements. */
  async function withConnection<T>(work: (tx: ReadTx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      return await work(readTx(client));
    } catch (error) {
      failure = connectionFailure(error);
      throw error;
    } finally {
      client.release(failure);
    }
  }

  return {
    read: withConnection,
    write: (work) => retrying(() => transact(pool, work)),
    writeOne: (statement) => retrying(() => withConnection((tx) => tx.rows(statement))),
    listen: (channel, receive) => listen({ ...connection, types }, channel, receive, log),
    lead: (key, lead) => startLead({ connection, log, notify: (channel) => notify(channel, "") }, key, lead),
    notify,
    async close() {
      await pool.end();
      // Connections say goodbye on their own; a database that is stopped before would take them for lost.
      if (open.size > 0)
        await Promise.race([
          new Promise<void>((resolve) => (allGone = resolve)),
          sleep(closeMs, undefined, { ref: false }),
        ]);
    },
  };
}

async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= maximumAttempts || !retryable.has(sqlState(error))) throw error;
    }
  }
}

/** By name, so that it is gathered with what follows. */
const begin = { name: "begin", text: "begin" };

async function transact<T>(pool: pg.Pool, work: (tx: WriteTx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const actions: (() => void)[] = [];
  let failure: Error | undefined;
  try {
    // Not awaited: BEGIN travels with the first statement. It fails only with the connection, and then what follows it
    // in the pipeline does not run either.
    const begun = client.query(begin);
    begun.catch(() => undefined);
    const result = await work({
      ...readTx(client),
      run: async (statement) => (await query(client, statement)).rowCount ?? 0,
      afterCommit: (action) => void actions.push(action),
    });
    await begun;
    await client.query("commit");
    for (const action of actions) action();
    return result;
  } catch (error) {
    failure = connectionFailure(error);
    if (failure === undefined) await client.query("rollback").catch((lost: Error) => void (failure = lost));
    throw error;
  } finally {
    client.release(failure);
  }
}

function readTx(client: pg.PoolClient): ReadTx {
  return {
    rows: async <Row>(statement: Sql<Row>) => (await query(client, statement)).rows as Row[],
    row: async <Row>(statement: Sql<Row>) => (await query(client, statement)).rows[0] as Row | undefined,
  };
}

/**
 * By a callback: what `pg` gives as a promise outlives its use so long that the collector of garbage copies most of it twice. The
 * error's trace is of who asked, not of the socket that was read.
 */
async function query(client: pg.PoolClient, statement: Sql): Promise<pg.QueryResult> {
  try {
    return await new Promise((resolve, reject) => {
      client.query(toQuery(statement), (error: Error | null, result) => (error ? reject(error) : resolve(result)));
    });
  } catch (error) {
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

/** Rejects when the database does not answer. */
export async function ping(db: Database): Promise<void> {
  await db.read((tx) => tx.row(sql`select 1`));
}

/** The SQLSTATE of an error of PostgreSQL, or "". */
export function sqlState(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** An error that makes the connection unusable (anything PostgreSQL did not answer itself, and its own end-of-session classes). */
function connectionFailure(error: unknown): Error | undefined {
  const state = sqlState(error);
  if (/^[0-9A-Z]{5}$/.test(state) && !/^(?:08|57P|EPIPE$)/.test(state)) return undefined;
  return error instanceof Error && ("code" in error || /connection|terminated|timeout/i.test(error.message))
    ? error
    : undefined;
}

/** Whether a write that rejected with `error` has certainly left nothing: otherwise its commit may have been on its way. */
export function wasRolledBack(error: unknown): boolean {
  return connectionFailure(error) === undefined;
}

async function listen(
  connection: pg.ClientConfig,
  channel: string,
  receive: (payload: string) => void,
  log: Log,
): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, application_name: "surel listen" });
    next.on("notification", (message) => receive(message.payload ?? ""));
    next.on("error", (error) => log.warn({ err: error }, "the listening database connection was lost"));
    // Also after a connection that never came about: whichever way it is told, there is one next attempt.
    next.on("end", connectLater);
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
  }
  function connectLater(): void {
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(() => void connect().catch(failed), reconnectMs);
  }
  function failed(error: unknown): void {
    log.warn({ err: error }, "cannot listen for changes yet");
    connectLater();
  }
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
