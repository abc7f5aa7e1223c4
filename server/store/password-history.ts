// Hashes of the passwords that each person had before.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** The newest first, without the present one; PHC strings. */
export async function listPasswordHistory(tx: ReadTx, accountId: AccountId, count: number): Promise<string[]> {
  const rows = await tx.rows(sql<{ hash: string }>`
    select hash from password_history where account_id = ${accountId} order by id desc limit ${count}`);
  return rows.map(({ hash }) => hash);
}

/** Keeps the hash of a password that is being replaced, and `count` hashes in all. */
export async function rememberPassword(
  tx: WriteTx,
  accountId: AccountId,
  replaced: { hash: string; at: Date; count: number },
): Promise<void> {
  await tx.run(sql`
    insert into password_history (account_id, hash, replaced_at) values (${accountId}, ${replaced.hash}, ${replaced.at})`);
  await tx.run(sql`
    delete from password_history where account_id = ${accountId} and id not in (
      select id from password_history where account_id = ${accountId} order by id desc limit ${replaced.count})`);
}
