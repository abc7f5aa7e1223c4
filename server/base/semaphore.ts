// At most so many at once. The others wait in two queues, those ahead and then the rest, each in the order in which they came.
// Both queues are bounded, and so is how many of one origin wait in each.

export interface Semaphore {
  /** Runs `work` when there is room. Rejects at once with SemaphoreFull when too many already wait. */
  run<T>(work: () => Promise<T>, turn?: Turn): Promise<T>;
  readonly active: number;
  readonly waiting: number;
}

export interface Turn {
  /** Before all that are not. */
  isAhead?: boolean;
  /** Whose it is: no more of one origin wait than its share. */
  origin?: string;
}

export class SemaphoreFull extends Error {
  override readonly name = "SemaphoreFull";
}

/** `maxWaiting` and `share` hold for each of the two queues. */
export function createSemaphore(options: { limit: number; maxWaiting?: number; share?: number }): Semaphore {
  const { limit, maxWaiting = Number.POSITIVE_INFINITY, share = Number.POSITIVE_INFINITY } = options;
  const [ahead, rest] = [createQueue(maxWaiting, share), createQueue(maxWaiting, share)];
  let active = 0;

  return {
    async run(work, { isAhead = false, origin } = {}) {
      if (active >= limit) {
        // The one that leaves hands its place over, so `active` does not change here.
        await (isAhead ? ahead : rest).wait(origin);
      } else {
        active += 1;
      }
      try {
        return await work();
      } finally {
        if (!ahead.callNext() && !rest.callNext()) active -= 1;
      }
    },
    get active() {
      return active;
    },
    get waiting() {
      return ahead.length + rest.length;
    },
  };
}

interface Queue {
  readonly length: number;
  wait(origin: string | undefined): Promise<void>;
  /** False when nobody waits. */
  callNext(): boolean;
}

function createQueue(maxWaiting: number, share: number): Queue {
  const places: { origin: string | undefined; call: () => void }[] = [];
  const counts = new Map<string, number>();

  function count(origin: string | undefined, change: 1 | -1): void {
    if (origin === undefined) return;
    const next = (counts.get(origin) ?? 0) + change;
    if (next === 0) counts.delete(origin);
    else counts.set(origin, next);
  }

  return {
    get length() {
      return places.length;
    },
    async wait(origin) {
      if (places.length >= maxWaiting) throw new SemaphoreFull(`${places.length} are waiting already`);
      if (origin !== undefined && (counts.get(origin) ?? 0) >= share) {
        throw new SemaphoreFull(`${share} of one origin are waiting already`);
      }
      count(origin, 1);
      await new Promise<void>((call) => places.push({ origin, call }));
    },
    callNext() {
      const next = places.shift();
      if (!next) return false;
      count(next.origin, -1);
      next.call();
      return true;
    },
  };
}
