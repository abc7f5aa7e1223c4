// What has changed since a state: /changes of RFC 8620 §5.2 for every type, as index scans.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { statesSince, type StateType } from "./mail-account.ts";
import { sql, type Sql } from "./sql.ts";

export interface Changes {
  created: number[];
  updated: number[];
  destroyed: number[];
  /** The state after these changes: an intermediate one when `hasMoreChanges`. */
  newState: number;
  hasMoreChanges: boolean;
  /** Mailboxes: only counts have changed (RFC 8621 §2.2). */
  onlyCounts: boolean;
}

/** Preferences and the VacationResponse are one object each, without /changes. */
export type ChangesType = Exclude<StateType, "preferences" | "vacation" | "delivery">;
/** Threads have no rows: they are what their emails say. */
type RowType = Exclude<ChangesType, "thread">;

const letters = { mailbox: "m", email: "e", identity: "i", submission: "s" } as const;
const tables: Record<RowType, Sql> = {
  mailbox: sql`mailbox`,
  email: sql`email`,
  identity: sql`identity`,
  submission: sql`submission`,
};

interface ChangeRow {
  id: number;
  kind: "c" | "u" | "d";
  at: number;
  isProperty: boolean;
}

/**
 * Undefined when `since` is no state of the account (statesSince), or when one change alone has more than `maxChanges`.
 * An id is in one list at most; oldest change first.
 */
export async function changesOf(
  tx: ReadTx,
  accountId: AccountId,
  type: ChangesType,
  { since, maxChanges }: { since: number; maxChanges: number },
): Promise<Changes | undefined> {
  const states = await statesSince(tx, accountId, { type, since });
  if (states === undefined) return undefined;
  const state = states[type];
  if (since === state) return { ...noChanges, newState: state };
  const range = { since, limit: maxChanges + 1 };
  const rows =
    type === "thread" ? await changedThreads(tx, accountId, range) : await changedRows(tx, accountId, type, range);
  const cut = rows.length > maxChanges ? boundary(rows, maxChanges) : rows.length;
  if (cut === 0 && rows.length > 0) return undefined;
  const taken = rows.slice(0, cut);
  const hasMoreChanges = cut < rows.length;
  const of = (kind: ChangeRow["kind"]) => taken.filter((row) => row.kind === kind).map(({ id }) => id);
  const [created, updated, destroyed] = [of("c"), of("u"), of("d")];
  return {
    created,
    updated,
    destroyed,
    newState: hasMoreChanges ? taken.at(-1)!.at : Math.max(state, taken.at(-1)?.at ?? 0),
    hasMoreChanges,
    onlyCounts: updated.length > 0 && created.length + destroyed.length === 0 && !taken.some((row) => row.isProperty),
  };
}

interface Range {
  since: number;
  limit: number;
}

/** A row that was created and changed since stands where it began: whoever stops in between hears of it first as created. */
async function changedRows(
  tx: ReadTx,
  accountId: AccountId,
  type: RowType,
  { since, limit }: Range,
): Promise<ChangeRow[]> {
  const property = type === "mailbox" ? sql`property_modseq` : sql`modseq`;
  return tx.rows(sql<ChangeRow>`
    select id, case when created_modseq > ${since} then 'c' else 'u' end as kind,
      case when created_modseq > ${since} then created_modseq else modseq end as at, ${property} > ${since} as "isProperty"
    from ${tables[type]} where account_id = ${accountId} and modseq > ${since}
    union all
    select id, 'd', modseq, true from destroyed
    where account_id = ${accountId} and type = ${letters[type]} and modseq > ${since} and created_modseq <= ${since}
    order by at, id limit ${limit}`);
}

/** A thread changes when an email joins or leaves it (RFC 8621 §3.2); it is gone with its last. */
async function changedThreads(tx: ReadTx, accountId: AccountId, { since, limit }: Range): Promise<ChangeRow[]> {
  return tx.rows(sql<ChangeRow>`
    with event as (
      select thread_id, created_modseq as at, false as was_there from email
      where account_id = ${accountId} and modseq > ${since} and created_modseq > ${since}
      union all
      select thread_id, modseq, created_modseq <= ${since} from destroyed
      where account_id = ${accountId} and type = 'e' and modseq > ${since}
      union all
      -- Where a thread began whose first email is gone again: whoever stops in between hears of it first as created.
      select thread_id, created_modseq, false from destroyed
      where account_id = ${accountId} and type = 'e' and modseq > ${since} and created_modseq > ${since}
    ),
    changed as (
      select v.thread_id as id, min(v.at) as first_at, max(v.at) as last_at,
        bool_or(v.was_there) or exists (
          select from email e
          where e.account_id = ${accountId} and e.thread_id = v.thread_id and e.created_modseq <= ${since}
        ) as was_there,
        exists (select from email e where e.account_id = ${accountId} and e.thread_id = v.thread_id) as is_there
      from event v group by v.thread_id
    )
    select id, case when not is_there then 'd' when was_there then 'u' else 'c' end as kind,
      case when was_there then last_at else first_at end as at, true as "isProperty"
    from changed where is_there or was_there order by at, id limit ${limit}`);
}

const noChanges = { created: [], updated: [], destroyed: [], hasMoreChanges: false, onlyCounts: false };

/** The greatest number of rows up to `most` after which another change begins. */
function boundary(rows: readonly ChangeRow[], most: number): number {
  let cut = most;
  while (cut > 0 && rows[cut - 1]!.at === rows[cut]!.at) cut--;
  return cut;
}
