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

/** `wholeThreads` false: only those that have changed themselves. Undefined when there are more than `limit`. */
export async function changedEmails(
  tx: ReadTx,
  accountId: AccountId,
  { since, wholeThreads, limit }: { since: number; wholeThreads: boolean; limit: number },
): Promise<ChangedEmails | undefined> {
  // How many are newer than a number is guessed badly, for each account has its own numbers: the order and the limit lead to
  // the index by them all the same, and LATERAL with `offset 0` from there to the threads.
  const changed = sql`select * from email where account_id = ${accountId} and modseq > ${since}
    order by modseq limit ${limit + 1}`;
  const emails = wholeThreads
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
