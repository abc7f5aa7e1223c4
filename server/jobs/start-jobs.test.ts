import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { createLog } from "../base/log.ts";
import { startJobs } from "./start-jobs.ts";

const soon = (size: number) => new Uint8Array(size);

test("a job is done again and again, also after it failed, and never twice at once", async () => {
  let turns = 0;
  let atOnce = 0;
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line: string) => void lines.push(line) } });
  const job = {
    name: "try",
    everyMs: 5,
    async run() {
      atOnce += 1;
      assert.equal(atOnce, 1);
      turns += 1;
      await sleep(10);
      atOnce -= 1;
      if (turns === 1) throw new Error("not now");
      return { done: turns };
    },
  };
  const jobs = startJobs({ jobs: [job], random: soon, log });
  while (turns < 3) await sleep(5);
  await jobs[Symbol.asyncDispose]();
  const turnsAtEnd = turns;
  await sleep(30);
  assert.equal(turns, turnsAtEnd, "nothing begins after the end");
  assert.ok(lines.some((line) => line.includes("not now") && line.includes('"job":"try"')));
  assert.ok(lines.some((line) => line.includes('"done":2')));
});

test("the end waits for the job that runs, and tells it", async () => {
  let told = false;
  let running = false;
  const job = {
    name: "long",
    everyMs: 1,
    async run(signal: AbortSignal) {
      running = true;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      await sleep(5);
      told = true;
      return {};
    },
  };
  const jobs = startJobs({ jobs: [job], random: soon, log: createLog({ level: "silent" }) });
  while (!running) await sleep(2);
  await jobs[Symbol.asyncDispose]();
  assert.ok(told);
});
