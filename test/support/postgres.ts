// The PostgreSQL that tests share: the one the test run names in SUREL_TEST_DATABASE_URL, or (a test file run by itself)
// one that is started in the temporary folder and goes on for the next time. `node tools/test-database.ts stop` ends it.

import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { createLog } from "../../server/base/log.ts";
import { clearLeftovers } from "../../server/store/embedded-postgres/leftover.ts";
import { lockDataDir, prepareFolder, type Places } from "../../server/store/embedded-postgres/places.ts";
import { makeCluster, startPostmaster, type Postmaster } from "../../server/store/embedded-postgres/postmaster.ts";
import { findPackagedPrograms, type PostgresPrograms } from "../../server/store/embedded-postgres/programs.ts";
import { forgetfulSettings } from "../../server/store/embedded-postgres/tuning.ts";
import { chooseIdentity } from "../../server/store/embedded-postgres/unprivileged.ts";

const log = createLog({ level: "silent" });

/** The address of the PostgreSQL to test on, as somebody who may create databases. Started first when need be. */
export async function sharedPostgresUrl(): Promise<string> {
  return process.env.SUREL_TEST_DATABASE_URL ?? (await reuseOrStart());
}

/** The URL of a database behind a socket folder, as libpq and `pg` both read it. */
export function socketUrl(socketDir: string, database: string): string {
  return `postgres://surel@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
}

/** A PostgreSQL of this folder's own that ends with this process at the latest; `programs` absent: the packaged ones. */
export async function startTestPostgres(
  folder: string,
  programs?: PostgresPrograms,
): Promise<{ url: string; postmaster: Postmaster }> {
  return { url: socketUrl(folder, "postgres"), postmaster: await start(folder, { programs, outlive: false }) };
}

/** Ends the shared PostgreSQL of this checkout and removes its folder. */
export async function stopSharedPostgres(): Promise<void> {
  const { prefix } = await sharedFolder();
  for (const name of await readdir(tmpdir())) if (name.startsWith(prefix)) await remove(join(tmpdir(), name));
}

async function remove(folder: string): Promise<void> {
  await clearLeftovers(placesIn(folder), log);
  await rm(folder, { recursive: true, force: true });
}

/** Named after the checkout and after the very file of the program, so that a new installation starts a new one. */
async function sharedFolder(): Promise<{ prefix: string; folder: string }> {
  const { postgres } = await findPackagedPrograms(join(tmpdir(), `surel-test-libraries-${process.getuid?.() ?? 0}`));
  const checkout = createHash("sha256").update(postgres).digest("hex").slice(0, 6);
  const prefix = `surel-test-${process.getuid?.() ?? 0}-${checkout}-`;
  return { prefix, folder: join(tmpdir(), `${prefix}${(await stat(postgres)).ino.toString(36)}`) };
}

async function reuseOrStart(): Promise<string> {
  const { prefix, folder } = await sharedFolder();
  const url = socketUrl(folder, "postgres");
  for (const asked = Date.now(); Date.now() - asked < 60_000; await sleep(50)) {
    if (await answers(url)) return url;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    using lock = lockDataDir(folder);
    if (!lock) continue;
    for (const name of await readdir(tmpdir())) {
      if (name.startsWith(prefix) && join(tmpdir(), name) !== folder) await remove(join(tmpdir(), name));
    }
    await start(folder, { outlive: true });
  }
  throw new Error(`the shared test database in ${folder} does not start`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function start(folder: string, options: { programs?: PostgresPrograms; outlive: boolean }): Promise<Postmaster> {
  const { outlive } = options;
  const identity = await chooseIdentity({ outlive });
  const places = placesIn(folder);
  const programs = options.programs ?? (await findPackagedPrograms(places.linkDir));
  const setup = { places, programs, identity, settings: forgetfulSettings, log, outlive };
  await prepareFolder(folder, identity);
  await makeCluster(setup);
  await clearLeftovers(places, log);
  return startPostmaster(setup);
}

function placesIn(folder: string): Places {
  return { cluster: join(folder, "cluster"), socketDir: folder, linkDir: join(folder, "libraries") };
}
