// Brings what is kept per mailbox and thread in line with the emails of some threads, after a change of any kind. Delivery,
// which only adds, does the same by what it adds (place-emails.ts); `checkCounts` proves both.
import type { AccountId, ThreadId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import type { AccountChange } from "./mail-account.ts";
import { sql, unprepared, type Sql } from "./sql.ts";

/** RFC 8621 §2: an email is unread without $seen and $draft; what is only in the trash makes a thread unread only there. */
function threadRows(accountId: AccountId, among: Sql): Sql {
  return sql`
    select p.mailbox_id, e.thread_id, count(*)::int as emails,
      count(*) filter (where not e.keywords && '{$seen,$draft}')::int as unread_emails,
      max(e.received_at) as newest_at,
      (array_agg(e.id order by e.received_at desc, e.id desc))[1] as newest_email_id,
      case when p.mailbox_id = t.id then bool_or(not e.keywords && '{$seen,$draft}')
        else bool_or(u.is_unread) end as unread
    from email e
    cross join unnest(e.mailbox_ids) as p(mailbox_id)
    left join mailbox t on t.account_id = e.account_id and t.role = 'trash'
    cross join lateral (
      select coalesce(bool_or(not o.keywords && '{$seen,$draft}'
        and (t.id is null or o.mailbox_ids <> array[t.id])), false) as is_unread
      from email o where o.account_id = e.account_id and o.thread_id = e.thread_id
    ) u
    where e.account_id = ${accountId} and ${among}
    group by p.mailbox_id, e.thread_id, t.id`;
}

/** Recounts the threads, changes their rows and their mailboxes' counts. Says whether any count has changed. */
export async function recountThreads(
  tx: WriteTx,
  change: AccountChange,
  threadIds: readonly ThreadId[],
): Promise<boolean> {
  if (threadIds.length === 0) return false;
  const changed = await tx.run(sql`
    with old as materialized (
      select * from mailbox_thread where account_id = ${change.accountId} and thread_id = any(${threadIds}::int[])
    ),
    new as materialized (
      ${threadRows(change.accountId, sql`e.thread_id = any(${threadIds}::int[])`)}
    ),
    gone as (
      delete from mailbox_thread mt using old o
      where mt.account_id = o.account_id and mt.thread_id = o.thread_id and mt.mailbox_id = o.mailbox_id
        and not exists (select from new n where n.thread_id = o.thread_id and n.mailbox_id = o.mailbox_id)
    ),
    changed as (
      update mailbox_thread mt set newest_email_id = n.newest_email_id, newest_at = n.newest_at, emails = n.emails,
        unread_emails = n.unread_emails, unread = n.unread
      from new n
      where mt.account_id = ${change.accountId} and mt.thread_id = n.thread_id and mt.mailbox_id = n.mailbox_id
        and (mt.newest_email_id, mt.newest_at, mt.emails, mt.unread_emails, mt.unread)
          is distinct from (n.newest_email_id, n.newest_at, n.emails, n.unread_emails, n.unread)
    ),
    added as (
      insert into mailbox_thread
        (account_id, mailbox_id, thread_id, newest_email_id, newest_at, emails, unread_emails, unread)
      select ${change.accountId}, mailbox_id, thread_id, newest_email_id, newest_at, emails, unread_emails, unread
      from new n where not exists (select from old o where o.thread_id = n.thread_id and o.mailbox_id = n.mailbox_id)
    ),
    delta as (
      select mailbox_id, sum(emails)::int as emails, sum(unread_emails)::int as unread_emails, sum(threads)::int as threads,
        sum(unread_threads)::int as unread_threads
      from (
        select mailbox_id, emails, unread_emails, 1 as threads, unread::int as unread_threads from new
        union all
        select mailbox_id, -emails, -unread_emails, -1, -unread::int from old
      ) d
      group by mailbox_id
    )
    update mailbox m set
      total_emails = m.total_emails + d.emails, unread_emails = m.unread_emails + d.unread_emails,
      total_threads = m.total_threads + d.threads, unread_threads = m.unread_threads + d.unread_threads,
      modseq = ${change.modseq}
    from delta d
    where m.account_id = ${change.accountId} and m.id = d.mailbox_id
      and (d.emails, d.unread_emails, d.threads, d.unread_threads) <> (0, 0, 0, 0)`);
  return changed > 0;
}

/** What is kept and not so when counted anew, in words; empty when all is well. For tests. */
export async function checkCounts(tx: ReadTx, accountId: AccountId): Promise<string[]> {
  const rows = await tx.rows(
    unprepared(sql<{ problem: string }>`
      with truth as (${threadRows(accountId, sql`true`)}),
      kept as (select * from mailbox_thread where account_id = ${accountId}),
      sums as (
        select mailbox_id, sum(emails) as emails, sum(unread_emails) as unread_emails, count(*) as threads,
          count(*) filter (where unread) as unread_threads
        from truth group by mailbox_id
      )
      select format('mailbox %s thread %s: kept %s, is %s', coalesce(t.mailbox_id, k.mailbox_id),
        coalesce(t.thread_id, k.thread_id),
        row(k.newest_email_id, k.newest_at, k.emails, k.unread_emails, k.unread),
        row(t.newest_email_id, t.newest_at, t.emails, t.unread_emails, t.unread)) as problem
      from truth t full join kept k on k.mailbox_id = t.mailbox_id and k.thread_id = t.thread_id
      where (k.newest_email_id, k.newest_at, k.emails, k.unread_emails, k.unread)
        is distinct from (t.newest_email_id, t.newest_at, t.emails, t.unread_emails, t.unread)
      union all
      select format('counts of mailbox %s: kept %s, are %s', m.id,
        row(m.total_emails, m.unread_emails, m.total_threads, m.unread_threads),
        row(s.emails, s.unread_emails, s.threads, s.unread_threads))
      from mailbox m left join sums s on s.mailbox_id = m.id
      where m.account_id = ${accountId} and (m.total_emails, m.unread_emails, m.total_threads, m.unread_threads)
        is distinct from (coalesce(s.emails, 0), coalesce(s.unread_emails, 0), coalesce(s.threads, 0),
          coalesce(s.unread_threads, 0))
      union all
      select format('places of email %s: listed %s, is in %s', e.id, l.mailbox_ids, e.mailbox_ids)
      from email e left join lateral (
        select array_agg(mailbox_id order by mailbox_id) as mailbox_ids from mailbox_email
        where account_id = e.account_id and email_id = e.id and received_at = e.received_at
      ) l on true
      where e.account_id = ${accountId} and l.mailbox_ids is distinct from e.mailbox_ids
      union all
      select format('email %s is listed and gone', l.email_id) from mailbox_email l
      where l.account_id = ${accountId}
        and not exists (select from email e where e.account_id = l.account_id and e.id = l.email_id)
      union all
      select format('account: kept %s, is %s', row(a.email_count, a.used_bytes), row(s.emails, s.bytes))
      from mail_account a, (
        select count(*) as emails, coalesce(sum(size), 0) as bytes from email where account_id = ${accountId}
      ) s
      where a.account_id = ${accountId} and (a.email_count, a.used_bytes) is distinct from (s.emails, s.bytes)`),
  );
  return rows.map(({ problem }) => problem);
}
