// The account's row: the lock that orders its changes, its counters, and the newest change of each type.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

/** The number of the newest change of each type; a state string is one of them in decimal. */
export interface AccountStates {
  mailbox: number;
  email: number;
  thread: number;
  identity: number;
  submission: number;
  preferences: number;
  vacation: number;
  /** Of `email`, only those that brought one. */
  delivery: number;
}

export type StateType = keyof AccountStates;

/** A change under way: the account's row is locked until the transaction's end. */
export interface AccountChange {
  readonly accountId: AccountId;
  /** The number of this change so far, for every row that it touches. */
  modseq: number;
  readonly before: AccountStates;
  usedBytes: number;
  readonly quotaBytes: number;
  /** What the change does to the number of emails and of texts that are not merged yet. */
  emails: number;
  /** About how many texts were not merged when it began. */
  readonly unmergedTexts: number;
  nextId: number;
}

interface AccountRow extends AccountStates {
  modseq: number;
  nextId: number;
  usedBytes: number;
  quotaBytes: number;
  unmergedTexts: number;
}

export const states = sql`mailbox_modseq as mailbox, email_modseq as email, thread_modseq as thread,
  identity_modseq as identity, submission_modseq as submission, preference_modseq as preferences,
  vacation_modseq as vacation, delivery_modseq as delivery`;

/** Locks the account and gives the number of this change; undefined when there is no such account. */
export async function beginChange(tx: WriteTx, accountId: AccountId): Promise<AccountChange | undefined> {
  const row = await tx.row(sql<AccountRow>`
    select modseq, next_id as "nextId", used_bytes as "usedBytes", quota_bytes as "quotaBytes",
      unmerged_texts as "unmergedTexts", ${states}
    from mail_account where account_id = ${accountId} for no key update`);
  if (row === undefined) return undefined;
  const { modseq, nextId, usedBytes, quotaBytes, unmergedTexts, ...before } = row;
  return { accountId, modseq: modseq + 1, before, usedBytes, quotaBytes, emails: 0, unmergedTexts, nextId };
}

/** Takes the next id of the account. */
export function takeId(change: AccountChange): number {
  return change.nextId++;
}

/** A number of its own for the next row of a change of many, so that /changes may stop between any two of them. */
export function nextModseq(change: AccountChange): number {
  return ++change.modseq;
}

/** Writes what the change touched, and gives the states it leads to: publish them after commit. */
export async function finishChange(
  tx: WriteTx,
  change: AccountChange,
  touched: readonly StateType[],
): Promise<AccountStates> {
  const after = { ...change.before };
  for (const type of touched) after[type] = change.modseq;
  await tx.run(sql`
    update mail_account set
      modseq = ${change.modseq}, next_id = ${change.nextId}, used_bytes = ${change.usedBytes},
      email_count = email_count + ${change.emails}::int, unmerged_texts = unmerged_texts + greatest(${change.emails}::int, 0),
      mailbox_modseq = ${after.mailbox}, email_modseq = ${after.email}, thread_modseq = ${after.thread},
      identity_modseq = ${after.identity}, submission_modseq = ${after.submission},
      preference_modseq = ${after.preferences}, vacation_modseq = ${after.vacation},
      delivery_modseq = ${after.delivery}
    where account_id = ${change.accountId}`);
  return after;
}

/** Undefined when there is no such account. */
export async function statesOf(tx: ReadTx, accountId: AccountId): Promise<AccountStates | undefined> {
  return tx.row(sql<AccountStates>`select ${states} from mail_account where account_id = ${accountId}`);
}

/**
 * The states now, for what has changed of `type` since another one. Undefined when that is no state of the account: newer than its
 * newest, or of before a backup was put back.
 */
export async function statesSince(
  tx: ReadTx,
  accountId: AccountId,
  { type, since }: { type: StateType; since: number },
): Promise<AccountStates | undefined> {
  const now = await tx.row(sql<AccountStates>`
    select ${states} from mail_account where account_id = ${accountId} and first_state <= ${since}`);
  return now && since <= now[type] ? now : undefined;
}

/** More than anybody has changed, or made, between a backup and the moment when it is put back. */
const lostChanges = 1_000_000;
const lostIds = 100_000;

/**
 * For a database that was put back from a backup: no number that was given since the backup is given again, to a change or to an
 * email, and of states of before nothing is told. Who has seen more than the database knows asks for everything anew.
 */
export async function forgetStates(tx: WriteTx): Promise<void> {
  await tx.run(sql`
    update mail_account a set next_id = a.next_id + ${lostIds}::int, modseq = n.modseq, first_state = n.modseq,
      mailbox_modseq = n.modseq, email_modseq = n.modseq, thread_modseq = n.modseq, identity_modseq = n.modseq,
      submission_modseq = n.modseq, preference_modseq = n.modseq, vacation_modseq = n.modseq, delivery_modseq = n.modseq
    from (select account_id, modseq + ${lostChanges}::int as modseq from mail_account) n
    where n.account_id = a.account_id`);
}

export interface Quota {
  usedBytes: number;
  quotaBytes: number;
  emailCount: number;
}

export async function quotaOf(tx: ReadTx, accountId: AccountId): Promise<Quota | undefined> {
  return tx.row(sql<Quota>`
    select used_bytes as "usedBytes", quota_bytes as "quotaBytes", email_count as "emailCount"
    from mail_account where account_id = ${accountId}`);
}

/** False when there is no such account. A quota below what is used only refuses what comes. */
export async function setQuota(tx: WriteTx, accountId: AccountId, quotaBytes: number): Promise<boolean> {
  return (await tx.run(sql`update mail_account set quota_bytes = ${quotaBytes} where account_id = ${accountId}`)) > 0;
}

const firstMailboxes = [
  ["inbox", "Kotak Masuk"],
  ["drafts", "Draf"],
  ["sent", "Terkirim"],
  ["archive", "Arsip"],
  ["junk", "Spam"],
  ["trash", "Sampah"],
] as const;

/** The account's row and its six mailboxes with roles, named in Indonesian. */
export async function createMailAccount(
  tx: WriteTx,
  { accountId, quotaBytes }: { accountId: AccountId; quotaBytes: number },
): Promise<void> {
  await tx.run(sql`
    insert into mail_account (account_id, quota_bytes, modseq, mailbox_modseq, next_id)
    values (${accountId}, ${quotaBytes}, 1, 1, ${firstMailboxes.length + 1})`);
  await tx.run(sql`
    insert into mailbox (account_id, id, name, role, sort_order, created_modseq, modseq, property_modseq)
    select ${accountId}, m.place, m.name, m.role, m.place * 10, 1, 1, 1
    from unnest(${firstMailboxes.map(([role]) => role)}::text[], ${firstMailboxes.map(([, name]) => name)}::text[])
      with ordinality as m(role, name, place)`);
}

/**
 * Locks the accounts in the order of their ids, which every change does, until the transaction's end; says how many bytes each has
 * room for, possibly fewer than none. Those that do not exist are not in the result.
 */
export async function lockAccounts(tx: WriteTx, accountIds: readonly AccountId[]): Promise<Map<AccountId, number>> {
  const rows = await tx.rows(sql<{ id: AccountId; room: number }>`
    select account_id as id, quota_bytes - used_bytes as room from mail_account
    where account_id = any(${accountIds}::int[]) order by account_id for no key update`);
  return new Map(rows.map(({ id, room }) => [id, room]));
}
