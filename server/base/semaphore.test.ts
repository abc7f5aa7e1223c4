import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { createSemaphore, SemaphoreFull } from "./semaphore.ts";

test("no more than the limit run at once, in the order they came, and failures make room", async () => {
  const semaphore = createSemaphore({ limit: 2 });
  const order: number[] = [];
  let most = 0;
  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((number) =>
      semaphore.run(async () => {
        most = Math.max(most, semaphore.active);
        order.push(number);
        await turn();
        if (number === 2) throw new Error("failed");
        return number;
      }),
    ),
  );
  assert.deepEqual(order, [1, 2, 3, 4, 5]);
  assert.equal(most, 2);
  assert.equal(semaphore.active, 0);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"],
  );
});

test("more than may wait are refused at once", async () => {
  const semaphore = createSemaphore({ limit: 1, maxWaiting: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const running = [semaphore.run(() => promise), semaphore.run(() => promise)];
  await assert.rejects(
    semaphore.run(() => promise),
    SemaphoreFull,
  );
  resolve();
  await Promise.all(running);
});
