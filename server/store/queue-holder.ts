// Whether the process that claimed a part of the queue still lives. Each process has a number of its own and keeps the advisory
// lock of that number on a connection of its own; PostgreSQL lets the lock go when the process dies, however it dies.

import type { RandomSource } from "../base/ids.ts";
import type { Database, ReadTx, WriteTx } from "./database.ts";
import type { Leadership } from "./lead.ts";
import { sql } from "./sql.ts";

export type HolderId = number & { readonly holder: unique symbol };

/** The upper half of the number of each lock: advisory locks of other kinds have another. */
const lockClass = 0x5155;

export function newHolderId(random: RandomSource): HolderId {
  return (lockClass * 2 ** 32 + Buffer.from(random(4)).readUInt32BE()) as HolderId;
}

/** Lives from now on, and when its connection was lost again from `begin` on. */
export function keepHolder(db: Database, holder: HolderId, { begin, end }: { begin(): void; end(): void }): Leadership {
  return db.lead(holder, { begin, end, wake: () => undefined });
}

/** Who has claimed something and does not live. */
export async function findGoneHolders(tx: ReadTx): Promise<HolderId[]> {
  const rows = await tx.rows(sql<{ holder: HolderId }>`
    select distinct holder from queue_recipient where status = 'sending' and holder is not null
    except
    select classid::bigint << 32 | objid::bigint from pg_locks
    where locktype = 'advisory' and classid::bigint = ${lockClass} and objsubid = 1 and granted
      and database = (select oid from pg_database where datname = current_database())`);
  return rows.map(({ holder }) => holder);
}

/** What they had claimed is due. */
export async function takeFromHolders(tx: WriteTx, holders: readonly HolderId[], now: Date): Promise<number> {
  return tx.run(sql`
    update queue_recipient set status = case when attempts = 0 then 'queued' else 'deferred' end, next_attempt_at = ${now}
    where status = 'sending' and holder = any(${holders}::bigint[])`);
}
