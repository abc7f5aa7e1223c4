// What a stranger may know of an organisation: its name, how people sign in, whom to ask.

import type { Database } from "../store/database.ts";
import { listProviders } from "../store/identity-providers.ts";
import { listDomains, listOrganisations } from "../store/organisations.ts";
import { readPolicies, type Contact } from "./policies.ts";
import { readProvider } from "./single-sign-on.ts";

export interface Presentation {
  name: string;
  prefix: string;
  domain: string;
  contact?: Contact;
  /** Where people sign in, as they see it in the address bar. */
  url: string;
  /** Of all organisations: the buttons of the sign-in page. */
  openIdProviders: readonly { id: number; name: string }[];
  /** The directory that knows the passwords, as people call it. */
  directory?: string;
  /** Where passwords live that are not ours, and in words how they are changed there. */
  elsewhere: readonly { name: string; help?: string }[];
}

/** Of the first organisation: an installation that serves several shows the operator's. */
export async function describeOrganisation(db: Database, publicUrl: string): Promise<Presentation> {
  const found = await db.read(async (tx) => {
    const [organisation] = await listOrganisations(tx);
    const providers = (await listProviders(tx)).map(readProvider);
    return organisation && { organisation, providers, domains: await listDomains(tx, organisation.id) };
  });
  if (!found) {
    const nobody = { name: "Surel", prefix: "instansi", domain: "instansi.go.id", url: publicUrl };
    return { ...nobody, openIdProviders: [], elsewhere: [] };
  }
  const { id, name, signInPrefix, settings } = found.organisation;
  const own = found.providers.filter(({ organisationId }) => organisationId === id);
  return {
    name,
    prefix: signInPrefix,
    domain: found.domains[0] ?? "",
    contact: readPolicies(settings).contact,
    url: publicUrl,
    openIdProviders: found.providers
      .filter(({ kind }) => kind === "openid")
      .map((provider) => ({ id: provider.id, name: provider.name })),
    directory: own.find(({ kind }) => kind === "directory")?.name,
    elsewhere: own.map((provider) => ({ name: provider.name, help: provider.settings.passwordHelp })),
  };
}
