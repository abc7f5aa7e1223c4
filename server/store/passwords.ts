// The hash of each person's password.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Password {
  /** PHC string, argon2id. */
  hash: string;
  mustChange: boolean;
  changedAt: Date;
  /** Of one that the desk gave out: from then on it opens nothing. */
  expiresAt: Date | null;
}

/** `expiresAt` absent: never. */
export type NewPassword = Omit<Password, "expiresAt"> & { expiresAt?: Date };

export function findPassword(tx: ReadTx, accountId: AccountId): Promise<Password | undefined> {
  return tx.row(sql<Password>`
    select hash, must_change as "mustChange", changed_at as "changedAt", usable_until as "expiresAt"
    from password where account_id = ${accountId}`);
}

export async function putPassword(tx: WriteTx, accountId: AccountId, password: NewPassword): Promise<void> {
  const { hash, mustChange, changedAt, expiresAt } = password;
  await tx.run(sql`
    insert into password (account_id, hash, must_change, changed_at, usable_until)
    values (${accountId}, ${hash}, ${mustChange}, ${changedAt}, ${expiresAt ?? null})
    on conflict (account_id) do update set hash = excluded.hash, must_change = excluded.must_change,
      changed_at = excluded.changed_at, usable_until = excluded.usable_until`);
}

/** Replaces exactly the password that was proven; false when somebody changed it meanwhile. */
export async function replacePassword(
  tx: WriteTx,
  accountId: AccountId,
  proven: { hash: string },
  next: NewPassword,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update password set hash = ${next.hash}, must_change = ${next.mustChange}, changed_at = ${next.changedAt},
      usable_until = ${next.expiresAt ?? null}
    where account_id = ${accountId} and hash = ${proven.hash}`);
  return changed === 1;
}
