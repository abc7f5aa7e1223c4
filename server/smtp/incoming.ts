// Octets of a socket, asked for one chunk at a time: nothing is read ahead of who needs it, so a peer that sends faster than
// we work is held back by TCP.

import type { Socket } from "node:net";

export interface Incoming {
  /**
   * The next octets; undefined when the peer has ended. "timeout" after `timeoutMs`, "interrupted" as soon as `signal`
   * is aborted; either leaves what comes later for the next call. Rejects when the connection breaks.
   */
  read(timeoutMs: number, signal?: AbortSignal): Promise<Buffer | "timeout" | "interrupted" | undefined>;
  /** Stops using the socket: it can be handed on, to TLS. */
  release(): void;
}

export function createIncoming(socket: Socket): Incoming {
  let isEnded = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const events: [string, (error?: Error) => void][] = [
    ["readable", () => wake?.()],
    ["end", () => finish()],
    ["close", () => finish()],
    [
      "error",
      (error) => {
        failure = error;
        wake?.();
      },
    ],
  ];
  function finish(): void {
    isEnded = true;
    wake?.();
  }
  for (const [name, listener] of events) socket.on(name, listener);

  return {
    async read(timeoutMs, signal) {
      const timer = setTimeout(() => wake?.(), timeoutMs);
      const until = performance.now() + timeoutMs - 1;
      const interrupt = (): void => wake?.();
      signal?.addEventListener("abort", interrupt);
      try {
        for (;;) {
          if (failure) throw failure;
          const chunk = socket.read() as Buffer | null;
          if (chunk !== null) return chunk;
          if (isEnded) return undefined;
          if (signal?.aborted) return "interrupted";
          if (performance.now() >= until) return "timeout";
          await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
        }
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", interrupt);
      }
    },
    release() {
      for (const [name, listener] of events) socket.off(name, listener);
    },
  };
}
