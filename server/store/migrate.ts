// Forward-only migrations: migrations/NNNN-name.sql, each applied once, in order, in one transaction, under an advisory lock
// so that several processes may start together.
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { StartupError } from "../base/errors.ts";

const folder = new URL("./migrations/", import.meta.url);
const lockKey = 7_238_411;
const oldestVersion = 15;

/** Brings the database to this program's schema. StartupError when it is newer than the program, or cannot hold our data. */
export async function migrate(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  // A connection that is lost fails what runs on it; without a listener its error would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await refuseUnfit(client);
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await client.query(
      "create table if not exists migration (name text primary key, applied_at timestamptz not null default now())",
    );
    const applied = new Set(
      (await client.query<{ name: string }>("select name from migration")).rows.map((row) => row.name),
    );
    const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
    const unknown = [...applied].find((name) => !files.includes(name));
    if (unknown !== undefined) {
      throw new StartupError(
        `The database was used by a newer Surel (it knows "${unknown}"): start that version instead.`,
      );
    }
    for (const name of files) if (!applied.has(name)) await apply(client, name);
  } finally {
    await client.end();
  }
}

async function refuseUnfit(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding",
  );
  const { version = 0, encoding = "" } = rows[0] ?? {};
  if (version < oldestVersion) {
    throw new StartupError(
      `The database is PostgreSQL ${version} and Surel needs ${oldestVersion} or newer: correct SUREL_DATABASE_URL.`,
    );
  }
  if (encoding === "UTF8") return;
  throw new StartupError(
    `The database has the encoding ${encoding}: make one with ENCODING 'UTF8' TEMPLATE template0 and name it in SUREL_DATABASE_URL.`,
  );
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = await readFile(new URL(name, folder), "utf8");
  await client.query("begin");
  try {
    await client.query(text);
    await client.query("insert into migration (name) values ($1)", [name]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`Migration ${name} failed`, { cause: error });
  }
}
