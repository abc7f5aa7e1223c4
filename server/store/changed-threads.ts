// Which emails a change may have put elsewhere in a list: all of the threads that it touched, where conditions or
// the collapsing of threads look at whole threads.
import type { AccountId, EmailId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface ChangedEmails {
  /** Those that were there before, changed since or in a thread that was. */
  present: EmailId[];
  created: EmailId[];
  destroyed: EmailId[];
}

/**
 * With "threads" every email of the threads in which one has changed, with "emails" those that have changed themselves, with
 * "arrivals" only those that have come or gone. Undefined when there are more than `limit`.
 */
export async function changedEmails(
  tx: ReadTx,
  accountId: AccountId,
  { since, reach, limit }: { since: number; reach: "threads" | "emails" | "arrivals"; limit: number },
): Promise<ChangedEmails | undefined> {
  // How many are newer than a number is guessed badly, for each account has its own numbers: the order and the limit lead to
  // the index by them all the same, and LATERAL with `offset 0` from there to the threads.
  const isArrival = reach === "arrivals" ? sql`created_modseq > ${since}` : sql`true`;
  const changed = sql`select * from email where account_id = ${accountId} and modseq > ${since} and ${isArrival}
    order by modseq limit ${limit + 1}`;
  const emails =
    reach === "threads"
      ? sql`(
        select thread_id from (${changed}) c
        union
        select thread_id from destroyed where account_id = ${accountId} and type = 'e' and modseq > ${since}
      ) t
      cross join lateral (
        select * from email where account_id = ${accountId} and thread_id = t.thread_id offset 0
      ) e`
      : sql`(${changed}) e`;
  const rows = await tx.rows(sql<{ id: EmailId; kind: keyof ChangedEmails }>`
    select e.id, case when e.created_modseq > ${since} then 'created' else 'present' end as kind
    from ${emails}
    union all
    select id, 'destroyed' from destroyed
    where account_id = ${accountId} and type = 'e' and modseq > ${since} and created_modseq <= ${since}
    limit ${limit + 1}`);
  if (rows.length > limit) return undefined;
  const of = (kind: keyof ChangedEmails) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
  return { present: of("present"), created: of("created"), destroyed: of("destroyed") };
}
