// Passwords at next to no cost, for tests that are about something else: what a real one costs is tested where it is made.

import { createPasswordHasher, type PasswordHasher } from "../../server/auth/password-hash.ts";
import type { Clock } from "../../server/base/clock.ts";
import { systemRandom } from "../../server/base/ids.ts";
import type { Semaphore } from "../../server/base/semaphore.ts";

export function createQuickHasher(options: { clock?: Clock; turns?: Semaphore } = {}): PasswordHasher {
  return createPasswordHasher({ ...options, random: systemRandom, cost: { memory: 64, passes: 1, parallelism: 1 } });
}

export function quickHash(password: string): Promise<string> {
  return createQuickHasher().hash(password);
}
