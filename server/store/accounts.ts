// Accounts of people and units, their addresses, and who acts for which unit mailbox.

import type { Language } from "../base/language.ts";
import type { AccountId, OrganisationId, UnitId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Account {
  id: AccountId;
  organisationId: OrganisationId;
  kind: "person" | "unit";
  role: "employee" | "administrator" | "service-desk" | "partner";
  state: "active" | "disabled";
  /** What a person types before the @, or after `prefix\`. Lower case. */
  loginName: string;
  address: string;
  displayName: string;
  /** NIP of a civil servant. */
  employeeNumber: string | null;
  unitName: string | null;
  language: Language;
}

const accounts = sql`
  select account.id, account.organisation_id as "organisationId", kind, role, state, login_name as "loginName", address,
         display_name as "displayName", employee_number as "employeeNumber", unit.name as "unitName", language
  from account left join unit on unit.id = account.unit_id`;

export function findAccount(tx: ReadTx, id: AccountId): Promise<Account | undefined> {
  return tx.row(sql<Account>`${accounts} where account.id = ${id}`);
}

/** By any of its addresses in canonical form; keyed by them. */
export async function findAccountsByAddresses(tx: ReadTx, addresses: readonly string[]): Promise<Map<string, Account>> {
  const rows = await tx.rows(sql<Account & { key: string }>`
    select found.*, address.address as key
    from address join (${accounts}) found on found.id = address.account_id
    where address.address = any(${addresses}::text[])`);
  return new Map(rows.map(({ key, ...account }) => [key, account]));
}

/** By any of its addresses in canonical form. */
export async function findAccountByAddress(tx: ReadTx, address: string): Promise<Account | undefined> {
  return (await findAccountsByAddresses(tx, [address])).get(address);
}

/** By `prefix\name`; both in lower case. */
export function findAccountByPrefix(tx: ReadTx, prefix: string, loginName: string): Promise<Account | undefined> {
  return tx.row(sql<Account>`
    ${accounts} join organisation on organisation.id = account.organisation_id
    where organisation.sign_in_prefix = ${prefix} and account.login_name = ${loginName}`);
}

/** Everybody of this login name, in whatever organisation; at most two, since one too many decides. */
export function findAccountsByLoginName(tx: ReadTx, loginName: string): Promise<Account[]> {
  return tx.rows(sql<Account>`${accounts} where account.login_name = ${loginName} order by account.id limit 2`);
}

export function listAccounts(tx: ReadTx, organisationId?: OrganisationId): Promise<Account[]> {
  return tx.rows(sql<Account>`
    ${accounts} where ${organisationId ?? null}::int is null or account.organisation_id = ${organisationId ?? null}
    order by address`);
}

/** Who helps the people of an organisation. */
export function listDeskMembers(tx: ReadTx, organisationId: OrganisationId): Promise<Account[]> {
  return tx.rows(sql<Account>`
    ${accounts} where account.organisation_id = ${organisationId} and role = 'service-desk' and state = 'active'
    order by account.id limit 50`);
}

/**
 * Those of whose name, address and NIP each word of `text` begins a word, without regard to case; by name. Digits alone may be any part
 * of the NIP: people know its last ones.
 */
export function searchAccounts(
  tx: ReadTx,
  organisationId: OrganisationId,
  { text, limit }: { text: string; limit: number },
): Promise<Account[]> {
  const words =
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, 8) ?? [];
  if (words.length === 0) return Promise.resolve([]);
  const query = words.map((word) => `'${word}':*`).join(" & ");
  const isNumber = /^\d{3,}$/.test(text);
  return tx.rows(sql<Account>`
    ${accounts}
    where account.organisation_id = ${organisationId}
      and ${isNumber ? sql`employee_number like ${`%${text}%`}` : sql`search @@ ${query}::tsquery`}
    order by display_name, address limit ${limit}`);
}

export interface NewAccount {
  organisationId: OrganisationId;
  kind: Account["kind"];
  role: Account["role"];
  loginName: string;
  address: string;
  displayName: string;
  employeeNumber?: string;
  unitId?: UnitId;
  language: Account["language"];
}

/** Undefined when the address or the login name is taken. Its own address is registered too. */
export async function insertAccount(tx: WriteTx, account: NewAccount): Promise<AccountId | undefined> {
  const taken = await tx.row(sql`select 1 from address where address = ${account.address}`);
  if (taken) return undefined;
  const row = await tx.row(sql<{ id: AccountId }>`
    insert into account (organisation_id, kind, role, login_name, address, display_name, employee_number, unit_id, language)
    values (${account.organisationId}, ${account.kind}, ${account.role}, ${account.loginName}, ${account.address},
            ${account.displayName}, ${account.employeeNumber ?? null}, ${account.unitId ?? null}, ${account.language})
    on conflict do nothing returning id`);
  return row && (await insertAddress(tx, row.id, account.address)) ? row.id : undefined;
}

/** A further address (an alias such as postmaster@) in canonical form; false when it is taken. */
export async function insertAddress(tx: WriteTx, accountId: AccountId, address: string): Promise<boolean> {
  return (
    (await tx.run(
      sql`insert into address (address, account_id) values (${address}, ${accountId}) on conflict do nothing`,
    )) === 1
  );
}

/** False when there is no such account. */
export async function updateAccountState(tx: WriteTx, id: AccountId, state: Account["state"]): Promise<boolean> {
  return (await tx.run(sql`update account set state = ${state} where id = ${id}`)) === 1;
}

export async function updateAccountLanguage(tx: WriteTx, id: AccountId, language: Account["language"]): Promise<void> {
  await tx.run(sql`update account set language = ${language} where id = ${id}`);
}

export async function insertDelegation(
  tx: WriteTx,
  delegation: { unitAccountId: AccountId; personAccountId: AccountId; maySend: boolean },
): Promise<void> {
  const { unitAccountId, personAccountId, maySend } = delegation;
  await tx.run(sql`
    insert into delegation (unit_account_id, person_account_id, may_send)
    values (${unitAccountId}, ${personAccountId}, ${maySend})
    on conflict (unit_account_id, person_account_id) do update set may_send = excluded.may_send`);
}
