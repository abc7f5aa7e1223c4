import assert from "node:assert/strict";
import { test } from "node:test";

import { createLog } from "./log.ts";
import { createShutdown } from "./shutdown.ts";

const log = createLog({ level: "silent" });

test("what was opened last is closed first, each after the one before, once", async () => {
  const shutdown = createShutdown({ log });
  const closed: string[] = [];
  shutdown.add("store", () => void closed.push("store"));
  shutdown.add("listener", async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    closed.push("listener");
  });
  assert.deepEqual(await Promise.all([shutdown.run(), shutdown.run()]), [true, true]);
  assert.deepEqual(closed, ["listener", "store"]);
});

test("a part that cannot be closed does not keep the others open", async () => {
  const shutdown = createShutdown({ log });
  let closed = false;
  shutdown.add("store", () => void (closed = true));
  shutdown.add("listener", () => Promise.reject(new Error("stuck")));
  assert.equal(await shutdown.run(), false);
  assert.equal(closed, true);
});

test("an end that takes too long is given up", async () => {
  const shutdown = createShutdown({ log, timeoutMs: 10 });
  shutdown.add("listener", () => new Promise(() => {}));
  assert.equal(await shutdown.run(), false);
});
