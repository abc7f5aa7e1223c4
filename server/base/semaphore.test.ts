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

test("whoever is ahead takes the next place that falls free, and has a queue of its own when the other is full", async () => {
  const semaphore = createSemaphore({ limit: 2, maxWaiting: 3 });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const order: string[] = [];
  const enter = (name: string, isAhead = false) =>
    semaphore.run(async () => void order.push(name), { isAhead, origin: name });
  const running = [semaphore.run(() => held), semaphore.run(() => held)];
  running.push(enter("stranger 1"), enter("stranger 2"), enter("stranger 3"));
  await assert.rejects(enter("stranger 4"), SemaphoreFull);
  running.push(enter("owner 1", true), enter("owner 2", true), enter("owner 3", true));
  await assert.rejects(enter("owner 4", true), SemaphoreFull);
  assert.equal(semaphore.waiting, 6);
  release();
  await Promise.all(running);
  assert.deepEqual(order, ["owner 1", "owner 2", "owner 3", "stranger 1", "stranger 2", "stranger 3"]);
  assert.deepEqual([semaphore.active, semaphore.waiting], [0, 0]);
});

test("no more of one origin wait than its share, which is free again when they have had their turn", async () => {
  const semaphore = createSemaphore({ limit: 1, maxWaiting: 10, share: 2 });
  for (let round = 0; round < 2; round++) {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const enter = (origin?: string, isAhead = false) => semaphore.run(() => held, { origin, isAhead });
    const running = [enter("one"), enter("one"), enter("one")];
    await assert.rejects(enter("one"), SemaphoreFull);
    running.push(enter("other"), enter("one", true), enter(), enter(), enter());
    assert.equal(semaphore.waiting, 7);
    release();
    await Promise.all(running);
  }
  assert.deepEqual([semaphore.active, semaphore.waiting], [0, 0]);
});
