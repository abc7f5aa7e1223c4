import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "pg";

import { createEmptyDatabase, createTestDatabase } from "./database.ts";

async function tablesOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'",
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

test("a test database has the migrations' tables, is another's in no way, and is gone afterwards", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  assert.notEqual(one.url, two.url);
  assert.ok((await tablesOf(one.url)) > 1);
  await Promise.all([one.drop(), two.drop()]);
  await assert.rejects(tablesOf(one.url), /does not exist/);
});

test("an empty database has no table", async (t) => {
  const { url } = await createEmptyDatabase(t);
  assert.equal(await tablesOf(url), 0);
});
