import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { createEmptyDatabase } from "../../test/support/database.ts";
import { createLog } from "../base/log.ts";
import { openStore } from "./open-store.ts";

const log = createLog({ level: "silent" });
const dataDir = await mkdtemp(join(tmpdir(), "surel-store-"));
after(() => rm(dataDir, { recursive: true, force: true }));

test("a database that cannot keep all characters is refused in words, before anything is in it", async () => {
  const { url } = await createEmptyDatabase({ after }, "ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");
  await assert.rejects(openStore({ dataDir, databaseUrl: url, log }), {
    name: "StartupError",
    message: /^The database has the encoding SQL_ASCII: make one with ENCODING 'UTF8' .* SUREL_DATABASE_URL\.$/,
  });
});

test("a database of one's own is brought to the schema, by whoever comes first of several", async () => {
  const { url } = await createEmptyDatabase({ after });
  const stores = await Promise.all([1, 2].map(() => openStore({ dataDir, databaseUrl: url, log })));
  for (const store of stores) await store[Symbol.asyncDispose]();
});
