// The orderly end: what was opened last is closed first, each step waits for the one before, all within one time limit. Listeners
// are one step: each waits for its own peers only.

import { SHUTDOWN_TIMEOUT_MS } from "./limits.ts";
import type { Log } from "./log.ts";

export interface Shutdown {
  /** Registers what must be closed; the closers run in the reverse order of registration. */
  add(name: string, close: () => Promise<void> | void): void;
  /**
   * Closes everything, once; later calls wait for the same end. A closer that fails is logged and does not stop the
   * others. Resolves to false when something failed or the time limit passed.
   */
  run(): Promise<boolean>;
}

export function createShutdown(options: { log: Log; timeoutMs?: number }): Shutdown {
  const { log, timeoutMs = SHUTDOWN_TIMEOUT_MS } = options;
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let ending: Promise<boolean> | undefined;

  async function closeAll(): Promise<boolean> {
    let clean = true;
    for (let closer = closers.pop(); closer; closer = closers.pop()) {
      try {
        await closer.close();
      } catch (error) {
        clean = false;
        log.error({ err: error, part: closer.name }, "could not be closed");
      }
    }
    return clean;
  }

  async function closeAllInTime(): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => {
      log.error({ timeoutMs, waitingBefore: closers.map((closer) => closer.name) }, "did not close in time");
      resolve(false);
    }, timeoutMs);
    const clean = await Promise.race([closeAll(), late]);
    clearTimeout(timer);
    return clean;
  }

  return {
    add: (name, close) => void closers.push({ name, close }),
    run: () => (ending ??= closeAllInTime()),
  };
}

/** Parts that are closed together, at the same time; a failure of one is told when all have ended. */
export function createParts(): AsyncDisposable & { add<T extends AsyncDisposable>(part: T): T } {
  const parts: AsyncDisposable[] = [];
  return {
    add(part) {
      parts.push(part);
      return part;
    },
    async [Symbol.asyncDispose]() {
      const closing = await Promise.allSettled(parts.map((part) => part[Symbol.asyncDispose]()));
      const failures = closing.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
      if (failures.length > 0) throw new AggregateError(failures, "not every part could be closed");
    },
  };
}
