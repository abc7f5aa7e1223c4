// A copy of a running PostgreSQL's files that is as good as the database at its end: the low-level base backup of PostgreSQL's
// manual (chapter "Continuous Archiving"). Files may change while they are copied; the log written meanwhile mends them.

import type { Database } from "./database.ts";
import { sql } from "./sql.ts";

export interface BaseBackupSteps {
  /** Everything of the cluster but its log and what belongs to the running process. */
  copyFiles(): Promise<void>;
  /** The label goes into the copy, then the whole log (pg_wal) is copied. */
  finish(label: string): Promise<void>;
}

/** The log that the copy needs is kept until the end by a slot that goes with this connection, also when we are killed. */
export async function withBaseBackup(db: Database, steps: BaseBackupSteps): Promise<void> {
  await db.read(async (tx) => {
    const slot = `surel_backup_${process.pid}`;
    await tx.row(sql`select pg_create_physical_replication_slot(${slot}, true, true)`);
    try {
      await tx.row(sql`select pg_backup_start('surel', true)`);
      await steps.copyFiles();
      const stopped = await tx.row(sql<{ label: string }>`select labelfile as label from pg_backup_stop(false)`);
      if (!stopped) throw new Error("the end of the backup gave no label");
      await steps.finish(stopped.label);
    } finally {
      await tx.row(sql`select pg_drop_replication_slot(${slot})`);
    }
  });
}
