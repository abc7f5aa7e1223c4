// Who is behind an address: what the surfaces ask for each message and each sign-in.

import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { ReadTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Recipient {
  accountId: AccountId;
  organisationId: OrganisationId;
  kind: "person" | "unit";
  state: "active" | "disabled";
  /** The account's canonical address, which may differ from the one that was asked for. */
  address: string;
}

export interface ActingAccount {
  accountId: AccountId;
  kind: "person" | "unit";
  address: string;
  displayName: string;
  maySend: boolean;
}

/** By canonical address (standards/address/normalize-address.ts). */
export async function findRecipients(tx: ReadTx, addresses: readonly string[]): Promise<Map<string, Recipient>> {
  const rows = await tx.rows(sql<Recipient & { key: string }>`
    select address.address as key, account.id as "accountId", account.organisation_id as "organisationId", account.kind,
           account.state, account.address
    from address join account on account.id = address.account_id
    where address.address = any(${addresses}::text[])`);
  return new Map(rows.map(({ key, ...recipient }) => [key, recipient]));
}

/** Whether a canonical address is the account's own or that of a unit mailbox it may send for. */
export async function mayUseAddress(tx: ReadTx, accountId: AccountId, address: string): Promise<boolean> {
  const found = await tx.row(sql`
    select 1 from address where address.address = ${address} and (
      address.account_id = ${accountId}
      or exists (select 1 from delegation
                 where person_account_id = ${accountId} and unit_account_id = address.account_id and may_send))`);
  return found !== undefined;
}

/** The account itself, then the unit mailboxes it acts for that are active, by name. */
export function listActingAccounts(tx: ReadTx, accountId: AccountId): Promise<ActingAccount[]> {
  return tx.rows(sql<ActingAccount>`
    select id as "accountId", kind, address, display_name as "displayName", may_send as "maySend"
    from (select account.*, true as may_send, 0 as rank from account where id = ${accountId}
          union all
          select account.*, delegation.may_send, 1 from delegation
          join account on account.id = delegation.unit_account_id
          where delegation.person_account_id = ${accountId} and account.state = 'active') acting
    order by rank, display_name, id`);
}

export function findDomain(tx: ReadTx, name: string): Promise<{ organisationId: OrganisationId } | undefined> {
  return tx.row(sql<{ organisationId: OrganisationId }>`
    select organisation_id as "organisationId" from domain where name = ${name}`);
}

/** The domain that this server has had longest: what is addressed to the server itself goes there. */
export async function findMainDomain(tx: ReadTx): Promise<string | undefined> {
  return (await tx.row(sql<{ name: string }>`select name from domain order by created_at, name limit 1`))?.name;
}

/** Gets what is written to the postmaster: the active administrator who has been one longest. */
export function findAdministrator(tx: ReadTx, organisationId: OrganisationId): Promise<Recipient | undefined> {
  return tx.row(sql<Recipient>`
    select id as "accountId", organisation_id as "organisationId", kind, state, address from account
    where organisation_id = ${organisationId} and role = 'administrator' and state = 'active' order by id limit 1`);
}
