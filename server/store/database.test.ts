import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { after, test } from "node:test";

import { Client } from "pg";

import { openTestDatabase } from "../../test/support/database.ts";
import { createLog } from "../base/log.ts";
import { openDatabase, sqlState, type WriteTx } from "./database.ts";
import { joinSql, sql, toQuery } from "./sql.ts";

const { database, url } = await openTestDatabase({ after });
await database.write((tx) => tx.run(sql`create table note (id int primary key, body text)`));

async function notes(): Promise<number[]> {
  const rows = await database.read((tx) => tx.rows(sql<{ id: number }>`select id from note order by id`));
  return rows.map((row) => row.id);
}

function insert(tx: WriteTx, id: number, body = ""): Promise<number> {
  return tx.run(sql`insert into note values (${id}, ${body})`);
}

test("a value never becomes SQL, and pieces renumber their parameters", () => {
  const where = joinSql([sql`a = ${1}`, sql`b = ${"'; drop table note"}`], sql` and `);
  const query = toQuery(sql`select * from note where ${where} limit ${5}`);
  assert.equal(query.text, "select * from note where a = $1 and b = $2 limit $3");
  assert.deepEqual(query.values, [1, "'; drop table note", 5]);
});

test("a write that throws leaves nothing, also from statements that were already under way", async () => {
  await assert.rejects(
    database.write(async (tx) => {
      await Promise.all([insert(tx, 1), insert(tx, 2)]);
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  await assert.rejects(
    database.write((tx) => Promise.all([insert(tx, 3), insert(tx, 3), insert(tx, 4)])),
    (error) => sqlState(error) === "23505",
  );
  assert.deepEqual(await notes(), []);
});

test("one statement by itself is kept when it resolves, and as a whole not when it rejects", async () => {
  await database.writeOne(sql`insert into note values (5, ''), (6, '')`);
  await assert.rejects(
    database.writeOne(sql`insert into note values (7, ''), (5, '')`),
    (error) => sqlState(error) === "23505",
  );
  assert.deepEqual(await notes(), [5, 6]);
  await database.writeOne(sql`delete from note`);
});

test("the error of a statement tells who asked", async () => {
  async function askWrongly(): Promise<void> {
    await database.read((tx) => tx.rows(sql`select nothing_of_this_name`));
  }
  await assert.rejects(askWrongly(), (error) => error instanceof Error && /askWrongly/.test(error.stack ?? ""));
});

test("what is to follow a commit runs once, and never after a rollback", async () => {
  const seen: string[] = [];
  await database.write(async (tx) => {
    tx.afterCommit(() => seen.push("committed"));
    await insert(tx, 10);
  });
  await assert.rejects(
    database.write(async (tx) => {
      tx.afterCommit(() => seen.push("rolled back"));
      await insert(tx, 10);
    }),
  );
  assert.deepEqual(seen, ["committed"]);
});

test("a deadlock is tried again until both writers are through", async () => {
  await database.write(async (tx) => {
    await insert(tx, 20);
    await insert(tx, 21);
  });
  const lock = (tx: WriteTx, id: number) => tx.run(sql`update note set body = body || 'x' where id = ${id}`);
  const inOrder = (first: number, second: number) =>
    database.write(async (tx) => {
      await lock(tx, first);
      await tx.rows(sql`select pg_sleep(0.1)`);
      await lock(tx, second);
    });
  await Promise.all([inOrder(20, 21), inOrder(21, 20)]);
  const row = await database.read((tx) => tx.row(sql<{ body: string }>`select body from note where id = 20`));
  assert.equal(row?.body, "xx");
});

test("a connection that PostgreSQL ends fails its work and is not used again", async () => {
  await assert.rejects(
    database.write(async (tx) => {
      await insert(tx, 30);
      await tx.rows(sql`select pg_terminate_backend(pg_backend_pid())`);
      await insert(tx, 31);
    }),
  );
  assert.ok(!(await notes()).includes(30));
});

test("large numbers stay numbers, and a notification reaches who listens", async () => {
  const row = await database.read((tx) => tx.row(sql<{ n: number }>`select 9007199254740991::bigint as n`));
  assert.equal(row?.n, Number.MAX_SAFE_INTEGER);
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = await database.listen("test_channel", resolve);
  await database.notify("test_channel", "hello");
  assert.equal(await promise, "hello");
  await stop();
});

test("who listens for changes asks for one connection at a time while the database is away", async () => {
  const { host, port, user, password, database: name } = new Client({ connectionString: url });
  const [first, enough] = [Promise.withResolvers<Socket>(), Promise.withResolvers<void>()];
  let open = 0;
  let most = 0;
  let attempts = 0;
  // Lets the first one through; afterwards nobody answers, and hangs up.
  const between = createServer((socket) => {
    attempts += 1;
    most = Math.max(most, ++open);
    socket.on("close", () => (open -= 1)).on("error", () => undefined);
    if (attempts === 1) {
      const inner = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
      socket.pipe(inner).pipe(socket);
      inner.on("error", () => undefined);
      first.resolve(socket);
    } else setTimeout(() => socket.destroy(), 50);
    if (attempts === 5) enough.resolve();
  });
  await once(between.listen(0, "127.0.0.1"), "listening");
  const away = { host: "127.0.0.1", port: (between.address() as AddressInfo).port, user, password, database: name };
  const through = openDatabase({ connection: away, log: createLog({ level: "silent" }) });
  const stop = await through.listen("away", () => undefined);
  (await first.promise).destroy();
  await enough.promise;
  await stop();
  await through.close();
  between.close();
  assert.equal(most, 1);
});
