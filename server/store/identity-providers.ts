// An organisation's OpenID provider and directory, and which of their identities is which account.

import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export type ProviderKind = "openid" | "directory";

export interface ProviderRow {
  id: number;
  organisationId: OrganisationId;
  kind: ProviderKind;
  name: string;
  settings: Record<string, unknown>;
  /** Sealed. */
  secret: Buffer | null;
  changedAt: Date;
}

const providers = sql`
  select id, organisation_id as "organisationId", kind, name, settings, secret, changed_at as "changedAt"
  from identity_provider`;

export function findProvider(tx: ReadTx, id: number): Promise<ProviderRow | undefined> {
  return tx.row(sql<ProviderRow>`${providers} where id = ${id}`);
}

/** Of one organisation, or of all. */
export function listProviders(tx: ReadTx, organisationId?: OrganisationId): Promise<ProviderRow[]> {
  return tx.rows(sql<ProviderRow>`
    ${providers}
    where ${organisationId ?? null}::int is null or organisation_id = ${organisationId ?? null}
    order by organisation_id, kind desc`);
}

/** One of each kind in an organisation; a secret that is not given stays. */
export async function putProvider(
  tx: WriteTx,
  provider: Omit<ProviderRow, "id" | "changedAt" | "secret"> & { secret?: Buffer; now: Date },
): Promise<number> {
  const { organisationId, kind, name, settings, secret, now } = provider;
  const row = await tx.row(sql<{ id: number }>`
    insert into identity_provider as known (organisation_id, kind, name, settings, secret, created_at, changed_at)
    values (${organisationId}, ${kind}, ${name}, ${JSON.stringify(settings)}, ${secret ?? null}, ${now}, ${now})
    on conflict (organisation_id, kind) do update set name = excluded.name, settings = excluded.settings,
      secret = coalesce(excluded.secret, known.secret), changed_at = excluded.changed_at
    returning id`);
  if (!row) throw new Error("an upsert gave no row");
  return row.id;
}

/** Ends the sessions that it vouched for; its links go with it. */
export async function deleteProvider(tx: WriteTx, id: number): Promise<void> {
  await tx.run(sql`
    delete from session using provider_session
    where provider_id = ${id} and session.token_hash = provider_session.session_hash`);
  await tx.run(sql`delete from identity_provider where id = ${id}`);
}

export type LinkedBy = "administrator" | "person" | "attribute";

export interface Identity {
  providerId: number;
  issuer: string;
  subject: string;
}

export interface IdentityLink extends Identity {
  accountId: AccountId;
  linkedBy: LinkedBy;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const links = sql`
  select provider_id as "providerId", issuer, subject, account_id as "accountId", linked_by as "linkedBy",
         created_at as "createdAt", last_used_at as "lastUsedAt"
  from identity_link`;

export function findLink(tx: ReadTx, { providerId, issuer, subject }: Identity): Promise<IdentityLink | undefined> {
  return tx.row(sql<IdentityLink>`
    ${links} where provider_id = ${providerId} and issuer = ${issuer} and subject = ${subject}`);
}

export function listLinksOf(tx: ReadTx, accountId: AccountId): Promise<IdentityLink[]> {
  return tx.rows(sql<IdentityLink>`${links} where account_id = ${accountId} order by provider_id`);
}

export async function countLinks(tx: ReadTx, providerId: number): Promise<number> {
  const row = await tx.row(sql<{ count: number }>`
    select count(*) as count from identity_link where provider_id = ${providerId}`);
  return row?.count ?? 0;
}

/** False when the identity is somebody's already, or the account has another of this provider. */
export async function insertLink(
  tx: WriteTx,
  link: Identity & { accountId: AccountId; linkedBy: LinkedBy; now: Date },
): Promise<boolean> {
  const { providerId, issuer, subject, accountId, linkedBy, now } = link;
  const inserted = await tx.run(sql`
    insert into identity_link (provider_id, issuer, subject, account_id, linked_by, created_at)
    values (${providerId}, ${issuer}, ${subject}, ${accountId}, ${linkedBy}, ${now}) on conflict do nothing`);
  return inserted === 1;
}

export async function touchLink(tx: WriteTx, { providerId, issuer, subject }: Identity, now: Date): Promise<void> {
  await tx.run(sql`
    update identity_link set last_used_at = ${now}
    where provider_id = ${providerId} and issuer = ${issuer} and subject = ${subject}`);
}

/** Those of an account, or the one of a provider; the sessions that they opened end. How many there were. */
export async function deleteLinks(tx: WriteTx, accountId: AccountId, providerId?: number): Promise<number> {
  const which = sql`account_id = ${accountId} and (${providerId ?? null}::int is null or provider_id = ${providerId ?? null})`;
  await tx.run(sql`
    delete from session
    where account_id = ${accountId} and token_hash in (
      select session_hash from provider_session
      where ${providerId ?? null}::int is null or provider_id = ${providerId ?? null})`);
  return tx.run(sql`delete from identity_link where ${which}`);
}

/** The accounts of an organisation with this employee number: at most two, since one too many decides. */
export async function listHoldersOfNumber(
  tx: ReadTx,
  organisationId: OrganisationId,
  employeeNumber: string,
): Promise<AccountId[]> {
  const rows = await tx.rows(sql<{ id: AccountId }>`
    select id from account
    where organisation_id = ${organisationId} and employee_number = ${employeeNumber} and kind = 'person'
    order by id limit 2`);
  return rows.map(({ id }) => id);
}
