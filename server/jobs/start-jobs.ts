// What is done again and again without anybody asking. Each job may run in several processes at once and may be cut off at any
// moment: it takes up its work at the next turn.

import type { RandomSource } from "../base/ids.ts";
import type { Log } from "../base/log.ts";

export interface Job {
  name: string;
  everyMs: number;
  /** What it resolves to is logged. Should stop soon after `signal` is aborted. */
  run(signal: AbortSignal): Promise<Readonly<Record<string, number>>>;
}

/** The first turn of each comes within a minute, not at once: a start is busy enough. */
const FIRST_WITHIN_MS = 60_000;

export function startJobs(options: { jobs: readonly Job[]; random: RandomSource; log: Log }): AsyncDisposable {
  const { jobs, random, log } = options;
  const ending = new AbortController();
  const timers = new Map<Job, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  function schedule(job: Job, delayMs: number): void {
    const timer = setTimeout(() => {
      const turn = runOnce(job).finally(() => {
        running.delete(turn);
        if (!ending.signal.aborted) schedule(job, job.everyMs);
      });
      running.add(turn);
    }, delayMs);
    timer.unref();
    timers.set(job, timer);
  }

  async function runOnce(job: Job): Promise<void> {
    try {
      const done = await job.run(ending.signal);
      if (Object.values(done).some((count) => count > 0)) log.info({ job: job.name, ...done }, "job done");
    } catch (error) {
      log.error({ err: error, job: job.name }, "a job failed; it is tried again at its next turn");
    }
  }

  for (const job of jobs) {
    const [byte = 0] = random(1);
    schedule(job, Math.min(job.everyMs, (byte / 256) * FIRST_WITHIN_MS));
  }
  return {
    async [Symbol.asyncDispose]() {
      ending.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
