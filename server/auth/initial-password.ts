// The password that the desk hands out: good for one sign-in, which replaces it.

import type { AccountId, RandomSource } from "../base/ids.ts";
import { createReadableCode } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { putPassword } from "../store/passwords.ts";
import type { PasswordHasher } from "./password-hash.ts";

const GROUPS = 4;

/** A fresh one, readable aloud and from paper. */
export function createInitialPassword(random: RandomSource): string {
  return createReadableCode(random, GROUPS);
}

export async function setPassword(
  tx: WriteTx,
  accountId: AccountId,
  password: { hash: Awaited<ReturnType<PasswordHasher["hash"]>>; mustChange: boolean; now: Date; expiresAt?: Date },
): Promise<void> {
  const { hash, mustChange, now, expiresAt } = password;
  await putPassword(tx, accountId, { hash, mustChange, changedAt: now, expiresAt });
}
