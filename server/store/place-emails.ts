// The one statement that puts messages into accounts: the numbers of the accounts' changes, blobs, journal entries, emails, threads
// and counts. It only adds, so what is kept is changed by what is new and nothing is counted.
import type { AccountId, BlobHash, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import { bytesOf, keepingBlobs } from "./blobs.ts";
import type { Database, WriteTx } from "./database.ts";
import { entriesAsRows, type JournalEntry } from "./journal.ts";
import type { AccountStates } from "./mail-account.ts";
import type { MailboxRole } from "./mail-types.ts";
import { byteaArray, sql, type Sql } from "./sql.ts";

export interface EmailPlace {
  accountId: AccountId;
  /** A role falls back to the inbox when the account has no such mailbox; so does a mailbox that is gone. */
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

export interface ArrivingMessage extends EmailContent {
  codec: number;
  /** Null: in the blob store. */
  content: Uint8Array | null;
  keptAt: Date;
  /** Undefined: it is in the journal already, or must not be. */
  entry: JournalEntry | undefined;
  places: readonly EmailPlace[];
}

/** With the states that the account has now; those that it does not have are those of `modseq`. */
export interface PlacedEmail extends Pick<AccountStates, "identity" | "submission" | "preferences" | "vacation"> {
  /** Which of the messages. */
  message: number;
  accountId: AccountId;
  emailId: EmailId;
  threadId: ThreadId;
  modseq: number;
  unmergedTexts: number;
  /** Whether its VacationResponse is on. */
  answersAutomatically: boolean;
}

/**
 * Among all messages no account and no content may be named twice. An account gets nothing that does not exist, has no room or no
 * inbox, or that somebody else is changing or has changed since the statement began: whoever wants to wait locks it before
 * (lockAccounts). Of a message that nobody gets nothing is kept.
 */
export function placeEmails(tx: WriteTx, messages: readonly ArrivingMessage[]): Promise<PlacedEmail[]> {
  return tx.rows(placing(messages));
}

/** Each round as `placeEmails` does, all in one transaction. Nearly always there is one: a statement that needs none around it. */
export async function placeInRounds(
  db: Database,
  rounds: readonly (readonly ArrivingMessage[])[],
): Promise<PlacedEmail[][]> {
  const [only, ...others] = rounds.map(placing);
  if (only === undefined) return [];
  if (others.length === 0) return [await db.writeOne(only)];
  // Sent one after the other without waiting for the first.
  return db.write((tx) => Promise.all([only, ...others].map((each) => tx.rows(each))));
}

function placing(messages: readonly ArrivingMessage[]): Sql<PlacedEmail> {
  const places = messages.flatMap((message, number) => message.places.map((place) => ({ ...place, number })));
  // Behind a sub-select an array is of unknown length to the planner, so that the plan made once serves one and a thousand.
  return sql<PlacedEmail>`
    with message as materialized (
      select number - 1 as number, hash, size, kept_at, codec, content, received_at, sent_at, has_attachment, subject, preview,
        header, terms, string_to_array(keys, ' ')::bigint[] as keys
      from unnest(
        (select ${byteaArray(messages.map(({ blobHash }) => bytesOf(blobHash)))}::bytea[]),
        (select ${messages.map(({ size }) => size)}::bigint[]),
        (select ${messages.map(({ keptAt }) => keptAt)}::timestamptz[]),
        (select ${messages.map(({ codec }) => codec)}::int[]),
        (select ${byteaArray(messages.map(({ content }) => content))}::bytea[]),
        (select ${messages.map(({ receivedAt }) => receivedAt)}::timestamptz[]),
        (select ${messages.map(({ sentAt }) => sentAt)}::timestamptz[]),
        (select ${messages.map(({ hasAttachment }) => hasAttachment)}::boolean[]),
        (select ${messages.map(({ subject }) => subject)}::text[]),
        (select ${messages.map(({ preview }) => preview)}::text[]),
        (select ${messages.map(({ header }) => header)}::text[]),
        (select ${messages.map(({ terms }) => terms)}::text[]),
        (select ${messages.map(({ threadKeys }) => threadKeys.join(" "))}::text[])
      ) with ordinality as u(hash, size, kept_at, codec, content, received_at, sent_at, has_attachment, subject, preview,
        header, terms, keys, number)
    ),
    locked as materialized (
      select w.number, w.account_id, w.role, w.wanted, string_to_array(w.keywords, ' ') as keywords, a.modseq
      from unnest(
        (select ${places.map(({ number }) => number)}::int[]),
        (select ${places.map(({ accountId }) => accountId)}::int[]),
        (select ${places.map(({ mailbox }) => (typeof mailbox === "string" ? mailbox : "inbox"))}::text[]),
        (select ${places.map(({ mailbox }) => (typeof mailbox === "number" ? mailbox : 0))}::int[]),
        (select ${places.map(({ keywords }) => keywords.join(" "))}::text[])
      ) as w(number, account_id, role, wanted, keywords)
      cross join lateral (
        select modseq from mail_account where account_id = w.account_id for no key update skip locked
      ) a
    ),
    allotted as (
      update mail_account a set
        next_id = next_id + 2, modseq = a.modseq + 1, email_modseq = a.modseq + 1, thread_modseq = a.modseq + 1,
        mailbox_modseq = a.modseq + 1, delivery_modseq = a.modseq + 1, used_bytes = used_bytes + f.size,
        email_count = email_count + 1, unmerged_texts = unmerged_texts + 1
      from (
        select l.*, c.size, c.received_at, c.keys, m.id as mailbox_id, m.is_trash
        from locked l join message c using (number) cross join lateral (
          select x.id, x.role is not distinct from 'trash' as is_trash from mailbox x
          where x.account_id = l.account_id and (x.id = l.wanted or x.role = l.role or x.role = 'inbox')
          order by x.id = l.wanted desc, (x.role = l.role) is true desc limit 1
        ) m
        -- A lock sees the newest row, all else what there was when the statement began: what it does not know is left alone.
        where l.modseq = (select s.modseq from mail_account s where s.account_id = l.account_id)
      ) f
      where a.account_id = f.account_id and a.used_bytes + f.size <= a.quota_bytes
      -- The id of an email; the next one is its thread's when it begins one.
      returning f.number, a.account_id, a.next_id - 2 as id, a.modseq, f.mailbox_id, f.is_trash, f.received_at, f.keys, f.keywords,
        not f.keywords && '{$seen,$draft}' as is_unread, a.identity_modseq, a.submission_modseq, a.preference_modseq,
        a.vacation_modseq, a.unmerged_texts, a.answers_automatically
    ),
    placed as materialized (
      select a.*, coalesce((
        select min(k.thread_id) from thread_key k
        where k.account_id = a.account_id and k.key = any(a.keys)
          and k.thread_id = (
          select e.thread_id from email e where e.account_id = k.account_id and e.thread_id >= k.thread_id
          order by e.thread_id limit 1)
      ), a.id + 1) as thread_id
      from allotted a
    ),
    new_blob as materialized (
      select m.hash, m.size, m.kept_at, m.codec, m.content, p.emails
      from message m join (select number, count(*) as emails from placed group by number) p using (number)
    ),
    ${keepingBlobs},
    entered as (
      insert into journal_entry (at, size, organisation_id, direction, blob_hash, mail_from, recipients, account_ids, remote)
      select j.at, m.size, j.organisation_id, j.direction, m.hash, j.mail_from, j.recipients, j.account_ids, j.remote
      from ${entriesAsRows(messages.map(({ entry }) => entry))} j join message m using (number)
      where exists (select from placed p where p.number = m.number)
      order by m.number
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
      select p.account_id, p.id, p.thread_id, m.size, m.received_at, m.sent_at, p.modseq, p.modseq, m.has_attachment,
        m.hash, array[p.mailbox_id], p.keywords, m.subject, m.preview, m.header
      from placed p join message m using (number)
    ),
    new_text as (
      insert into email_text (account_id, email_id, terms)
      select p.account_id, p.id, m.terms from placed p join message m using (number)
    ),
    new_place as (
      insert into mailbox_email (account_id, mailbox_id, received_at, email_id)
      select account_id, mailbox_id, received_at, id from placed
    ),
    new_key as (
      insert into thread_key (account_id, thread_id, key)
      select p.account_id, p.thread_id, k.key
      from placed p cross join unnest(p.keys) as k(key)
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
      select account_id, mailbox_id, thread_id, id, received_at, 1, is_unread::int, now_unread from own
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
    select number as message, account_id as "accountId", id as "emailId", thread_id as "threadId", modseq,
      identity_modseq as identity, submission_modseq as submission, preference_modseq as preferences, vacation_modseq as vacation,
      unmerged_texts as "unmergedTexts", answers_automatically as "answersAutomatically"
    from placed`;
}
