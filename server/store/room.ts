// How much more mail accounts have room for.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Bytes left below the quota, possibly negative; an account that keeps no mail is absent. */
export async function roomOf(tx: ReadTx, accountIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
  const rows = await tx.rows(sql<{ id: AccountId; room: number }>`
    select account_id as id, quota_bytes - used_bytes as room from mail_account where account_id = any(${accountIds}::int[])`);
  return new Map(rows.map(({ id, room }) => [id, room]));
}
