import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestDatabase } from "../../test/support/database.ts";
import { insertAccount } from "./accounts.ts";
import { insertOrganisation } from "./organisations.ts";
import { listPasswordHistory, rememberPassword } from "./password-history.ts";

const { database: db } = await openTestDatabase({ after });

test("D6: as many earlier hashes are kept as the policy compares, the newest first", async () => {
  const accountId = await db.write(async (tx) => {
    const organisationId = await insertOrganisation(tx, { name: "Kota", signInPrefix: "kota", settings: {} });
    assert.ok(organisationId);
    const who = {
      kind: "person",
      role: "employee",
      loginName: "ani",
      address: "ani@contoh.go.id",
      displayName: "Ani",
    } as const;
    return insertAccount(tx, { organisationId, language: "id", ...who });
  });
  assert.ok(accountId);
  const remember = (hash: string, count: number) =>
    db.write((tx) => rememberPassword(tx, accountId, { hash, at: new Date(0), count }));
  for (const hash of ["$1", "$2", "$3", "$4"]) await remember(hash, 3);
  assert.deepEqual(await db.read((tx) => listPasswordHistory(tx, accountId, 9)), ["$4", "$3", "$2"]);
  assert.deepEqual(await db.read((tx) => listPasswordHistory(tx, accountId, 2)), ["$4", "$3"]);
  await remember("$5", 0);
  assert.deepEqual(await db.read((tx) => listPasswordHistory(tx, accountId, 9)), []);
});
