// Emails as rows.
import type { AccountId, BlobHash, EmailId } from "../base/ids.ts";
import { bytesOf } from "./blobs.ts";
import type { ReadTx } from "./database.ts";
import type { Email, ListedEmail } from "./mail-types.ts";
import { sql, type Sql } from "./sql.ts";
import { parseStoredAddresses, parseStoredHeader } from "./stored-header.ts";

interface ListedEmailRow extends Omit<ListedEmail, "header"> {
  header: string;
}

interface EmailRow extends ListedEmailRow {
  sentAt: Date | null;
  blobHash: BlobHash;
}

/** Of the alias `e`: no more than lists show, for they read many and every value has its price. */
const listedEmailColumns = sql`e.id, e.thread_id as "threadId", e.size, e.received_at as "receivedAt",
  e.has_attachment as "hasAttachment", e.mailbox_ids as "mailboxIds", e.keywords, e.subject, e.preview, e.header`;

const emailColumns = sql`${listedEmailColumns}, e.sent_at as "sentAt", encode(e.blob_hash, 'hex') as "blobHash"`;

/** Those that exist, in the order asked for. */
export async function listEmails(tx: ReadTx, accountId: AccountId, ids: readonly EmailId[]): Promise<Email[]> {
  const rows = await tx.rows(sql<EmailRow>`
    select ${emailColumns} from email e where account_id = ${accountId} and id = any(${ids}::int[])`);
  const found = new Map<EmailId, EmailRow>();
  for (const row of rows) found.set(row.id, row);
  const emails: Email[] = [];
  for (const id of ids) {
    const row = found.get(id);
    if (row) emails.push(emailOf(row));
  }
  return emails;
}

/** At most so many, oldest id first. */
export async function listEmailIds(tx: ReadTx, accountId: AccountId, atMost: number): Promise<EmailId[]> {
  const rows = await tx.rows(sql<{ id: EmailId }>`
    select id from email where account_id = ${accountId} order by id limit ${atMost}`);
  return rows.map(({ id }) => id);
}

/** As much as lists show of those that exist, in no order. */
export async function listListedEmails(
  tx: ReadTx,
  accountId: AccountId,
  ids: readonly EmailId[],
): Promise<ListedEmail[]> {
  const rows = await tx.rows(sql<ListedEmailRow>`
    select ${listedEmailColumns} from email e where account_id = ${accountId} and id = any(${ids}::int[])`);
  return rows.map((row) => ({ ...row, header: parseStoredAddresses(row.header) }));
}

function emailOf({ sentAt, header, ...row }: EmailRow): Email {
  return { ...row, header: parseStoredHeader(header, sentAt) };
}

/** What the emails consist of; those that exist, in no order. */
export async function blobsOfEmails(
  tx: ReadTx,
  accountId: AccountId,
  ids: readonly EmailId[],
): Promise<{ id: EmailId; blobHash: BlobHash; size: number }[]> {
  return tx.rows(sql<{ id: EmailId; blobHash: BlobHash; size: number }>`
    select id, encode(blob_hash, 'hex') as "blobHash", size from email
    where account_id = ${accountId} and id = any(${ids}::int[])`);
}

export interface AgedEmail {
  id: EmailId;
  receivedAt: Date;
  blobHash: BlobHash;
}

/** All of an account, the oldest first, from the one behind `after` on. */
export function listEmailsByAge(
  tx: ReadTx,
  accountId: AccountId,
  { after, limit }: { after?: Pick<AgedEmail, "id" | "receivedAt">; limit: number },
): Promise<AgedEmail[]> {
  const later = after ? sql`and (received_at, id) > (${after.receivedAt}, ${after.id})` : sql``;
  return tx.rows(sql<AgedEmail>`
    select id, received_at as "receivedAt", encode(blob_hash, 'hex') as "blobHash" from email
    where account_id = ${accountId} ${later} order by received_at, id limit ${limit}`);
}

/** Whether an email, an upload, a submission or a notice about one of the account has this content. */
export async function mayReadBlob(tx: ReadTx, accountId: AccountId, hash: BlobHash): Promise<boolean> {
  const row = await tx.row(sql<{ may: boolean }>`select ${isReadable(accountId, sql`${bytesOf(hash)}::bytea`)} as may`);
  return row?.may ?? false;
}

/** Those of them that the account may read. */
export async function readableBlobs(
  tx: ReadTx,
  accountId: AccountId,
  hashes: readonly BlobHash[],
): Promise<Set<BlobHash>> {
  const rows = await tx.rows(sql<{ hash: BlobHash }>`
    select encode(b.hash, 'hex') as hash from unnest(${hashes.map(bytesOf)}::bytea[]) as b(hash)
    where ${isReadable(accountId, sql`b.hash`)}`);
  return new Set(rows.map(({ hash }) => hash));
}

function isReadable(accountId: AccountId, hash: Sql): Sql {
  return sql`(exists (select from email where account_id = ${accountId} and blob_hash = ${hash}
        and substring(blob_hash for 8) = substring(${hash} for 8))
      or exists (select from upload where account_id = ${accountId} and blob_hash = ${hash})
      or exists (select from queue_message where account_id = ${accountId} and blob_hash = ${hash})
      or exists (select from submission where account_id = ${accountId} and encode(${hash}, 'hex') = any(dsn_blob_ids)))`;
}

export type EmailOfBlob = Pick<Email, "id" | "threadId" | "mailboxIds" | "blobHash">;

/** The account's emails that consist of one of the blobs, by id. */
export async function emailsWithBlobs(
  tx: ReadTx,
  accountId: AccountId,
  hashes: readonly BlobHash[],
): Promise<EmailOfBlob[]> {
  const octets = hashes.map(bytesOf);
  return tx.rows(sql<EmailOfBlob>`
    select id, thread_id as "threadId", mailbox_ids as "mailboxIds", encode(blob_hash, 'hex') as "blobHash" from email
    where account_id = ${accountId} and blob_hash = any(${octets}::bytea[])
      and substring(blob_hash for 8) = any(${octets.map((hash) => hash.subarray(0, 8))}::bytea[])
    order by id`);
}
