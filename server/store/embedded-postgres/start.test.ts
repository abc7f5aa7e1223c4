import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Client } from "pg";

import { StartupError } from "../../base/errors.ts";
import { createLog } from "../../base/log.ts";
import { joinEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedConnection } from "./start.ts";

const log = createLog({ level: "silent" });

async function ask(connection: EmbeddedConnection, query: string): Promise<unknown[]> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: query, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

/** A server in a process of its own, which the test may kill. Resolves when its database answers. */
async function startElsewhere(dataDir: string): Promise<{ kill(): Promise<void> }> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, "start.ts"))};
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, "../../base/log.ts"))};
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: createLog({ level: "silent" }) });
    console.log("started");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

describe("the embedded database", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surel-embedded-"));
  after(() => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, "data");

  test("makes its folder, works in Unicode, and finds its rows again", async () => {
    await using first = await startEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(first.connection, "SELECT lower('ÀÉ'), current_setting('server_encoding')"), [
      "àé",
      "UTF8",
    ]);
    assert.deepEqual(
      await ask(first.connection, "SELECT current_setting('fsync'), current_setting('synchronous_commit')"),
      ["on", "on"],
    );
    await ask(first.connection, "CREATE TABLE kept AS SELECT 7 AS number");
    await first.stop();
    await using second = await startEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(second.connection, "SELECT number FROM kept"), [7]);
  });

  test("nothing of it listens on the network", async () => {
    await using database = await startEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(database.connection, "SELECT current_setting('listen_addresses')"), [""]);
  });

  test("recovers when the server is killed and the database is left to itself", async () => {
    const killed = await startElsewhere(dataDir);
    await killed.kill();
    await using next = await startEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(next.connection, "SELECT number FROM kept"), [7]);
  });

  test("recovers when everything is killed at once, rows and all", async () => {
    const server = await startElsewhere(dataDir);
    await using command = await joinEmbeddedPostgres({ dataDir, log });
    await ask(command.connection, "INSERT INTO kept VALUES (8)");
    const postmaster = Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
    process.kill(-postmaster, "SIGKILL");
    await server.kill();
    await using next = await startEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(next.connection, "SELECT number FROM kept ORDER BY number"), [7, 8]);
  });

  test("a stale pid file does not stop it, even when its number is another program's now", async () => {
    await writeFile(
      join(dataDir, "postgres/postmaster.pid"),
      `${process.ppid}\n${dataDir}/postgres\n1\n5432\n${dataDir}\n\n\n`,
    );
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
  });

  test("two servers never share a data folder, and a command may join the one that runs", async () => {
    await using server = await startEmbeddedPostgres({ dataDir, log });
    await assert.rejects(
      startEmbeddedPostgres({ dataDir, log }),
      new StartupError(
        `Another Surel already runs on the data folder ${dataDir}: stop it or set SUREL_DATA_DIR to another folder.`,
      ),
    );
    await (await joinEmbeddedPostgres({ dataDir, log })).stop();
    assert.deepEqual(await ask(server.connection, "SELECT 1"), [1]);
  });

  test("a command starts the database for its own time when no server runs", async () => {
    await using command = await joinEmbeddedPostgres({ dataDir, log });
    assert.deepEqual(await ask(command.connection, "SELECT count(*)::int FROM kept"), [2]);
  });

  test("a database that is killed while the server runs is started again, rows and all", async () => {
    await using server = await startEmbeddedPostgres({ dataDir, log });
    const pidFile = join(dataDir, "postgres/postmaster.pid");
    const killed = Number((await readFile(pidFile, "utf8")).split("\n")[0]);
    process.kill(killed, "SIGKILL");
    for (;;) {
      try {
        assert.deepEqual(await ask(server.connection, "SELECT count(*)::int FROM kept"), [2]);
        if (Number((await readFile(pidFile, "utf8")).split("\n")[0]) !== killed) break;
      } catch (error) {
        assert.ok(!(error instanceof assert.AssertionError), String(error));
        await sleep(20);
      }
    }
    await server.stop();
    await assert.rejects(ask(server.connection, "SELECT 1"));
  });

  test("a server that ends while its database is away ends", async () => {
    await using server = await startEmbeddedPostgres({ dataDir, log });
    process.kill(Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
    await server.stop();
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
  });

  test("a path that is too long for a socket is no hindrance", async () => {
    await using server = await startEmbeddedPostgres({ dataDir: join(folder, "long-".repeat(30)), log });
    assert.deepEqual(await ask(server.connection, "SELECT 1"), [1]);
    await rm(server.connection.host, { recursive: true });
  });

  test("a data folder that cannot be used is one sentence", async () => {
    await writeFile(join(folder, "file"), "");
    await assert.rejects(
      startEmbeddedPostgres({ dataDir: join(folder, "file/data"), log }),
      (error) =>
        error instanceof StartupError &&
        /^The data folder .* cannot be used \(.*\): .* SUREL_DATA_DIR/.test(error.message),
    );
  });

  test("a full disk is one sentence", { skip: process.getuid?.() !== 0 && "only root can mount" }, async (t) => {
    const full = join(folder, "full");
    await mkdir(full);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", full]);
    if (mounted.status !== 0) return t.skip("mounting is not allowed here");
    try {
      const said = /^The data folder .* cannot be used \(ENOSPC/;
      await assert.rejects(startEmbeddedPostgres({ dataDir: full, log }), { name: "StartupError", message: said });
    } finally {
      spawnSync("umount", [full]);
    }
  });

  test("a database without its version is refused in words, and left as it is", async () => {
    const damaged = join(folder, "damaged");
    await mkdir(join(damaged, "postgres/base"), { recursive: true });
    await assert.rejects(startEmbeddedPostgres({ dataDir: damaged, log }), {
      name: "StartupError",
      message:
        /^The database in .*postgres is damaged \(it has no PG_VERSION\): restore a backup into a new data folder\.$/,
    });
    assert.deepEqual(await readdir(join(damaged, "postgres")), ["base"]);
  });

  test("a database of another version is refused in words", async () => {
    await writeFile(join(dataDir, "postgres/PG_VERSION"), "17\n");
    await assert.rejects(
      startEmbeddedPostgres({ dataDir, log }),
      /is of PostgreSQL 17 and this program brings 18: restore a backup/,
    );
  });
});
