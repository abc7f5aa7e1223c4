// A new organisation with its first domain. Each domain gets a key of its own that its mail is signed with (DKIM).

import { toAsciiDomain } from "../../standards/address/mailbox.ts";
import type { OrganisationId } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { insertDomain, insertOrganisation } from "../store/organisations.ts";
import { policySchema } from "./policies.ts";

export interface OrganisationRequest {
  name: string;
  /** What stands before the backslash of `contoh\name`. */
  signInPrefix: string;
  domain: string;
  /** Policies that differ from the defaults. */
  settings?: Record<string, unknown>;
}

export type OrganisationRefusal = "invalidDomain" | "invalidPrefix" | "prefixTaken" | "domainTaken";

/** `key` comes from createDkimKey (base/dkim-key.ts); it takes a moment, so it is made before the transaction. */
export async function createOrganisation(
  tx: WriteTx,
  request: OrganisationRequest & { key: { selector: string; privateKey: string } },
): Promise<OrganisationId | OrganisationRefusal> {
  const domain = toAsciiDomain(request.domain);
  const signInPrefix = request.signInPrefix.toLowerCase();
  if (domain === null || !domain.includes(".")) return "invalidDomain";
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(signInPrefix)) return "invalidPrefix";
  const settings = request.settings ?? {};
  policySchema.parse(settings);
  const id = await insertOrganisation(tx, { name: request.name, signInPrefix, settings });
  if (id === undefined) return "prefixTaken";
  const { selector: dkimSelector, privateKey: dkimPrivateKey } = request.key;
  const added = await insertDomain(tx, { name: domain, organisationId: id, dkimSelector, dkimPrivateKey });
  return added ? id : "domainTaken";
}
