// The outbound queue: one row per message, one per recipient. What is due is claimed with SKIP LOCKED and a lease, so that any
// number of processes share it; what a dead one held is taken from it (queue-holder.ts), or comes back when its lease has run
// out. A NOTIFY on "surel_queue" tells that something is due.

import type { AccountId, BlobHash, OrganisationId, SubmissionId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import type { HolderId } from "./queue-holder.ts";
import { sql } from "./sql.ts";

export const queueChannel = "surel_queue";

export type QueueId = number & { readonly queue: unique symbol };

export type RecipientState = "held" | "queued" | "sending" | "deferred" | "delivered" | "bounced" | "canceled";

export interface NewQueueMessage {
  /** The sender's; null for mail of nobody's here: notices, and mail from outside that waits for a full mailbox. */
  accountId: AccountId | null;
  organisationId: OrganisationId;
  submissionId: SubmissionId | null;
  blobHash: BlobHash;
  size: number;
  /** Empty for the null reverse-path. */
  mailFrom: string;
  envelopeId: string | null;
  dsnReturn: string | null;
  smtputf8: boolean;
  queuedAt: Date;
  expiresAt: Date;
  /** Null: sent already. Otherwise nothing is attempted before it, and it can be cancelled until then. */
  releaseAt: Date | null;
}

export interface NewQueueRecipient {
  address: string;
  domain: string;
  notify: string | null;
  originalRecipient: string | null;
  state: RecipientState;
  nextAttemptAt: Date;
  reply: string | null;
}

export async function insertQueueMessage(
  tx: WriteTx,
  message: NewQueueMessage,
  recipients: readonly NewQueueRecipient[],
): Promise<QueueId> {
  const row = await tx.row(sql<{ id: QueueId }>`
    with message as (
      insert into queue_message (account_id, organisation_id, submission_id, blob_hash, size, mail_from, envelope_id,
                                 dsn_return, smtputf8, recipient_count, queued_at, expires_at, release_at)
      values (${message.accountId}, ${message.organisationId}, ${message.submissionId}, decode(${message.blobHash}, 'hex'),
              ${message.size}, ${message.mailFrom}, ${message.envelopeId}, ${message.dsnReturn}, ${message.smtputf8},
              ${recipients.length}, ${message.queuedAt}, ${message.expiresAt}, ${message.releaseAt})
      returning id
    ), recipient as (
      insert into queue_recipient (message_id, ordinal, address, domain, notify, original_recipient, status,
                                   next_attempt_at, last_reply, changed_at)
      select message.id, given.ordinal - 1, given.address, given.domain, given.notify, given.original, given.status,
             given.next, given.reply, ${message.queuedAt}
      from message, unnest(${recipients.map((one) => one.address)}::text[], ${recipients.map((one) => one.domain)}::text[],
                  ${recipients.map((one) => one.notify)}::text[], ${recipients.map((one) => one.originalRecipient)}::text[],
                  ${recipients.map((one) => one.state)}::text[], ${recipients.map((one) => one.nextAttemptAt)}::timestamptz[],
                  ${recipients.map((one) => one.reply)}::text[])
           with ordinality as given (address, domain, notify, original, status, next, reply, ordinal)
    )
    select id from message`);
  if (!row) throw new Error("an insert gave no row");
  return row.id;
}

/** Recipients that the account has sent to since `since`, to keep it within its limits. */
export async function countSent(tx: ReadTx, accountId: AccountId, since: Date): Promise<number> {
  const row = await tx.row(sql<{ count: number }>`
    select coalesce(sum(recipient_count), 0) as count from queue_message
    where account_id = ${accountId} and queued_at > ${since}`);
  return row?.count ?? 0;
}

/** A part of a message that goes to one domain: what one transaction with one server can take. */
export interface Batch {
  messageId: QueueId;
  accountId: AccountId | null;
  organisationId: OrganisationId;
  submissionId: SubmissionId | null;
  blobHash: BlobHash;
  size: number;
  mailFrom: string;
  envelopeId: string | null;
  dsnReturn: string | null;
  smtputf8: boolean;
  queuedAt: Date;
  expiresAt: Date;
  domain: string;
  recipients: BatchRecipient[];
}

export interface BatchRecipient {
  ordinal: number;
  address: string;
  notify: string | null;
  originalRecipient: string | null;
  /** Attempts before this one. */
  attempts: number;
  delayNotified: boolean;
}

/**
 * Takes what is due, oldest first, for domains that are none of `busyDomains`, and keeps it from others while `holder`
 * lives, at most until `leaseUntil`.
 */
export async function claimBatches(
  tx: WriteTx,
  claim: { now: Date; holder: HolderId; leaseUntil: Date; maxRecipients: number; busyDomains: readonly string[] },
): Promise<Batch[]> {
  const rows = await tx.rows(sql<Omit<Batch, "recipients"> & BatchRecipient>`
    with due as (
      select message_id, ordinal from queue_recipient
      where status in ('queued', 'deferred', 'sending') and next_attempt_at <= ${claim.now}
        and domain <> all(${claim.busyDomains}::text[])
      order by next_attempt_at limit ${claim.maxRecipients} for update skip locked
    ), chosen as (
      update queue_recipient r set status = 'sending', holder = ${claim.holder}, next_attempt_at = ${claim.leaseUntil}
      from due where r.message_id = due.message_id and r.ordinal = due.ordinal
      returning r.*
    )
    select m.id as "messageId", m.account_id as "accountId", m.organisation_id as "organisationId",
           m.submission_id as "submissionId", encode(m.blob_hash, 'hex') as "blobHash", m.size, m.mail_from as "mailFrom",
           m.envelope_id as "envelopeId", m.dsn_return as "dsnReturn", m.smtputf8, m.queued_at as "queuedAt",
           m.expires_at as "expiresAt", c.domain, c.ordinal, c.address, c.notify, c.original_recipient as "originalRecipient",
           c.attempts, c.delay_notified as "delayNotified"
    from chosen c join queue_message m on m.id = c.message_id
    order by m.id, c.domain, c.ordinal`);
  const batches: Batch[] = [];
  for (const { ordinal, address, notify, originalRecipient, attempts, delayNotified, ...message } of rows) {
    const last = batches.at(-1);
    const recipient = { ordinal, address, notify, originalRecipient, attempts, delayNotified };
    if (last?.messageId === message.messageId && last.domain === message.domain) last.recipients.push(recipient);
    else batches.push({ ...message, recipients: [recipient] });
  }
  return batches;
}

export interface RecipientOutcome {
  ordinal: number;
  state: "deferred" | "delivered" | "bounced" | "queued";
  reply: string | null;
  host: string | null;
  /** When the next attempt is due; for what is over, ignored. */
  nextAttemptAt: Date;
  delayNotified: boolean;
  /** Whether it counts as an attempt: an attempt that never began does not. */
  attempted: boolean;
}

/** Writes what became of recipients that are in the state `from`: the writer's own, which nobody else has settled. */
export async function settle(
  tx: WriteTx,
  messageId: QueueId,
  outcomes: readonly RecipientOutcome[],
  { from, now }: { from: "held" | "sending"; now: Date },
): Promise<number> {
  return tx.run(sql`
    update queue_recipient r
    set status = given.status, last_reply = given.reply, last_host = given.host, next_attempt_at = given.next,
        attempts = r.attempts + given.attempted, delay_notified = given.notified, changed_at = ${now}
    from unnest(${outcomes.map((one) => one.ordinal)}::int[], ${outcomes.map((one) => one.state)}::text[],
                ${outcomes.map((one) => one.reply)}::text[], ${outcomes.map((one) => one.host)}::text[],
                ${outcomes.map((one) => one.nextAttemptAt)}::timestamptz[],
                ${outcomes.map((one) => one.delayNotified)}::boolean[],
                ${outcomes.map((one) => (one.attempted ? 1 : 0))}::int[])
         as given (ordinal, status, reply, host, next, notified, attempted)
    where r.message_id = ${messageId} and r.ordinal = given.ordinal and r.status = ${from}`);
}

/** The message that waits and is due longest. */
export async function findDueHeld(tx: ReadTx, now: Date): Promise<HeldMessage | undefined> {
  const message = await tx.row(sql<Omit<HeldMessage, "recipients">>`
    select id, account_id as "accountId", organisation_id as "organisationId", submission_id as "submissionId",
           encode(blob_hash, 'hex') as "blobHash", mail_from as "mailFrom"
    from queue_message where release_at <= ${now} order by release_at limit 1`);
  if (!message) return undefined;
  const recipients = await tx.rows(sql<HeldMessage["recipients"][number]>`
    select ordinal, address, notify from queue_recipient where message_id = ${message.id} order by ordinal`);
  return { ...message, recipients };
}

/** Locks a message that waits, for its release or cancellation; undefined when it does not wait (any more). */
export async function lockHeld(
  tx: WriteTx,
  which: { id: QueueId } | { accountId: AccountId; submissionId: SubmissionId },
): Promise<QueueId | undefined> {
  const condition =
    "id" in which
      ? sql`id = ${which.id}`
      : sql`account_id = ${which.accountId} and submission_id = ${which.submissionId}`;
  const row = await tx.row(sql<{ id: QueueId }>`
    select id from queue_message where release_at is not null and ${condition} for update`);
  return row?.id;
}

export interface HeldMessage {
  id: QueueId;
  accountId: AccountId;
  organisationId: OrganisationId;
  submissionId: SubmissionId | null;
  blobHash: BlobHash;
  mailFrom: string;
  recipients: { ordinal: number; address: string; notify: string | null }[];
}

export async function markReleased(tx: WriteTx, messageId: QueueId): Promise<void> {
  await tx.run(sql`update queue_message set release_at = null where id = ${messageId}`);
}

/** The held message will not be sent. */
export async function cancelHeld(tx: WriteTx, messageId: QueueId, now: Date): Promise<void> {
  await markReleased(tx, messageId);
  await tx.run(sql`
    update queue_recipient set status = 'canceled', changed_at = ${now} where message_id = ${messageId} and status = 'held'`);
}

/** Extends the lease of what is still under way. */
export async function extendLeases(tx: WriteTx, messageIds: readonly QueueId[], leaseUntil: Date): Promise<void> {
  await tx.run(sql`
    update queue_recipient set next_attempt_at = ${leaseUntil}
    where message_id = any(${messageIds}::bigint[]) and status = 'sending'`);
}

/** Gives back what was claimed and not begun. */
export async function giveBack(tx: WriteTx, batches: readonly Batch[], now: Date): Promise<void> {
  await tx.run(sql`
    update queue_recipient r
    set status = case when attempts = 0 then 'queued' else 'deferred' end, next_attempt_at = ${now}
    from unnest(${batches.map((batch) => batch.messageId)}::bigint[], ${batches.map((batch) => batch.domain)}::text[])
      as given (message_id, domain)
    where r.message_id = given.message_id and r.domain = given.domain and r.status = 'sending'`);
}

/** An attempt that failed on our side: again at `until`, without counting it. */
export async function postpone(tx: WriteTx, messageId: QueueId, domain: string, until: Date): Promise<void> {
  await tx.run(sql`
    update queue_recipient set status = 'deferred', next_attempt_at = ${until}
    where message_id = ${messageId} and domain = ${domain} and status = 'sending'`);
}

/** Nothing may leave: it stays queued, for longer than it would otherwise live, and says why. */
export async function hold(
  tx: WriteTx,
  messageId: QueueId,
  domain: string,
  { reply, until, now }: { reply: string; until: Date; now: Date },
): Promise<void> {
  await tx.run(sql`
    update queue_recipient
    set status = 'queued', next_attempt_at = ${until}, last_reply = ${reply},
        changed_at = case when last_reply is distinct from ${reply} then ${now}::timestamptz else changed_at end
    where message_id = ${messageId} and domain = ${domain} and status = 'sending'`);
}

/** What was held with this reply is due now. */
export async function releaseHold(tx: WriteTx, reply: string, now: Date): Promise<void> {
  await tx.run(sql`
    update queue_recipient set next_attempt_at = ${now}
    where status = 'queued' and next_attempt_at > ${now} and last_reply = ${reply}`);
}

/** When the next recipient or release is due; undefined when the queue is empty. */
export async function nextDueAt(tx: ReadTx): Promise<Date | undefined> {
  const row = await tx.row(sql<{ at: Date | null }>`
    select least((select min(next_attempt_at) from queue_recipient where status in ('queued', 'deferred', 'sending')),
                 (select min(release_at) from queue_message where release_at is not null)) as at`);
  return row?.at ?? undefined;
}

/** How many recipients are in each state, for the metrics. */
export async function countWaiting(tx: ReadTx): Promise<{ state: RecipientState; count: number }[]> {
  return tx.rows(sql<{ state: RecipientState; count: number }>`
    select status as state, count(*) as count from queue_recipient
    where status in ('queued', 'deferred', 'sending') group by status`);
}

/**
 * Forgets at most `limit` messages queued before `before` that nobody waits for any more and no submission speaks of; the
 * journal keeps what was sent. Gives how many.
 */
export async function deleteFinished(tx: WriteTx, before: Date, limit: number): Promise<number> {
  return tx.run(sql`
    delete from queue_message where id in (
      select m.id from queue_message m
      where m.queued_at < ${before} and m.release_at is null
        and not exists (select from submission s where s.account_id = m.account_id and s.id = m.submission_id)
        and not exists (select from queue_recipient r
                        where r.message_id = m.id and r.status in ('held', 'queued', 'sending', 'deferred'))
      limit ${limit} for update skip locked)`);
}
