// What a stranger may know of an organisation: its name, how people sign in, whom to ask.

import type { Database } from "../store/database.ts";
import { listDomains, listOrganisations } from "../store/organisations.ts";
import { readPolicies, type Contact } from "./policies.ts";

export interface Presentation {
  name: string;
  prefix: string;
  domain: string;
  contact?: Contact;
  /** Where people sign in, as they see it in the address bar. */
  url: string;
}

/** Of the first organisation: an installation that serves several shows the operator's. */
export async function describeOrganisation(db: Database, publicUrl: string): Promise<Presentation> {
  const found = await db.read(async (tx) => {
    const [organisation] = await listOrganisations(tx);
    return organisation && { organisation, domains: await listDomains(tx, organisation.id) };
  });
  if (!found) return { name: "Surel", prefix: "instansi", domain: "instansi.go.id", url: publicUrl };
  const { name, signInPrefix, settings } = found.organisation;
  return {
    name,
    prefix: signInPrefix,
    domain: found.domains[0] ?? "",
    contact: readPolicies(settings).contact,
    url: publicUrl,
  };
}
