// Submissions as the sender sees them (EmailSubmission, RFC 8621 §7), and what became of each recipient.
import type { AccountId, BlobHash, EmailId, IdentityId, SubmissionId, ThreadId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import type { AccountChange } from "./mail-account.ts";
import { sql } from "./sql.ts";

export interface StoredAddress {
  email: string;
  parameters: Record<string, string | null> | null;
}

export interface Submission {
  id: SubmissionId;
  identityId: IdentityId;
  emailId: EmailId;
  threadId: ThreadId;
  mailFrom: StoredAddress;
  rcptTo: StoredAddress[];
  sendAt: Date;
  undoStatus: "pending" | "final" | "canceled";
  /** Delivery status notices about it that have come in, RFC 8621 §7. */
  dsnBlobHashes: BlobHash[];
}

export interface RecipientDelivery {
  address: string;
  status: "queued" | "deferred" | "delivered" | "bounced" | "canceled";
  /** The last reply, in full and on one line: our own for local recipients, otherwise the peer's; null before the first. */
  reply: string | null;
  host: string | null;
  changedAt: Date;
}

const columns = sql`id, identity_id as "identityId", email_id as "emailId", thread_id as "threadId",
  mail_from as "mailFrom", rcpt_to as "rcptTo", send_at as "sendAt", undo_status as "undoStatus",
  dsn_blob_ids as "dsnBlobHashes"`;

/** The submissions with these ids, or all; by id, ascending. */
export function listSubmissions(
  tx: ReadTx,
  accountId: AccountId,
  ids?: readonly SubmissionId[],
): Promise<Submission[]> {
  const chosen = ids ? sql`and id = any(${ids}::bigint[])` : sql``;
  return tx.rows(sql<Submission>`
    select ${columns} from submission where account_id = ${accountId} ${chosen} order by id`);
}

/** What became of each recipient, in the order of the envelope; a submission that is unknown is absent. */
export async function submissionStatus(
  tx: ReadTx,
  accountId: AccountId,
  ids: readonly SubmissionId[],
): Promise<Map<SubmissionId, RecipientDelivery[]>> {
  const rows = await tx.rows(sql<RecipientDelivery & { id: SubmissionId }>`
    select m.submission_id as id, r.address,
           case when r.status in ('held', 'sending') then 'queued' else r.status end as status,
           r.last_reply as reply, r.last_host as host, r.changed_at as "changedAt"
    from queue_message m join queue_recipient r on r.message_id = m.id
    where m.account_id = ${accountId} and m.submission_id = any(${ids}::bigint[])
    order by m.id, r.ordinal`);
  const found = new Map<SubmissionId, RecipientDelivery[]>();
  for (const { id, ...delivery } of rows) {
    const list = found.get(id);
    if (list) list.push(delivery);
    else found.set(id, [delivery]);
  }
  return found;
}

/** Locks the accounts in one order for everybody, so that two who write to each other do not wait for each other. */
export async function lockAccounts(tx: WriteTx, accountIds: readonly AccountId[]): Promise<void> {
  await tx.rows(sql`
    select 1 from mail_account where account_id = any(${accountIds}::int[]) order by account_id for no key update`);
}

/** The change is the account's under way; the id is taken from it by the caller. */
export async function insertSubmission(
  tx: WriteTx,
  change: Pick<AccountChange, "accountId" | "modseq">,
  submission: Omit<Submission, "dsnBlobHashes">,
): Promise<void> {
  const { id, identityId, emailId, threadId, mailFrom, rcptTo, sendAt, undoStatus } = submission;
  await tx.run(sql`
    insert into submission (account_id, id, identity_id, email_id, thread_id, mail_from, rcpt_to, send_at, undo_status,
                            created_modseq, modseq)
    values (${change.accountId}, ${id}, ${identityId}, ${emailId}, ${threadId}, ${JSON.stringify(mailFrom)},
            ${JSON.stringify(rcptTo)}, ${sendAt}, ${undoStatus}, ${change.modseq}, ${change.modseq})`);
}

/** Says that something of the submission has changed; false when it is gone. */
export async function touchSubmission(
  tx: WriteTx,
  change: Pick<AccountChange, "accountId" | "modseq">,
  id: SubmissionId,
  { undoStatus, notice }: { undoStatus?: Submission["undoStatus"]; notice?: BlobHash } = {},
): Promise<boolean> {
  const status = undoStatus === undefined ? sql`` : sql`, undo_status = ${undoStatus}`;
  const notices = notice === undefined ? sql`` : sql`, dsn_blob_ids = dsn_blob_ids || ${notice}::text`;
  const touched = await tx.run(sql`
    update submission set modseq = ${change.modseq} ${status} ${notices}
    where account_id = ${change.accountId} and id = ${id}`);
  return touched > 0;
}

/** Removes the records; what is on its way goes on. Gives the ids that were there. */
export async function deleteSubmissions(
  tx: WriteTx,
  change: Pick<AccountChange, "accountId" | "modseq">,
  ids: readonly SubmissionId[],
): Promise<SubmissionId[]> {
  const rows = await tx.rows(sql<{ id: SubmissionId }>`
    with gone as (
      delete from submission where account_id = ${change.accountId} and id = any(${ids}::bigint[])
      returning id, created_modseq
    ), noted as (
      insert into destroyed (account_id, type, modseq, id, created_modseq)
      select ${change.accountId}, 's', ${change.modseq}, id, created_modseq from gone
    )
    select id from gone`);
  return rows.map((row) => row.id);
}
