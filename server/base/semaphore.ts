// At most so many at once; the others wait in the order in which they came, up to a bound.

export interface Semaphore {
  /** Runs `work` when there is room. Rejects at once with SemaphoreFull when too many already wait. */
  run<T>(work: () => Promise<T>): Promise<T>;
  readonly active: number;
  readonly waiting: number;
}

export class SemaphoreFull extends Error {
  override readonly name = "SemaphoreFull";
}

export function createSemaphore(options: { limit: number; maxWaiting?: number }): Semaphore {
  const { limit, maxWaiting = Number.POSITIVE_INFINITY } = options;
  const queue: (() => void)[] = [];
  let active = 0;

  return {
    async run(work) {
      if (active >= limit) {
        if (queue.length >= maxWaiting) throw new SemaphoreFull(`${queue.length} are waiting already`);
        // The one that leaves hands its place over, so `active` does not change here.
        await new Promise<void>((resolve) => queue.push(resolve));
      } else {
        active += 1;
      }
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else active -= 1;
      }
    },
    get active() {
      return active;
    },
    get waiting() {
      return queue.length;
    },
  };
}
