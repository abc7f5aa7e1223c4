// Which window of this browser writes which draft. The browser itself gives a lock back when its window is closed or killed.
import type { Locks } from "../environment.ts";

export type DraftLocks = {
  /** False when another window has it. Taking again what one has is fine. */
  take(draftKey: string): Promise<boolean>;
  release(draftKey: string): void;
  /** The keys that any window has; undefined where the browser does not tell. */
  held(): Promise<ReadonlySet<string> | undefined>;
};

const prefix = "surel-draft/";

export function createDraftLocks(locks: Locks | undefined): DraftLocks {
  const own = new Map<string, () => void>();
  return {
    async take(draftKey) {
      if (!locks || own.has(draftKey)) return true;
      return new Promise((resolve) => {
        void locks.request(prefix + draftKey, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          if (lock === null) return undefined;
          return new Promise<void>((release) => own.set(draftKey, release));
        });
      });
    },
    release(draftKey) {
      own.get(draftKey)?.();
      own.delete(draftKey);
    },
    async held() {
      const held = (await locks?.query())?.held;
      return held && new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? name.slice(prefix.length) : [])));
    },
  };
}
