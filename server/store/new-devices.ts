// Sign-ins from devices at which a person was never seen: written with the session, told afterwards, and known once another
// session of the person says so.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface NewDevice {
  id: number;
  at: Date;
  device: string;
  networkAddress: string;
}

const devices = sql`id, at, device, network_address as "networkAddress"`;

/** Nothing is written when the account has had `most` of them since `since`. */
export async function insertNewDevice(
  tx: WriteTx,
  {
    accountId,
    sessionId,
    at,
    device,
    networkAddress,
  }: Omit<NewDevice, "id"> & { accountId: AccountId; sessionId: number },
  { since, most }: { since: Date; most: number },
): Promise<void> {
  await tx.run(sql`
    insert into new_device (account_id, session_id, at, device, network_address)
    select ${accountId}, ${sessionId}, ${at}, ${device}, ${networkAddress}
    where (select count(*) from new_device where account_id = ${accountId} and at > ${since}) < ${most}`);
}

/** Whether somebody has signed in to the account before, to the end. */
export async function hasSignedIn(tx: ReadTx, accountId: AccountId): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 from audit_event
    where subject_account_id = ${accountId} and outcome = 'success' and action in ('signIn', 'secondStep')
      and not detail ? 'then' limit 1`);
  return found !== undefined;
}

/** Whether the same browser signed in from the same network since then: for those who keep no devices. */
export async function hasSignedInFrom(
  tx: ReadTx,
  accountId: AccountId,
  { device, networkAddress, since }: { device: string; networkAddress: string; since: Date },
): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 from audit_event
    where subject_account_id = ${accountId} and outcome = 'success' and action in ('signIn', 'secondStep')
      and not detail ? 'then' and device = ${device} and network_address = ${networkAddress} and at > ${since} limit 1`);
  return found !== undefined;
}

/** Those that nobody was told of, for `until` when the sender comes to nothing. */
export function claimNewDevices(
  tx: WriteTx,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<(NewDevice & { accountId: AccountId })[]> {
  return tx.rows(sql<NewDevice & { accountId: AccountId }>`
    update new_device set claimed_until = ${until}
    where id in (select id from new_device
                 where told_at is null and (claimed_until is null or claimed_until <= ${now})
                 order by id limit ${limit} for update skip locked)
    returning ${devices}, account_id as "accountId"`);
}

export async function markNewDevicesTold(tx: WriteTx, ids: readonly number[], now: Date): Promise<void> {
  await tx.run(sql`update new_device set told_at = ${now} where id = any(${ids}::bigint[])`);
}

/** What the person has not said to know, newest first; not that of the session itself, which may be the stranger's. */
export function listNewDevices(
  tx: ReadTx,
  accountId: AccountId,
  { session, since }: { session: Buffer; since: Date },
): Promise<NewDevice[]> {
  return tx.rows(sql<NewDevice>`
    select ${devices} from new_device
    where account_id = ${accountId} and seen_at is null and at > ${since}
      and session_id is distinct from (select session.id from session where token_hash = ${session})
    order by id desc limit 5`);
}

/** The person knows those that this session was shown. */
export async function markNewDevicesSeen(
  tx: WriteTx,
  accountId: AccountId,
  { session, now }: { session: Buffer; now: Date },
): Promise<number> {
  return tx.run(sql`
    update new_device set seen_at = ${now}
    where account_id = ${accountId} and seen_at is null
      and session_id is distinct from (select session.id from session where token_hash = ${session})`);
}

export async function deleteOldNewDevices(tx: WriteTx, before: Date): Promise<number> {
  return tx.run(sql`delete from new_device where at < ${before}`);
}
