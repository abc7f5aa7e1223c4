import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { signal } from "@preact/signals-core";
import { createManualTimers } from "../../test/support/manual-timers.ts";
import { createBatch } from "./batch.ts";
import { createMailStore } from "./mail-store.ts";
import { createWindowedQuery } from "./windowed-query.ts";

const total = 1_000_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("a list of a million rows is read anywhere at once, in little memory and with bounded requests", async () => {
  const time = createManualTimers();
  let requests = 0;
  const batch = createBatch({
    timers: time.timers,
    apiUrl: () => "/jmap/api",
    limits: () => ({ maxCallsInRequest: 16, maxConcurrentRequests: 4 }),
    onSessionState: () => {},
    transport: {
      connection: signal("online"),
      getJson: () => Promise.reject(new Error("not asked for")),
      close: () => {},
      async post(_url, { methodCalls }) {
        requests++;
        const [, { position, limit }, callId] = methodCalls[0]! as [
          string,
          { position: number; limit: number },
          string,
        ];
        const ids = Array.from({ length: Math.min(limit, total - position) }, (_, at) => `e${position + at}`);
        const page = { accountId: "a1", queryState: "1", canCalculateChanges: true, position, ids, total };
        return { methodResponses: [["Email/query", page, callId]], sessionState: "0" };
      },
    },
  });
  const store = createMailStore({
    accountId: "a1",
    batch,
    timers: time.timers,
    maxObjectsInGet: () => 500,
    onStale: () => {},
  });
  const list = createWindowedQuery({
    query: { filter: null },
    batch,
    store,
    isCommitting: () => false,
    requestSync: () => {},
  });
  const before = heldBytes();
  for (let start = 0; start < total; start += 9973) {
    list.ensure(start, start + 40);
    await time.advance();
    assert.equal(list.idAt(start + 39 < total ? start + 39 : total - 1)?.startsWith("e"), true);
  }
  list.ensure(total - 30, total + 10);
  await time.advance();
  assert.equal(list.total.value, total);
  assert.equal(list.idAt(total - 1), `e${total - 1}`);
  assert.equal(list.idAt(total), undefined);
  assert.equal(requests, 102);
  assert.ok(heldBytes() - before < 4_000_000, "a few windows, not a million entries");
});
