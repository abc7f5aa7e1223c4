import assert from "node:assert/strict";
import { after, test } from "node:test";

import { createTestDatabase } from "../../test/support/database.ts";
import { createLog } from "../base/log.ts";
import { openDatabase } from "./database.ts";

const { connection } = await createTestDatabase({ after });
const key = 42;

function open() {
  const db = openDatabase({ connection, log: createLog({ level: "silent" }) });
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  let leads = false;
  const leadership = db.lead(key, {
    begin() {
      leads = true;
      begin();
    },
    end: () => void (leads = false),
    wake,
  });
  const close = async () => {
    await leadership[Symbol.asyncDispose]();
    await db.close();
  };
  return { begun, woken, leadership, close, leads: () => leads };
}

test("one leads; the others wake it, and one of them takes over when it ends", async () => {
  const one = open();
  await one.begun;
  const other = open();
  await other.leadership.wake();
  await one.woken;
  assert.equal(other.leads(), false);
  await one.close();
  await other.begun;
  await other.close();
});
