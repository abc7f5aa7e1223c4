// Browsers in which a person has signed in before: attempts of others do not shut them out, and some are trusted with the second
// step for a time. The token is the browser's and changes at every sign-in.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface RememberedDevice {
  id: number;
  device: string;
  networkAddress: string;
  createdAt: Date;
  lastUsedAt: Date;
  trustedUntil: Date | null;
}

const devices = sql`
  select id, device, network_address as "networkAddress", created_at as "createdAt", last_used_at as "lastUsedAt",
         trusted_until as "trustedUntil"
  from remembered_device`;

export function findRememberedDevice(
  tx: ReadTx,
  shown: { tokenHash: Buffer; accountId: AccountId; now: Date },
): Promise<RememberedDevice | undefined> {
  return tx.row(sql<RememberedDevice>`
    ${devices} where token_hash = ${shown.tokenHash} and account_id = ${shown.accountId} and expires_at > ${shown.now}`);
}

export function listRememberedDevices(tx: ReadTx, accountId: AccountId, now: Date): Promise<RememberedDevice[]> {
  return tx.rows(sql<RememberedDevice>`
    ${devices} where account_id = ${accountId} and expires_at > ${now} order by last_used_at desc limit 50`);
}

/** Moves whoever is remembered in the browser to its new token, and remembers this account there; trust is kept or given. */
export async function rememberDevice(
  tx: WriteTx,
  seen: {
    accountId: AccountId;
    earlierHash?: Buffer;
    tokenHash: Buffer;
    device: string;
    networkAddress: string;
    now: Date;
    expiresAt: Date;
    trustedUntil?: Date;
  },
): Promise<void> {
  const { accountId, earlierHash, tokenHash, device, networkAddress, now, expiresAt, trustedUntil = null } = seen;
  if (earlierHash) {
    await tx.run(sql`update remembered_device set token_hash = ${tokenHash} where token_hash = ${earlierHash}`);
  }
  await tx.run(sql`
    insert into remembered_device (token_hash, account_id, device, network_address, created_at, last_used_at, expires_at,
                                   trusted_until)
    values (${tokenHash}, ${accountId}, ${device}, ${networkAddress}, ${now}, ${now}, ${expiresAt}, ${trustedUntil})
    on conflict (token_hash, account_id) do update set device = excluded.device,
      network_address = excluded.network_address, last_used_at = excluded.last_used_at, expires_at = excluded.expires_at,
      trusted_until = coalesce(excluded.trusted_until, remembered_device.trusted_until)`);
}

/** One of them, or all; how many there were. */
export async function deleteRememberedDevices(tx: WriteTx, accountId: AccountId, id?: number): Promise<number> {
  return tx.run(sql`
    delete from remembered_device where account_id = ${accountId} and (${id ?? null}::bigint is null or id = ${id ?? null})`);
}

export async function deleteExpiredDevices(tx: WriteTx, now: Date): Promise<number> {
  return tx.run(sql`delete from remembered_device where expires_at <= ${now}`);
}
