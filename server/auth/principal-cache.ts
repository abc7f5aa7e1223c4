// Principals proven a few seconds ago, so that a busy client does not ask the database with every request. What is ended in
// this process is forgotten at once, and whoever streams to it is told; in others within the time that entries live.

import type { AccountId } from "../base/ids.ts";
import type { Clock } from "../base/clock.ts";
import type { Principal } from "./principal.ts";

const LIFETIME_MS = 5000;
const MAX_ENTRIES = 20_000;

/** A session that ended, or an account of whose proofs some may have. */
export type EndedProof = { accountId: AccountId } | { sessionHash: string };

export interface PrincipalCache {
  /** `key` is a hash of what was shown as proof. */
  get(key: string): Principal | undefined;
  put(key: string, principal: Principal): void;
  /** After the commit of what ended it. */
  forget(which: EndedProof): void;
  /** Calls `listener` with what is forgotten, until the function that it gives is called. */
  onForget(listener: (which: EndedProof) => void): () => void;
}

export function createPrincipalCache({ clock }: { clock: Clock }): PrincipalCache {
  const entries = new Map<string, { principal: Principal; until: number }>();
  const listeners = new Set<(which: EndedProof) => void>();

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry !== undefined && entry.until > clock.now()) return entry.principal;
      entries.delete(key);
      return undefined;
    },
    put(key, principal) {
      entries.delete(key);
      entries.set(key, { principal, until: clock.now() + LIFETIME_MS });
      for (const [oldest, { until }] of entries) {
        if (entries.size <= MAX_ENTRIES && until > clock.now()) break;
        entries.delete(oldest);
      }
    },
    forget(which) {
      for (const [key, { principal }] of entries) {
        const same =
          "accountId" in which ? principal.accountId === which.accountId : principal.sessionHash === which.sessionHash;
        if (same) entries.delete(key);
      }
      for (const listener of listeners) listener(which);
    },
    onForget(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
