// When people changed their passwords, what they were told about it, and accounts that go off because of it. All statements are
// about many accounts at once. Dates are ISO strings (yyyy-mm-dd).

import type { Language } from "../base/language.ts";
import type { AccountId, OrganisationId, UnitId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface PasswordHolder {
  accountId: AccountId;
  unitId: UnitId | null;
  changedAt: Date;
  /** Given by the desk and not used yet. */
  mustChange: boolean;
  /** The last day that was announced last for this password. */
  announced: string | null;
  /** The last day to sign in, granted when the account was enabled again. */
  enabledUntil: string | null;
}

/** An account and the password that was looked at: nothing is done when it has changed since. */
export interface SeenPassword {
  accountId: AccountId;
  changedAt: Date;
}

export type PasswordNoticeKind = "changed" | "reminder" | "shortened" | "expired" | "disabled" | "enabled";

export interface NewPasswordNotice extends SeenPassword {
  kind: PasswordNoticeKind;
  /** Of a reminder; else 0. */
  daysBefore: number;
  lastDay: string;
  /** The last day on which signing in to a new password works. */
  graceLastDay: string | null;
  workingDaysLeft: number;
  /** A year until the last day is not decreed. */
  provisional: boolean;
}

export interface PasswordNotice extends NewPasswordNotice {
  id: number;
  createdAt: Date;
  sentAt: Date | null;
}

/** A notice with whom it goes to. */
export interface AddressedNotice extends PasswordNotice {
  organisationId: OrganisationId;
  address: string;
  displayName: string;
  language: Language;
}

const holders = sql`
  select account.id as "accountId", unit_id as "unitId", changed_at as "changedAt", must_change as "mustChange",
         announced.last_day::text as announced, enabled.last_day::text as "enabledUntil"
  from account
  join password on password.account_id = account.id
  left join lateral (
    select last_day from password_notice
    where account_id = account.id and password_changed_at = changed_at
      and kind in ('changed', 'reminder', 'shortened', 'expired')
    order by id desc limit 1) announced on true
  left join lateral (
    select last_day from password_notice
    where account_id = account.id and password_changed_at = changed_at and kind = 'enabled'
    order by id desc limit 1) enabled on true`;

const isLinked = sql`exists (select 1 from identity_link where identity_link.account_id = account.id)`;

/** Undefined also for whom a provider vouches for: nothing ends for them with a password, unless it is what they show (`here`). */
export function findPasswordHolder(
  tx: ReadTx,
  accountId: AccountId,
  { here = false }: { here?: boolean } = {},
): Promise<PasswordHolder | undefined> {
  return tx.row(sql<PasswordHolder>`${holders} where account.id = ${accountId} and (${here} or not ${isLinked})`);
}

/**
 * People of active accounts with a password of ours that they sign in with, by account id from after `after`: nothing ends with
 * a password for those whom a provider vouches for.
 */
export function listPasswordHolders(
  tx: ReadTx,
  organisationId: OrganisationId,
  { after, limit }: { after: AccountId; limit: number },
): Promise<PasswordHolder[]> {
  return tx.rows(sql<PasswordHolder>`
    ${holders}
    where account.organisation_id = ${organisationId} and state = 'active' and kind = 'person' and account.id > ${after}
      and not ${isLinked}
    order by account.id limit ${limit}`);
}

/** Writes down what is to be sent; what was written before is left alone. Resolves to how many are new. */
export async function insertPasswordNotices(
  tx: WriteTx,
  notices: readonly NewPasswordNotice[],
  { now, sent = false }: { now: Date; sent?: boolean },
): Promise<number> {
  if (notices.length === 0) return 0;
  return tx.run(sql`
    insert into password_notice (account_id, password_changed_at, kind, days_before, last_day, grace_last_day,
                                 working_days_left, provisional, created_at, sent_at)
    select notice.account_id, password.changed_at, notice.kind, days_before, last_day, grace_last_day, working_days_left,
           provisional, ${now}, ${sent ? now : null}::timestamptz
    from unnest(${notices.map(({ accountId }) => accountId)}::int[],
                ${notices.map(({ changedAt }) => changedAt)}::timestamptz[],
                ${notices.map(({ kind }) => kind)}::text[], ${notices.map(({ daysBefore }) => daysBefore)}::smallint[],
                ${notices.map(({ lastDay }) => lastDay)}::date[],
                ${notices.map(({ graceLastDay }) => graceLastDay)}::date[],
                ${notices.map(({ workingDaysLeft }) => workingDaysLeft)}::smallint[],
                ${notices.map(({ provisional }) => provisional)}::boolean[])
      notice (account_id, changed_at, kind, days_before, last_day, grace_last_day, working_days_left, provisional)
    join password on password.account_id = notice.account_id and ${seen}
    on conflict do nothing`);
}

/**
 * Disables the accounts whose password is still the one that was seen: their sessions end, and the audit trail and a notice
 * say so. Resolves to those that were active until now.
 */
export async function disableForPassword(
  tx: WriteTx,
  accounts: readonly (SeenPassword & { lastDay: string })[],
  now: Date,
): Promise<AccountId[]> {
  if (accounts.length === 0) return [];
  const rows = await tx.rows(sql<{ accountId: AccountId }>`
    with notice as (
      select * from unnest(${accounts.map(({ accountId }) => accountId)}::int[],
                           ${accounts.map(({ changedAt }) => changedAt)}::timestamptz[],
                           ${accounts.map(({ lastDay }) => lastDay)}::date[]) notice (account_id, changed_at, last_day)),
    disabled as (
      update account set state = 'disabled' from notice join password on password.account_id = notice.account_id and ${seen}
      where account.id = notice.account_id and state = 'active'
      returning account.id, organisation_id, password.changed_at, last_day),
    ended as (delete from session using disabled where session.account_id = disabled.id),
    audited as (
      insert into audit_event (at, organisation_id, subject_account_id, action, outcome, detail)
      select ${now}, organisation_id, id, 'accountStateChange', 'success',
             jsonb_build_object('state', 'disabled', 'reason', 'passwordExpired', 'passwordLastDay', last_day)
      from disabled),
    told as (
      insert into password_notice (account_id, password_changed_at, kind, last_day, created_at)
      select id, changed_at, 'disabled', last_day, ${now} from disabled)
    select id as "accountId" from disabled order by id`);
  return rows.map(({ accountId }) => accountId);
}

/**
 * Takes up to `limit` notices that nobody has sent, for `until` when the sender comes to nothing. Notices about passwords that
 * were changed meanwhile are dropped.
 */
export async function claimPasswordNotices(
  tx: WriteTx,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<AddressedNotice[]> {
  await tx.run(sql`
    delete from password_notice using password
    where sent_at is null and password.account_id = password_notice.account_id and password_changed_at <> changed_at`);
  const rows = await tx.rows(sql<AddressedNotice>`
    with claimed as (
      update password_notice set claimed_until = ${until}
      where id in (select id from password_notice
                   where sent_at is null and (claimed_until is null or claimed_until <= ${now})
                   order by id limit ${limit} for update skip locked)
      returning *)
    select ${noticeColumns}, account.organisation_id as "organisationId", account.address,
           account.display_name as "displayName", account.language
    from claimed notice join account on account.id = notice.account_id`);
  return rows.sort((one, other) => one.id - other.id);
}

export async function markPasswordNoticesSent(tx: WriteTx, ids: readonly number[], now: Date): Promise<void> {
  await tx.run(sql`update password_notice set sent_at = ${now} where id = any(${ids}::bigint[])`);
}

/** About the present password, the newest first. */
export function listPasswordNotices(tx: ReadTx, accountId: AccountId): Promise<PasswordNotice[]> {
  return tx.rows(sql<PasswordNotice>`
    select ${noticeColumns} from password_notice notice join password on password.account_id = notice.account_id
    where notice.account_id = ${accountId} and password_changed_at = changed_at order by notice.id desc limit 100`);
}

/** Sent ones about passwords that were replaced since. */
export async function deleteOldPasswordNotices(tx: WriteTx, before: Date): Promise<number> {
  return tx.run(sql`
    delete from password_notice using password
    where password.account_id = password_notice.account_id and password_changed_at <> changed_at
      and created_at < ${before} and sent_at is not null`);
}

const noticeColumns = sql`
  notice.id, notice.account_id as "accountId", password_changed_at as "changedAt", notice.kind, days_before as "daysBefore",
  last_day::text as "lastDay", grace_last_day::text as "graceLastDay", working_days_left as "workingDaysLeft", provisional,
  notice.created_at as "createdAt", sent_at as "sentAt"`;

/** The database keeps microseconds, a Date does not. */
const seen = sql`date_trunc('milliseconds', password.changed_at) = notice.changed_at`;
