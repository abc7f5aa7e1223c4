// Timers that run when a test says so. Between them everything that is pending in promises is let through, so that a test reads
// as a sequence of moments.
import { setImmediate } from "node:timers/promises";

export type ManualTimers = {
  timers: { setTimeout(callback: () => void, delayMs: number): unknown; clearTimeout(timer: unknown): void };
  now(): number;
  /** Moves the time on, running what becomes due in order. 0 runs what is due now, and what that makes due. */
  advance(ms?: number): Promise<void>;
};

export function createManualTimers(startMs = Date.parse("2026-11-23T07:30:00Z")): ManualTimers {
  let nowMs = startMs;
  let next = 1;
  const waiting = new Map<number, { atMs: number; callback: () => void }>();
  const settle = async () => {
    for (let round = 0; round < 3; round++) await setImmediate();
  };
  return {
    timers: {
      setTimeout(callback, delayMs) {
        waiting.set(next, { atMs: nowMs + delayMs, callback });
        return next++;
      },
      clearTimeout: (timer) => void waiting.delete(timer as number),
    },
    now: () => nowMs,
    async advance(ms = 0) {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const due = [...waiting].filter(([, { atMs }]) => atMs <= untilMs).toSorted((a, b) => a[1].atMs - b[1].atMs)[0];
        if (!due) break;
        waiting.delete(due[0]);
        nowMs = Math.max(nowMs, due[1].atMs);
        due[1].callback();
        await settle();
      }
      nowMs = untilMs;
    },
  };
}
