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
  const among = wholeThreads
    ? sql`e.thread_id in (
        select thread_id from email where account_id = ${accountId} and modseq > ${since}
        union
        select thread_id from destroyed where account_id = ${accountId} and type = 'e' and modseq > ${since})`
    : sql`e.modseq > ${since}`;
  const rows = await tx.rows(sql<{ id: EmailId; kind: keyof ChangedEmails }>`
    select e.id, case when e.created_modseq > ${since} then 'created' else 'present' end as kind
    from email e where e.account_id = ${accountId} and ${among}
    union all
    select id, 'destroyed' from destroyed
    where account_id = ${accountId} and type = 'e' and modseq > ${since} and created_modseq <= ${since}
    limit ${limit + 1}`);
  if (rows.length > limit) return undefined;
  const of = (kind: keyof ChangedEmails) => rows.filter((row) => row.kind === kind).map(({ id }) => id);
  return { present: of("present"), created: of("created"), destroyed: of("destroyed") };
}
