// Filing, marking, adding and removing emails of one account, whose row is locked (beginChange).
import type { AccountId, BlobHash, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import { bytesOf, hashOf } from "./blobs.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { nextModseq, takeId, type AccountChange } from "./mail-account.ts";
import type { EmailContent } from "./place-emails.ts";
import { sql } from "./sql.ts";

/** What of an email may change, and what the change needs to know. */
export interface EmailState {
  id: EmailId;
  threadId: ThreadId;
  receivedAt: Date;
  mailboxIds: MailboxId[];
  keywords: string[];
}

export async function readEmailStates(
  tx: ReadTx,
  accountId: AccountId,
  ids: readonly EmailId[],
): Promise<Map<EmailId, EmailState>> {
  const rows = await tx.rows(sql<EmailState>`
    select id, thread_id as "threadId", received_at as "receivedAt", mailbox_ids as "mailboxIds", keywords
    from email where account_id = ${accountId} and id = any(${ids}::int[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Which of the mailboxes exist. */
export async function existingMailboxes(
  tx: ReadTx,
  accountId: AccountId,
  ids: readonly MailboxId[],
): Promise<Set<MailboxId>> {
  const rows = await tx.rows(sql<{ id: MailboxId }>`
    select id from mailbox where account_id = ${accountId} and id = any(${ids}::int[])`);
  return new Set(rows.map(({ id }) => id));
}

/** Writes new mailboxes and keywords (sorted, each once); each email gets a number of its own. Counts are the caller's to do. */
export async function writeEmailStates(
  tx: WriteTx,
  change: AccountChange,
  changes: readonly { before: EmailState; after: EmailState }[],
): Promise<void> {
  await tx.run(sql`
    update email e set
      mailbox_ids = u.mailbox_ids::int[], keywords = string_to_array(u.keywords, ' '), modseq = u.modseq
    from unnest(
      ${changes.map(({ after }) => after.id)}::int[],
      ${changes.map(({ after }) => `{${after.mailboxIds.join(",")}}`)}::text[],
      ${changes.map(({ after }) => after.keywords.join(" "))}::text[],
      ${changes.map(() => nextModseq(change))}::bigint[]
    ) as u(id, mailbox_ids, keywords, modseq)
    where e.account_id = ${change.accountId} and e.id = u.id`);
  const left = changes.flatMap(({ before, after }) => placesOf(before, without(before.mailboxIds, after.mailboxIds)));
  const entered = changes.flatMap(({ before, after }) => placesOf(after, without(after.mailboxIds, before.mailboxIds)));
  if (left.length > 0) await removePlaces(tx, change, left);
  if (entered.length > 0) await addPlaces(tx, change, entered);
}

interface Place {
  mailboxId: MailboxId;
  receivedAt: Date;
  emailId: EmailId;
}

function placesOf({ id, receivedAt }: EmailState, mailboxIds: readonly MailboxId[]): Place[] {
  return mailboxIds.map((mailboxId) => ({ mailboxId, receivedAt, emailId: id }));
}

function without(ids: readonly MailboxId[], others: readonly MailboxId[]): MailboxId[] {
  return ids.filter((id) => !others.includes(id));
}

async function addPlaces(tx: WriteTx, change: AccountChange, places: readonly Place[]): Promise<void> {
  await tx.run(sql`
    insert into mailbox_email (account_id, mailbox_id, received_at, email_id)
    select ${change.accountId}, * from unnest(
      ${places.map(({ mailboxId }) => mailboxId)}::int[], ${places.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${places.map(({ emailId }) => emailId)}::int[])`);
}

async function removePlaces(tx: WriteTx, change: AccountChange, places: readonly Place[]): Promise<void> {
  await tx.run(sql`
    delete from mailbox_email l using unnest(
      ${places.map(({ mailboxId }) => mailboxId)}::int[], ${places.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${places.map(({ emailId }) => emailId)}::int[]) as g(mailbox_id, received_at, email_id)
    where l.account_id = ${change.accountId} and l.mailbox_id = g.mailbox_id and l.received_at = g.received_at
      and l.email_id = g.email_id`);
}

/** Adds an email to mailboxes of the account, without its counts and its blob. */
export async function addEmail(
  tx: WriteTx,
  change: AccountChange,
  email: EmailContent & { mailboxIds: readonly MailboxId[]; keywords: readonly string[] },
): Promise<{ emailId: EmailId; threadId: ThreadId }> {
  const emailId = takeId(change) as EmailId;
  const found = await tx.row(sql<{ id: ThreadId | null }>`
    select min(k.thread_id) as id from thread_key k
    where k.account_id = ${change.accountId} and k.key = any(${email.threadKeys}::bigint[])
      and k.thread_id = (
            select e.thread_id from email e where e.account_id = k.account_id and e.thread_id >= k.thread_id
            order by e.thread_id limit 1)`);
  const threadId = found?.id ?? (takeId(change) as ThreadId);
  const modseq = nextModseq(change);
  change.emails++;
  change.usedBytes += email.size;
  await tx.run(sql`
    with new_text as (
      insert into email_text (account_id, email_id, terms) values (${change.accountId}, ${emailId}, ${email.terms})
    ),
    new_key as (
      insert into thread_key (account_id, thread_id, key)
      select ${change.accountId}, ${threadId}, k.key from unnest(${email.threadKeys}::bigint[]) as k(key)
      where (
        select count(*) from thread_key o
        where o.account_id = ${change.accountId} and o.key = k.key
          and o.thread_id = (
            select e.thread_id from email e where e.account_id = o.account_id and e.thread_id >= o.thread_id
            order by e.thread_id limit 1)
      ) = 0
      on conflict (account_id, key) do update set thread_id = excluded.thread_id
    ),
    new_place as (
      insert into mailbox_email (account_id, mailbox_id, received_at, email_id)
      select ${change.accountId}, p.mailbox_id, ${email.receivedAt}, ${emailId}
      from unnest(${email.mailboxIds}::int[]) as p(mailbox_id)
    )
    insert into email (account_id, id, thread_id, size, received_at, sent_at, created_modseq, modseq, has_attachment,
      blob_hash, mailbox_ids, keywords, subject, preview, header)
    values (${change.accountId}, ${emailId}, ${threadId}, ${email.size}, ${email.receivedAt}, ${email.sentAt}, ${modseq},
      ${modseq}, ${email.hasAttachment}, ${bytesOf(email.blobHash)}, ${email.mailboxIds}::int[], ${email.keywords}::text[],
      ${email.subject}, ${email.preview}, ${email.header})`);
  return { emailId, threadId };
}

/** The newest email of the account with this content. */
export async function findEmailOfBlob(tx: ReadTx, accountId: AccountId, hash: BlobHash): Promise<EmailId | undefined> {
  const row = await tx.row(sql<{ id: EmailId | null }>`
    select max(id) as id from email where account_id = ${accountId} and blob_hash = ${bytesOf(hash)}
      and substring(blob_hash for 8) = substring(${bytesOf(hash)}::bytea for 8)`);
  return row?.id ?? undefined;
}

/** Removes emails that exist, from everything but the counts per mailbox. */
export async function removeEmails(tx: WriteTx, change: AccountChange, states: readonly EmailState[]): Promise<void> {
  const ids = states.map(({ id }) => id);
  const removed = await tx.rows(sql<{ size: number; blobHash: Uint8Array }>`
    with removed as (
      delete from email e where account_id = ${change.accountId} and id = any(${ids}::int[])
      returning e.id, e.size, e.blob_hash, e.created_modseq, e.thread_id
    ),
    gone_text as (
      delete from email_text where account_id = ${change.accountId} and email_id = any(${ids}::int[])
    ),
    noted as (
      insert into destroyed (account_id, type, modseq, id, created_modseq, thread_id)
      select ${change.accountId}, 'e', n.modseq, n.id, r.created_modseq, r.thread_id
      from unnest(${ids}::int[], ${ids.map(() => nextModseq(change))}::bigint[]) as n(id, modseq)
      join removed r on r.id = n.id
    )
    select size, blob_hash as "blobHash" from removed`);
  for (const { size } of removed) change.usedBytes -= size;
  change.emails -= removed.length;
  await removePlaces(
    tx,
    change,
    states.flatMap((state) => placesOf(state, state.mailboxIds)),
  );
  await countBlobs(
    tx,
    removed.map(({ blobHash }) => hashOf(blobHash)),
    -1,
  );
}

/** Counts emails of some contents up or down, in the order of the contents so that two changes cannot wait for each other. */
export async function countBlobs(tx: WriteTx, hashes: readonly BlobHash[], by: 1 | -1): Promise<void> {
  const counts = new Map<BlobHash, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + by);
  const ordered = [...counts.keys()].sort();
  await tx.run(sql`
    with locked as materialized (
      select hash from blob where hash = any(${ordered.map(bytesOf)}::bytea[]) order by hash for no key update
    )
    update blob b set email_count = b.email_count + c.count
    from locked l join unnest(${ordered.map(bytesOf)}::bytea[], ${ordered.map((hash) => counts.get(hash))}::int[])
      as c(hash, count) on c.hash = l.hash
    where b.hash = l.hash`);
}
