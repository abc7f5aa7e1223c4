import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../test/support/account-security.ts";
import { sql } from "../store/sql.ts";
import { forgetSpentJob } from "./forget-spent.ts";

const security = await openTestSecurity({ after });
const { clock, db } = security;
const DAY = 86_400_000;
const run = () => forgetSpentJob({ db, clock }).run(new AbortController().signal);
const count = async (table: "attempt_count" | "pending_sign_in" | "remembered_device" | "audit_event") => {
  const tables = {
    attempt_count: sql`attempt_count`,
    pending_sign_in: sql`pending_sign_in`,
    remembered_device: sql`remembered_device`,
    audit_event: sql`audit_event`,
  };
  return (await db.read((tx) => tx.row(sql<{ count: number }>`select count(*)::int as count from ${tables[table]}`)))
    ?.count;
};

test("what signing in leaves behind is removed once nobody asks for it any more, and the audit trail stays", async () => {
  const person = await security.signedIn();
  await security.browser().signIn("nobody", "salah");
  await person.get("/sign-in/passkey");
  await security.browser().get("/sign-in/passkey");
  const events = await count("audit_event");
  assert.ok((await count("attempt_count")) && (await count("pending_sign_in")) && (await count("remembered_device")));
  assert.deepEqual((await run()).devices, 0, "nothing of today");
  assert.equal(await count("remembered_device"), 1);
  clock.advance(DAY);
  await run();
  assert.equal(await count("attempt_count"), 0);
  assert.equal(await count("pending_sign_in"), 0);
  assert.equal(await count("remembered_device"), 1);
  clock.advance(181 * DAY);
  await run();
  assert.equal(await count("remembered_device"), 0);
  assert.equal(await count("audit_event"), events);
  assert.equal((await security.browser().signIn("budi.santoso", PASSWORD)).status, 403, "its password is over by now");
});
