// A database that ends although nobody stopped it (killed for want of memory, no room on its disk) is started again beside the
// running server, which meanwhile asks everybody to come again.

import { setTimeout as sleep } from "node:timers/promises";

import type { Log } from "../../base/log.ts";
import type { Postmaster } from "./postmaster.ts";

/** Before one attempt and the next; the last is for all that follow. */
const pausesMs = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** What has run so long does not fail again and again. */
const steadyMs = 60_000;

export interface KeptPostmaster {
  /** Stops it for good. */
  stop(): Promise<void>;
}

export function keepRunning(
  first: Postmaster,
  { again, log }: { again: () => Promise<Postmaster>; log: Log },
): KeptPostmaster {
  const stopping = new AbortController();
  let attempts = 0;
  let current: Postmaster | undefined = first;
  const watched = watch();

  async function watch(): Promise<void> {
    while (current) {
      const beganAt = performance.now();
      const status = await current.exited;
      current = undefined;
      if (stopping.signal.aborted) return;
      log.error({ status: status ?? "signal" }, "the embedded database ended by itself; it is started again");
      if (performance.now() - beganAt > steadyMs) attempts = 0;
      current = await startAgain();
    }
  }

  async function startAgain(): Promise<Postmaster | undefined> {
    for (;;) {
      const pauseMs = pausesMs[Math.min(attempts, pausesMs.length - 1)];
      attempts += 1;
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return undefined;
      try {
        const started = await again();
        if (!stopping.signal.aborted) return started;
        await started.stop();
      } catch (error) {
        log.error({ err: error }, "the embedded database cannot be started yet");
      }
    }
  }

  return {
    async stop() {
      stopping.abort();
      await current?.stop();
      await watched;
    },
  };
}
