import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

import { openTestSecurity, PASSWORD } from "../../test/support/account-security.ts";
import { createBrowser, openTestHttp } from "../../test/support/http.ts";
import { EVEN_MS } from "./even-time.ts";

const { db, clock, auth } = await openTestSecurity({ after });
const waits: number[] = [];
const wait = async (ms: number) => void waits.push(ms);
const { app } = await openTestHttp({ after }, { db, clock, auth, wait });
beforeEach(() => waits.splice(0));

/** What is left of the time until the next moment, whatever was done before. */
function isHeldOnce() {
  assert.equal(waits.length, 1);
  assert.ok((waits[0] ?? 0) > 0 && (waits[0] ?? 0) <= EVEN_MS);
  waits.splice(0);
}

test("R36: a wrong name, a wrong password and an attempt too many are answered at the same fixed moments", async () => {
  for (const name of ["budi.santoso", "tiada.orang"]) {
    const answers: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      answers.push((await createBrowser(app).signIn(name, "salah")).status);
      isHeldOnce();
    }
    assert.deepEqual(answers, [403, 403, 403, 403, 429], name);
  }
});

test("R35: who is let in does not wait", async () => {
  assert.equal((await createBrowser(app).signIn("siti.rahayu", PASSWORD)).status, 303);
  assert.deepEqual(waits, []);
});

test("R67: whoever asks for a new password is answered at the same fixed moments, known or not", async () => {
  for (const username of ["budi.santoso", "tiada.orang", ""]) {
    assert.equal((await createBrowser(app).post("/forgot-password", { username })).status, 200);
    isHeldOnce();
  }
});

test("D4: so is a passkey that is nobody's", async () => {
  const browser = createBrowser(app);
  assert.equal((await browser.get("/sign-in/passkey")).status, 200);
  assert.deepEqual(waits, []);
  assert.equal((await browser.post("/sign-in/passkey", { passkey: '{"id":"tiada"}' })).status, 403);
  isHeldOnce();
});
