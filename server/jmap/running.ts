// How much of something an account has under way at once; what is over the limit is refused, not queued.
import type { AccountId } from "../base/ids.ts";

export interface Running {
  /** False when there are `limit` already; otherwise call `leave` once, later. */
  enter(accountId: AccountId): boolean;
  leave(accountId: AccountId): void;
}

export function createRunning(limit: number): Running {
  const counts = new Map<AccountId, number>();
  return {
    enter(accountId) {
      const count = counts.get(accountId) ?? 0;
      if (count >= limit) return false;
      counts.set(accountId, count + 1);
      return true;
    },
    leave(accountId) {
      const count = (counts.get(accountId) ?? 1) - 1;
      if (count > 0) counts.set(accountId, count);
      else counts.delete(accountId);
    },
  };
}
