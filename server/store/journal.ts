// The journal: everything received or sent, once per message, written with the message itself and never changed.
import type { AccountId, BlobHash, OrganisationId } from "../base/ids.ts";
import { bytesOf, hashOf, keepingBlob, type NewBlob } from "./blobs.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql, type Sql } from "./sql.ts";

export interface JournalEntry {
  at: Date;
  organisationId: OrganisationId;
  direction: "in" | "out" | "internal" | "import";
  mailFrom: string | null;
  recipients: readonly string[];
  /** Our accounts that it went to or came from. */
  accountIds: readonly AccountId[];
  /** The peer and what was found out about it: texts. */
  remote: Readonly<Record<string, string | number | undefined>>;
}

/**
 * Stores the content, unless it is there, and the entries of the journal for it, in one statement. `emails` is how many emails of
 * it the caller adds.
 */
export async function keepMessage(
  tx: WriteTx,
  blob: NewBlob & { emails: number },
  entries: readonly JournalEntry[],
): Promise<void> {
  await tx.run(sql`
    with ${keepingBlob(blob, blob.emails)}
    insert into journal_entry (at, size, organisation_id, direction, blob_hash, mail_from, recipients, account_ids, remote)
    select j.at, ${blob.size}, j.organisation_id, j.direction, ${bytesOf(blob.hash)}, j.mail_from, j.recipients,
      j.account_ids, j.remote
    from ${entriesAsRows(entries)} j`);
}

/** Entries as their columns, each with the `number` of its place; without those that are undefined. */
export function entriesAsRows(entries: readonly (JournalEntry | undefined)[]): Sql {
  const rows = entries.flatMap((entry, number) => (entry ? [{ ...columnsOf(entry), number }] : []));
  return sql`(
      select * from jsonb_to_recordset(${JSON.stringify(rows).replaceAll("\\u0000", "")}::jsonb) as e(
        number int, at timestamptz, organisation_id int, direction text, mail_from text, recipients text, account_ids int[],
        remote text)
    )`;
}

function columnsOf(entry: JournalEntry): Record<string, unknown> {
  return {
    at: entry.at,
    organisation_id: entry.organisationId,
    direction: entry.direction,
    mail_from: entry.mailFrom,
    recipients: entry.recipients.join("\n"),
    account_ids: entry.accountIds,
    remote: formatRemote(entry.remote),
  };
}

/** What is known of every peer, in the order in which it is stored: names would be half of it. */
const remoteNames = ["address", "greeting", "tls", "reception", "verdicts"];

/** JSON text: the known values as an array, up to the last that there is; whatever else there is as an object at its end. */
function formatRemote(remote: JournalEntry["remote"]): string {
  const others = Object.entries(remote).filter(([name, value]) => value !== undefined && !remoteNames.includes(name));
  const values = remoteNames.map((name) => remote[name] ?? null);
  const last = values.findLastIndex((value) => value !== null);
  const known = values.slice(0, last + 1);
  return JSON.stringify(others.length === 0 ? known : [...known, Object.fromEntries(others)]);
}

function parseRemote(text: string): JournalEntry["remote"] {
  const stored = JSON.parse(text) as (string | number | object | null)[] | JournalEntry["remote"];
  if (!Array.isArray(stored)) return stored;
  const remote: Record<string, string | number | undefined> = {};
  for (const [place, value] of stored.entries()) {
    if (typeof value === "object" && value !== null) Object.assign(remote, value);
    else if (value !== null) remote[remoteNames[place]!] = value;
  }
  return remote;
}

export interface JournalRow extends JournalEntry {
  id: number;
  blobHash: BlobHash;
  size: number;
}

/** Newest first; `address` is one of the envelope, on either side. `beforeId` is that of the last entry of the page before. */
export async function listJournal(
  tx: ReadTx,
  search: {
    organisationId: OrganisationId;
    after?: Date;
    before?: Date;
    address?: string;
    blobHash?: BlobHash;
    beforeId?: number;
    limit: number;
  },
): Promise<JournalRow[]> {
  const { organisationId, after = null, before = null, address = null, blobHash, beforeId = null, limit } = search;
  const hash = blobHash ? bytesOf(blobHash) : null;
  const rows = await tx.rows(sql<Omit<JournalRow, "blobHash" | "remote"> & { blobHash: Uint8Array; remote: string }>`
    select id, at, size, organisation_id as "organisationId", direction, blob_hash as "blobHash", mail_from as "mailFrom",
      string_to_array(recipients, E'\\n') as recipients, account_ids as "accountIds", remote
    from journal_entry
    where organisation_id = ${organisationId}
      and (${after}::timestamptz is null or at >= ${after}::timestamptz)
      and (${before}::timestamptz is null or at < ${before}::timestamptz)
      and (${address}::text is null or mail_from = ${address}::text
        or ${address}::text = any(string_to_array(recipients, E'\\n')))
      and (${hash}::bytea is null
        or blob_hash = ${hash}::bytea and substring(blob_hash for 8) = substring(${hash}::bytea for 8))
      and (${beforeId}::bigint is null or id < ${beforeId}::bigint)
    order by id desc limit ${limit}`);
  return rows.map((row) => ({
    ...row,
    blobHash: hashOf(row.blobHash),
    remote: parseRemote(row.remote),
  }));
}
