// Organisations, their domains and units.

import type { OrganisationId, UnitId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export interface Organisation {
  id: OrganisationId;
  name: string;
  /** What stands before the backslash of `contoh\name`, in lower case. */
  signInPrefix: string;
  /** Only what differs from the defaults; organisation/policies.ts reads it. */
  settings: Record<string, unknown>;
}

const columns = sql`id, name, sign_in_prefix as "signInPrefix", settings`;

export function listOrganisations(tx: ReadTx): Promise<Organisation[]> {
  return tx.rows(sql<Organisation>`select ${columns} from organisation order by id`);
}

export function findOrganisation(tx: ReadTx, id: OrganisationId): Promise<Organisation | undefined> {
  return tx.row(sql<Organisation>`select ${columns} from organisation where id = ${id}`);
}

/**
 * This one; or the one of the prefix or domain that somebody typed; or the oldest where there is no such: one statement whichever
 * it is.
 */
export function findOrganisationOrFirst(
  tx: ReadTx,
  id: OrganisationId | undefined,
  { prefix, domain }: { prefix?: string; domain?: string } = {},
): Promise<Organisation | undefined> {
  return tx.row(sql<Organisation>`
    select ${columns} from organisation
    order by (id = ${id ?? 0}) desc, (sign_in_prefix = ${prefix ?? ""}) desc,
             (id in (select organisation_id from domain where domain.name = ${domain ?? ""})) desc, id limit 1`);
}

/** Undefined when the prefix is taken. */
export async function insertOrganisation(
  tx: WriteTx,
  organisation: Omit<Organisation, "id">,
): Promise<OrganisationId | undefined> {
  const { name, signInPrefix, settings } = organisation;
  const row = await tx.row(sql<{ id: OrganisationId }>`
    insert into organisation (name, sign_in_prefix, settings) values (${name}, ${signInPrefix}, ${JSON.stringify(settings)})
    on conflict (sign_in_prefix) do nothing returning id`);
  return row?.id;
}

/** False when the domain belongs to an organisation already. */
export async function insertDomain(
  tx: WriteTx,
  domain: { name: string; organisationId: OrganisationId; dkimSelector: string; dkimPrivateKey: string },
): Promise<boolean> {
  const { name, organisationId, dkimSelector, dkimPrivateKey } = domain;
  const inserted = await tx.run(sql`
    insert into domain (name, organisation_id, dkim_selector, dkim_private_key)
    values (${name}, ${organisationId}, ${dkimSelector}, ${dkimPrivateKey}) on conflict (name) do nothing`);
  return inserted === 1;
}

/** The oldest first: the first is the organisation's main domain. */
export async function listDomains(tx: ReadTx, organisationId: OrganisationId): Promise<string[]> {
  const rows = await tx.rows(sql<{ name: string }>`
    select name from domain where organisation_id = ${organisationId} order by created_at, name`);
  return rows.map((row) => row.name);
}

/** The unit of this name, made when it is missing. */
export async function findOrInsertUnit(tx: WriteTx, organisationId: OrganisationId, name: string): Promise<UnitId> {
  const row = await tx.row(sql<{ id: UnitId }>`
    insert into unit (organisation_id, name) values (${organisationId}, ${name})
    on conflict (organisation_id, name) do update set name = excluded.name returning id`);
  if (!row) throw new Error("an upsert gave no row");
  return row.id;
}

export async function updateOrganisationSettings(
  tx: WriteTx,
  id: OrganisationId,
  settings: Record<string, unknown>,
): Promise<void> {
  await tx.run(sql`update organisation set settings = ${JSON.stringify(settings)} where id = ${id}`);
}
