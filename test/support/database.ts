// A database for each test file, cloned from a template that has all migrations: files never see each other's rows, and
// run in parallel.

import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { Client } from "pg";

import { createLog } from "../../server/base/log.ts";
import { openDatabase, type Database } from "../../server/store/database.ts";
import { migrate } from "../../server/store/migrate.ts";
import { sharedPostgresUrl } from "./postgres.ts";

const MIGRATIONS = join(import.meta.dirname, "../../server/store/migrations");
const ABANDONED_AFTER_SECONDS = 3600;
// Any number, the same everywhere: whoever holds it makes the template.
const TEMPLATE_LOCK = 20_100;

export interface TestDatabase {
  /** A connection string for `pg` and for SUREL_DATABASE_URL. */
  url: string;
  /** The same as `pg` takes it. */
  connection: { connectionString: string };
  drop(): Promise<void>;
}

/** What a test or suite context offers; `import { after } from "node:test"` and pass `{ after }` at the top of a file. */
export interface Cleanup {
  after(close: () => Promise<void>): void;
}

/** Closes what was opened last first, and the rest also when one of them fails; Node's own order is the other way. */
export function inReverse(context: Cleanup): Cleanup {
  const stack = new AsyncDisposableStack();
  context.after(() => stack.disposeAsync());
  return { after: (close) => stack.defer(close) };
}

/** A database with all migrations, opened as the server opens it; closed and dropped after the context's end. */
export async function openTestDatabase(context: Cleanup): Promise<{ database: Database; url: string }> {
  const { url, connection, drop } = await createTestDatabase();
  const database = openDatabase({ connection, log: createLog({ level: "silent" }) });
  context.after(async () => {
    await database.close();
    await drop();
  });
  return { database, url };
}

/** A database with all migrations; dropped after the context's end, whatever is still connected to it. */
export async function createTestDatabase(context?: Cleanup): Promise<TestDatabase> {
  const admin = await sharedPostgresUrl();
  const template = await findTemplate(admin);
  return createDatabase(admin, `TEMPLATE ${template} STRATEGY file_copy`, context);
}

/** An empty database, for tests of the migrations themselves; `options` are more words of CREATE DATABASE. */
export async function createEmptyDatabase(context?: Cleanup, options = ""): Promise<TestDatabase> {
  return createDatabase(await sharedPostgresUrl(), `TEMPLATE template0 ${options}`, context);
}

async function createDatabase(admin: string, from: string, context: Cleanup | undefined): Promise<TestDatabase> {
  const seconds = Math.floor(Date.now() / 1000);
  const name = `test_${seconds}_${randomBytes(5).toString("hex")}`;
  await withClient(admin, async (client) => {
    await dropAbandoned(client, seconds);
    await client.query(`CREATE DATABASE ${name} ${from}`);
  });
  const drop = () =>
    withClient(admin, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  context?.after(drop);
  const url = inDatabase(admin, name);
  return { url, connection: { connectionString: url }, drop };
}

/** The template is named after the migrations' text: another text, another template. */
async function findTemplate(admin: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await readdir(MIGRATIONS)).sort())
    hash.update(file).update(await readFile(join(MIGRATIONS, file)));
  const template = `template_${hash.digest("hex").slice(0, 16)}`;
  await withClient(admin, async (client) => {
    if (await exists(client, template)) return;
    await client.query("SELECT pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    if (!(await exists(client, template))) await makeTemplate(client, admin, template);
  });
  return template;
}

async function makeTemplate(client: Client, admin: string, template: string): Promise<void> {
  const unfinished = `${template}_new`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
  await migrate({ connectionString: inDatabase(admin, unfinished) });
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  return rowCount === 1;
}

/** What test processes left that were killed. */
async function dropAbandoned(client: Client, now: number): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'",
  );
  for (const { datname } of rows) {
    const made = Number(datname.split("_")[1]);
    if (now - made > ABANDONED_AFTER_SECONDS) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
