// Push subscriptions: where a person's devices are told that something has changed (RFC 8620 §7.2).
import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface PushKeys {
  p256dh: string;
  auth: string;
}

export interface PushSubscriptionRow {
  /** Of the person who signed in. */
  accountId: AccountId;
  id: number;
  deviceClientId: string;
  url: string;
  keys: PushKeys | null;
  /** What the device must send back; `verified` says that it has. */
  verificationCode: string;
  verified: boolean;
  expiresAt: Date;
  types: string[] | null;
  /** Of the session in which a browser asked, in lower-case hexadecimal: it ends with it. Null: a program's. */
  sessionHash: string | null;
  /** Whether it is told of new mail with sender and subject. */
  notifies: boolean;
}

const columns = sql`account_id as "accountId", id, device_client_id as "deviceClientId", url, keys,
  verification_code as "verificationCode", verified, expires_at as "expiresAt", types,
  encode(session_hash, 'hex') as "sessionHash", notifies`;

/** A person's own that have not expired, by id. */
export function listPushSubscriptions(tx: ReadTx, accountId: AccountId, now: Date): Promise<PushSubscriptionRow[]> {
  return tx.rows(sql<PushSubscriptionRow>`
    select ${columns} from push_subscription where account_id = ${accountId} and expires_at > ${now} order by id`);
}

const ofEndedSession = sql`(
  session_hash is not null and not exists (select from session where token_hash = session_hash)
  or not exists (select from account where account.id = push_subscription.account_id and state = 'active'))`;

/** Everybody's that are to be told of changes. */
export function listActivePushSubscriptions(tx: ReadTx, now: Date): Promise<PushSubscriptionRow[]> {
  return tx.rows(sql<PushSubscriptionRow>`
    select ${columns} from push_subscription
    where verified and expires_at > ${now} and not ${ofEndedSession} order by account_id, id`);
}

/** Gives the id; one with the same URL is replaced. Undefined when the person has `atMost` already. */
export async function insertPushSubscription(
  tx: WriteTx,
  subscription: Omit<PushSubscriptionRow, "id">,
  atMost: number,
): Promise<number | undefined> {
  const { accountId, deviceClientId, url, keys, verificationCode, verified, expiresAt, types } = subscription;
  const { sessionHash, notifies } = subscription;
  await tx.rows(sql`select 1 from account where id = ${accountId} for no key update`);
  await tx.run(sql`delete from push_subscription where account_id = ${accountId} and url = ${url}`);
  const row = await tx.row(sql<{ id: number }>`
    insert into push_subscription (account_id, id, device_client_id, url, keys, verification_code, verified, expires_at, types,
      session_hash, notifies)
    select ${accountId}::int, nextval('push_subscription_id'), ${deviceClientId}, ${url}, ${keys && JSON.stringify(keys)}::jsonb,
           ${verificationCode}, ${verified}, ${expiresAt}::timestamptz, ${types}::text[],
           decode(${sessionHash}::text, 'hex'), ${notifies}::boolean
    from push_subscription where account_id = ${accountId}
    having count(*) < ${atMost} returning id`);
  return row?.id;
}

/** False when there is none. */
export async function updatePushSubscription(
  tx: WriteTx,
  {
    accountId,
    id,
    verified,
    expiresAt,
    types,
  }: Pick<PushSubscriptionRow, "accountId" | "id" | "verified" | "expiresAt" | "types">,
): Promise<boolean> {
  const touched = await tx.run(sql`
    update push_subscription set verified = ${verified}, expires_at = ${expiresAt}, types = ${types}::text[]
    where account_id = ${accountId} and id = ${id}`);
  return touched > 0;
}

/** False when there is none. */
export async function deletePushSubscription(tx: WriteTx, accountId: AccountId, id: number): Promise<boolean> {
  return (await tx.run(sql`delete from push_subscription where account_id = ${accountId} and id = ${id}`)) > 0;
}

/** Those past their end, and those of sessions and accounts that ended. */
export function deleteEndedPushSubscriptions(tx: WriteTx, now: Date): Promise<number> {
  return tx.run(sql`delete from push_subscription where expires_at <= ${now} or ${ofEndedSession}`);
}

/** From now on: what these accounts have is not told. */
export async function beginTelling(
  tx: WriteTx,
  { accountId, id }: Pick<PushSubscriptionRow, "accountId" | "id">,
  accountIds: readonly AccountId[],
): Promise<void> {
  await tx.run(sql`
    update push_subscription set told = coalesce(
      (select jsonb_object_agg(a.account_id::text, a.email_modseq) from mail_account a
       where a.account_id = any(${accountIds}::int[])), '{}')
    where account_id = ${accountId} and id = ${id}`);
}

/** Of how much of an account's mail the device was told; undefined: of none. */
export async function findTold(
  tx: ReadTx,
  { accountId, id }: Pick<PushSubscriptionRow, "accountId" | "id">,
  of: AccountId,
): Promise<number | undefined> {
  const row = await tx.row(sql<{ told: number | null }>`
    select (told ->> ${String(of)})::float8 as told from push_subscription
    where account_id = ${accountId} and id = ${id}`);
  return row?.told ?? undefined;
}

/** False when another process was faster, so that a device is told once. */
export async function claimTold(
  tx: WriteTx,
  { accountId, id }: Pick<PushSubscriptionRow, "accountId" | "id">,
  { of, since, until }: { of: AccountId; since: number | undefined; until: number },
): Promise<boolean> {
  const key = String(of);
  const touched = await tx.run(sql`
    update push_subscription set told = told || jsonb_build_object(${key}::text, ${until}::bigint)
    where account_id = ${accountId} and id = ${id} and verified
      and (told ->> ${key})::bigint is not distinct from ${since ?? null}::bigint`);
  return touched === 1;
}
