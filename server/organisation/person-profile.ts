// What a signed-in person's own page says of them and of their organisation.

import type { AccountId } from "../base/ids.ts";
import { findAccount, type Account } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { findOrganisation, listDomains } from "../store/organisations.ts";
import { lookOf, type Look } from "./look/look.ts";
import { readPolicies, type Policies } from "./policies.ts";

export interface PersonProfile {
  address: string;
  name: string;
  unit: string | null;
  role: Account["role"];
  language: Account["language"];
  organisation: { name: string; domain: string };
  look: Look;
  /** What a notice of new mail may say. */
  noticeContent: Policies["notifications"]["content"];
  /** As IANA names it. */
  timeZone: string;
}

export async function describePerson(db: Database, accountId: AccountId): Promise<PersonProfile> {
  return db.read(async (tx) => {
    const account = await findAccount(tx, accountId);
    if (!account) throw new Error("a principal without an account");
    const organisation = await findOrganisation(tx, account.organisationId);
    if (!organisation) throw new Error("an account without an organisation");
    const [domain = ""] = await listDomains(tx, organisation.id);
    const { timeZone, notifications } = readPolicies(organisation.settings);
    const noticeContent = notifications.content;
    const { address, displayName: name, unitName: unit, role, language } = account;
    const look = lookOf(organisation);
    const of = { name: organisation.name, domain };
    return { address, name, unit, role, language, organisation: of, look, noticeContent, timeZone };
  });
}
