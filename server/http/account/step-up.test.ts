import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestSecurity } from "../../../test/support/account-security.ts";
import { sql } from "../../store/sql.ts";

/** What an old proof is enough for: looking, proving, ending what is one's own, and a form that asks for the password itself. */
const WITHOUT = new Set([
  "GET /account/security",
  "GET /account/security/history",
  "GET /account/security/news",
  "GET /account/security/password",
  "POST /account/security/password",
  "GET /account/security/prove",
  "POST /account/security/prove",
  "POST /account/security/devices/known",
]);

const security = await openTestSecurity({ after });
const { app, clock, db } = security;

/** All that the person's own pages have, as the server knows them. */
function routes(): { method: "GET" | "POST"; path: string }[] {
  const lines = app.printRoutes({ commonPrefix: false, includeHooks: false }).split("\n");
  const stack: string[] = [];
  const found: { method: "GET" | "POST"; path: string }[] = [];
  for (const line of lines) {
    const match = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? "").length / 4;
    stack.length = depth;
    stack.push(match[2] ?? "");
    const path = stack.join("");
    if (!path.startsWith("/account/security")) continue;
    for (const method of ["GET", "POST"] as const) {
      if (match[3]?.split(", ").includes(method)) found.push({ method, path });
    }
  }
  return found;
}

test("R53, R108: whatever changes how one signs in asks for a proof that is younger than ten minutes", async () => {
  const all = routes();
  assert.ok(all.length > 20, `${all.length} routes`);
  for (const known of WITHOUT)
    assert.ok(
      all.some(({ method, path }) => `${method} ${path}` === known),
      known,
    );
  const person = await security.signedIn();
  clock.advance(10 * 60_000 + 1000);
  const changes = () =>
    db.read((tx) =>
      tx.row(sql<{ count: number }>`select count(*)::int as count from audit_event where action <> 'stepUp'`),
    );
  const before = await changes();
  const isProof = (path: string) => path.startsWith("/account/security/prove/");
  for (const { method, path } of all) {
    if (WITHOUT.has(`${method} ${path}`) || isProof(path)) continue;
    const { status, location = "" } = method === "GET" ? await person.get(path) : await person.post(path, { id: "1" });
    assert.equal(status, 303, `${method} ${path}`);
    assert.match(location, /^\/account\/security\/prove\?back=/, `${method} ${path}`);
  }
  assert.deepEqual(await changes(), before, "and nothing has changed");
});
