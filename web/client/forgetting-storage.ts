// The storage of this browser, which can be emptied once and for all: what comes to be written afterwards is not.
import type { KeyValueStorage } from "./environment.ts";

export type ForgettingStorage = KeyValueStorage & { forget(): Promise<void> };

export function createForgettingStorage(storage: KeyValueStorage): ForgettingStorage {
  let isForgotten = false;
  return {
    get: storage.get,
    delete: storage.delete,
    keys: storage.keys,
    async set(key, value) {
      if (!isForgotten) await storage.set(key, value);
    },
    async forget() {
      isForgotten = true;
      await Promise.all((await storage.keys()).map((key) => storage.delete(key)));
    },
  };
}
