// A token bucket per key, with bounded memory: a key whose bucket is full again is forgotten, and when there are too
// many keys the one that was used longest ago goes first.

import type { Clock } from "./clock.ts";

export interface RateLimit {
  /** Takes `count` tokens when there are that many, and says whether there were. */
  take(key: string, count?: number): boolean;
  /** Gives back what was taken for something that turned out not to count. */
  give(key: string, count?: number): void;
  /** Milliseconds until `count` tokens will be there; 0 when they are. */
  waitMs(key: string, count?: number): number;
}

export function createRateLimit(options: {
  /** The most that can be taken at once. */
  capacity: number;
  refillPerSecond: number;
  maxKeys?: number;
  clock: Clock;
}): RateLimit {
  const { capacity, refillPerSecond, maxKeys = 100_000, clock } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();

  function tokensOf(key: string): number {
    const bucket = buckets.get(key);
    if (!bucket) return capacity;
    // A clock that steps back refills nothing.
    const elapsedMs = Math.max(0, clock.now() - bucket.at);
    return Math.min(capacity, bucket.tokens + (elapsedMs / 1000) * refillPerSecond);
  }

  function put(key: string, tokens: number): void {
    buckets.delete(key);
    buckets.set(key, { tokens, at: clock.now() });
    for (const oldest of buckets.keys()) {
      if (buckets.size <= maxKeys && tokensOf(oldest) < capacity) break;
      buckets.delete(oldest);
    }
  }

  return {
    take(key, count = 1) {
      const tokens = tokensOf(key);
      const enough = tokens >= count;
      if (count > 0) put(key, enough ? tokens - count : tokens);
      return enough;
    },
    give: (key, count = 1) => put(key, Math.min(capacity, tokensOf(key) + count)),
    waitMs: (key, count = 1) => Math.ceil((Math.max(0, count - tokensOf(key)) / refillPerSecond) * 1000),
  };
}
