// Mailboxes as rows.
import type { AccountId, MailboxId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { nextModseq, states, takeId, type AccountChange, type AccountStates } from "./mail-account.ts";
import type { Mailbox } from "./mail-types.ts";
import { sql } from "./sql.ts";

const columns = sql`id, parent_id as "parentId", name, role, sort_order as "sortOrder", unsubscribed,
  total_emails as "totalEmails", unread_emails as "unreadEmails",
  total_threads as "totalThreads", unread_threads as "unreadThreads"`;

/** All, or those of `ids` that exist; by sortOrder, then name. */
export async function listMailboxes(
  tx: ReadTx,
  accountId: AccountId,
  ids?: readonly MailboxId[] | null,
): Promise<Mailbox[]> {
  return tx.rows(sql<Mailbox>`
    select ${columns} from mailbox where account_id = ${accountId} and (${ids ?? null}::int[] is null or id = any(${ids ?? null}::int[]))
    order by sort_order, name, id`);
}

/** All, with the states at which they were so, by one statement. Undefined when there is no such account. */
export async function listMailboxesAndStates(
  tx: ReadTx,
  accountId: AccountId,
): Promise<{ mailboxes: Mailbox[]; states: AccountStates } | undefined> {
  const rows = await tx.rows(sql<Mailbox & AccountStates>`
    select ${columns}, ${states}
    from mail_account left join mailbox using (account_id) where account_id = ${accountId} order by sort_order, name, id`);
  const [first] = rows;
  return first && { mailboxes: rows.filter(({ id }) => id !== null), states: first };
}

type Properties = Pick<Mailbox, "name" | "parentId" | "role" | "sortOrder" | "unsubscribed">;

/** The rules for names, parents and roles are the caller's to keep. */
export async function insertMailbox(tx: WriteTx, change: AccountChange, mailbox: Properties): Promise<MailboxId> {
  const id = takeId(change) as MailboxId;
  const modseq = nextModseq(change);
  await tx.run(sql`
    insert into mailbox (account_id, id, parent_id, name, role, sort_order, unsubscribed, created_modseq, modseq,
      property_modseq)
    values (${change.accountId}, ${id}, ${mailbox.parentId}, ${mailbox.name}, ${mailbox.role}, ${mailbox.sortOrder},
      ${mailbox.unsubscribed}::int[], ${modseq}, ${modseq}, ${modseq})`);
  return id;
}

export async function writeMailbox(
  tx: WriteTx,
  change: AccountChange,
  { id, ...mailbox }: Properties & { id: MailboxId },
): Promise<void> {
  const modseq = nextModseq(change);
  await tx.run(sql`
    update mailbox set parent_id = ${mailbox.parentId}, name = ${mailbox.name}, role = ${mailbox.role},
      sort_order = ${mailbox.sortOrder}, unsubscribed = ${mailbox.unsubscribed}::int[], modseq = ${modseq},
      property_modseq = ${modseq}
    where account_id = ${change.accountId} and id = ${id}`);
}

/** Its emails must have left it. */
export async function deleteMailbox(tx: WriteTx, change: AccountChange, id: MailboxId): Promise<void> {
  await tx.run(sql`
    with gone as (
      delete from mailbox where account_id = ${change.accountId} and id = ${id} returning id, created_modseq
    )
    insert into destroyed (account_id, type, modseq, id, created_modseq)
    select ${change.accountId}, 'm', ${nextModseq(change)}, id, created_modseq from gone`);
}
