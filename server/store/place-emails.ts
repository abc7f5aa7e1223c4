// The one statement that puts a message into any number of accounts, whose rows are locked already (allotEmails): blob, journal
// entry, emails, threads and counts. It only adds, so what is kept is changed by what is new and nothing is counted.
import type { AccountId, BlobHash, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import { bytesOf } from "./blobs.ts";
import type { WriteTx } from "./database.ts";
import type { MailboxRole } from "./mail-types.ts";
import { sql } from "./sql.ts";

export interface EmailPlace {
  accountId: AccountId;
  emailId: number;
  modseq: number;
  mailbox: MailboxRole | MailboxId;
  keywords: readonly string[];
}

/** The columns that are the same for everybody. */
export interface EmailContent {
  blobHash: BlobHash;
  size: number;
  receivedAt: Date;
  sentAt: Date | null;
  hasAttachment: boolean;
  subject: string | null;
  preview: string;
  /** JSON text. */
  header: string;
  terms: string;
  threadKeys: readonly bigint[];
}

export interface PlacedEmail {
  accountId: AccountId;
  emailId: EmailId;
  threadId: ThreadId;
}

/** An account that has no inbox gets nothing. */
export async function placeEmails(
  tx: WriteTx,
  places: readonly EmailPlace[],
  email: EmailContent,
): Promise<PlacedEmail[]> {
  // Behind a sub-select an array is of unknown length to the planner, so that the plan made once serves one and a thousand.
  return tx.rows(sql<PlacedEmail>`
    with given as (
      select account_id, id, modseq, role, wanted, keywords, not keywords && '{$seen,$draft}' as is_unread
      from (
        select u.account_id, u.id, u.modseq, u.role, u.wanted, string_to_array(u.keywords, ' ') as keywords
        from unnest(
          (select ${places.map((place) => place.accountId)}::int[]),
          (select ${places.map((place) => place.emailId)}::int[]),
          (select ${places.map((place) => place.modseq)}::bigint[]),
          (select ${places.map(({ mailbox }) => (typeof mailbox === "string" ? mailbox : "inbox"))}::text[]),
          (select ${places.map(({ mailbox }) => (typeof mailbox === "number" ? mailbox : 0))}::int[]),
          (select ${places.map((place) => place.keywords.join(" "))}::text[])
        ) as u(account_id, id, modseq, role, wanted, keywords)
      ) as split
    ),
    placed as materialized (
      select g.account_id, g.id, g.modseq, g.keywords, g.is_unread, m.id as mailbox_id, m.is_trash,
        coalesce((
          select min(k.thread_id) from thread_key k
          where k.account_id = g.account_id and k.key = any(${email.threadKeys}::bigint[])
            and k.thread_id = (
            select e.thread_id from email e where e.account_id = k.account_id and e.thread_id >= k.thread_id
            order by e.thread_id limit 1)
        ), g.id + 1) as thread_id
      from given g cross join lateral (
        select x.id, x.role is not distinct from 'trash' as is_trash from mailbox x
        where x.account_id = g.account_id and (x.id = g.wanted or x.role = g.role or x.role = 'inbox')
        order by x.id = g.wanted desc, (x.role = g.role) is true desc limit 1
      ) m
    ),
    own as materialized (
      select p.*, s.is_known, s.was_unread,
        p.is_unread or (case when p.is_trash then s.was_unread else s.is_unread_elsewhere end) as now_unread
      from placed p cross join lateral (
        select
          coalesce(bool_or(mt.mailbox_id = p.mailbox_id), false) as is_known,
          coalesce(bool_or(mt.mailbox_id = p.mailbox_id and mt.unread), false) as was_unread,
          coalesce(bool_or(mt.unread and m.role is distinct from 'trash'), false) as is_unread_elsewhere
        from mailbox_thread mt join mailbox m on m.account_id = mt.account_id and m.id = mt.mailbox_id
        where mt.account_id = p.account_id and mt.thread_id = p.thread_id
      ) s
    ),
    new_email as (
      insert into email (account_id, id, thread_id, size, received_at, sent_at, created_modseq, modseq, has_attachment,
        blob_hash, mailbox_ids, keywords, subject, preview, header)
      select account_id, id, thread_id, ${email.size}, ${email.receivedAt}, ${email.sentAt}, modseq, modseq,
        ${email.hasAttachment}, ${bytesOf(email.blobHash)}, array[mailbox_id], keywords, ${email.subject}, ${email.preview},
        ${email.header}
      from placed
    ),
    new_text as (
      insert into email_text (account_id, email_id, terms) select account_id, id, ${email.terms} from placed
    ),
    new_place as (
      insert into mailbox_email (account_id, mailbox_id, received_at, email_id)
      select account_id, mailbox_id, ${email.receivedAt}, id from placed
    ),
    new_key as (
      insert into thread_key (account_id, thread_id, key)
      select p.account_id, p.thread_id, k.key
      from placed p cross join unnest((select ${email.threadKeys}::bigint[])) as k(key)
      -- Written so that each is one step into its index even where the planner knows nothing of the tables yet.
      where (
        select count(*) from thread_key o
        where o.account_id = p.account_id and o.key = k.key
          and o.thread_id = (
            select e.thread_id from email e where e.account_id = o.account_id and e.thread_id >= o.thread_id
            order by e.thread_id limit 1)
      ) = 0
      on conflict (account_id, key) do update set thread_id = excluded.thread_id
    ),
    own_thread as (
      insert into mailbox_thread as mt
        (account_id, mailbox_id, thread_id, newest_email_id, newest_at, emails, unread_emails, unread)
      select account_id, mailbox_id, thread_id, id, ${email.receivedAt}, 1, is_unread::int, now_unread from own
      on conflict (account_id, thread_id, mailbox_id) do update set
        emails = mt.emails + 1,
        unread_emails = mt.unread_emails + excluded.unread_emails,
        unread = excluded.unread,
        newest_at = greatest(mt.newest_at, excluded.newest_at),
        newest_email_id = case
          when (excluded.newest_at, excluded.newest_email_id) > (mt.newest_at, mt.newest_email_id)
          then excluded.newest_email_id else mt.newest_email_id end
    ),
    woken_thread as (
      update mailbox_thread mt set unread = true from own o
      where mt.account_id = o.account_id and mt.thread_id = o.thread_id and mt.mailbox_id <> o.mailbox_id
        and o.is_unread and not o.is_trash and not mt.unread
        and not exists (
          select from mailbox m where m.account_id = mt.account_id and m.id = mt.mailbox_id and m.role = 'trash'
        )
      returning mt.account_id, mt.mailbox_id, o.modseq
    ),
    counted as (
      update mailbox m set
        total_emails = m.total_emails + d.emails, unread_emails = m.unread_emails + d.unread_emails,
        total_threads = m.total_threads + d.threads, unread_threads = m.unread_threads + d.unread_threads,
        modseq = d.modseq
      from (
        select account_id, mailbox_id, modseq, 1 as emails, is_unread::int as unread_emails,
          (not is_known)::int as threads, (now_unread and not was_unread)::int as unread_threads from own
        union all
        select account_id, mailbox_id, modseq, 0, 0, 0, 1 from woken_thread
      ) d
      where m.account_id = d.account_id and m.id = d.mailbox_id
    )
    select account_id as "accountId", id as "emailId", thread_id as "threadId" from placed`);
}
