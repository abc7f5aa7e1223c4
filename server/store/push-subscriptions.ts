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
}

const columns = sql`account_id as "accountId", id, device_client_id as "deviceClientId", url, keys,
  verification_code as "verificationCode", verified, expires_at as "expiresAt", types`;

/** A person's own that have not expired, by id. */
export function listPushSubscriptions(tx: ReadTx, accountId: AccountId, now: Date): Promise<PushSubscriptionRow[]> {
  return tx.rows(sql<PushSubscriptionRow>`
    select ${columns} from push_subscription where account_id = ${accountId} and expires_at > ${now} order by id`);
}

/** Everybody's that are to be told of changes. */
export function listActivePushSubscriptions(tx: ReadTx, now: Date): Promise<PushSubscriptionRow[]> {
  return tx.rows(sql<PushSubscriptionRow>`
    select ${columns} from push_subscription where verified and expires_at > ${now} order by account_id, id`);
}

/** Gives the id. Undefined when the person has `atMost` already. */
export async function insertPushSubscription(
  tx: WriteTx,
  subscription: Omit<PushSubscriptionRow, "id">,
  atMost: number,
): Promise<number | undefined> {
  const { accountId, deviceClientId, url, keys, verificationCode, verified, expiresAt, types } = subscription;
  await tx.rows(sql`select 1 from account where id = ${accountId} for no key update`);
  const row = await tx.row(sql<{ id: number }>`
    insert into push_subscription (account_id, id, device_client_id, url, keys, verification_code, verified, expires_at, types)
    select ${accountId}::int, coalesce(max(id), 0) + 1, ${deviceClientId}, ${url}, ${keys && JSON.stringify(keys)}::jsonb,
           ${verificationCode}, ${verified}, ${expiresAt}::timestamptz, ${types}::text[]
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

export function deleteExpiredPushSubscriptions(tx: WriteTx, now: Date): Promise<number> {
  return tx.run(sql`delete from push_subscription where expires_at <= ${now}`);
}
