// Mail that came in since a device was last told: what a notice needs of it, and nothing of its body.
import type { AccountId, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import type { EmailAddress } from "../../standards/address/types.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";
import { parseStoredHeader } from "./stored-header.ts";

export interface Arrival {
  id: EmailId;
  threadId: ThreadId;
  mailboxIds: MailboxId[];
  subject: string | null;
  from: readonly EmailAddress[];
}

/** Unread and no drafts, in one of the mailboxes, the newest first. By the index on when mail was received: `receivedAfter` bounds it. */
export async function listArrivals(
  tx: ReadTx,
  accountId: AccountId,
  range: { since: number; until: number; receivedAfter: Date; mailboxIds: readonly MailboxId[]; limit: number },
): Promise<Arrival[]> {
  const rows = await tx.rows(sql<Omit<Arrival, "from"> & { header: string }>`
    select id, thread_id as "threadId", mailbox_ids as "mailboxIds", subject, header from email
    where account_id = ${accountId} and received_at > ${range.receivedAfter}
      and created_modseq > ${range.since} and created_modseq <= ${range.until}
      and mailbox_ids && ${range.mailboxIds}::int[] and not keywords && array['$seen', '$draft']
    order by received_at desc, id desc limit ${range.limit}`);
  return rows.map(({ header, ...row }) => ({ ...row, from: parseStoredHeader(header, null).from ?? [] }));
}
