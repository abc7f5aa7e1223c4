import assert from "node:assert/strict";
import { test } from "node:test";

import { createLog } from "./log.ts";
import { createParts, createShutdown } from "./shutdown.ts";

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

test("parts are closed at the same time, also when one of them fails", async () => {
  const parts = createParts();
  const { promise: bothAsked, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const part = (end: () => void): AsyncDisposable => ({
    async [Symbol.asyncDispose]() {
      if (++asked === 2) resolve();
      await bothAsked;
      end();
    },
  });
  let closed = false;
  parts.add(
    part(() => {
      throw new Error("stuck");
    }),
  );
  parts.add(part(() => void (closed = true)));
  await assert.rejects(Promise.resolve(parts[Symbol.asyncDispose]()), AggregateError);
  assert.equal(closed, true);
});
