// How a person likes the interface, as one JSON object an account. What may be in it is decided by who writes it.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** Undefined until the person has chosen something. */
export async function findPreferences(tx: ReadTx, accountId: AccountId): Promise<Record<string, unknown> | undefined> {
  const row = await tx.row(
    sql<{ value: Record<string, unknown> }>`select value from preference where account_id = ${accountId}`,
  );
  return row?.value;
}

/** Replaces the whole. */
export async function savePreferences(tx: WriteTx, accountId: AccountId, value: object): Promise<void> {
  await tx.run(sql`
    insert into preference (account_id, value) values (${accountId}, ${JSON.stringify(value)}::jsonb)
    on conflict (account_id) do update set value = excluded.value`);
}
