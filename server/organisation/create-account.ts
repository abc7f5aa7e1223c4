// A new account: the person or unit, its address, its mailboxes and the identity it writes as, in one transaction.

import { DEFAULT_LANGUAGE } from "../base/language.ts";
import { domainOf, normalizeAddress } from "../../standards/address/normalize-address.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import { insertAccount, type Account } from "../store/accounts.ts";
import type { WriteTx } from "../store/database.ts";
import { findDomain } from "../store/directory.ts";
import { createIdentity } from "../store/identities.ts";
import { beginChange, createMailAccount, finishChange } from "../store/mail-account.ts";
import { findOrganisation, findOrInsertUnit } from "../store/organisations.ts";
import { readPolicies } from "./policies.ts";

export interface AccountRequest {
  address: string;
  displayName: string;
  kind?: Account["kind"];
  role?: Account["role"];
  /** Made when the organisation has none of this name. */
  unitName?: string;
  employeeNumber?: string;
  language?: Account["language"];
}

export type AccountRefusal = "invalidAddress" | "unknownDomain" | "addressTaken" | "invalidName";

/** The address must be in a domain of ours; the login name is its local part. Nobody can sign in yet: there is no password. */
export async function createAccount(
  tx: WriteTx,
  request: AccountRequest,
): Promise<{ accountId: AccountId; organisationId: OrganisationId; address: string } | AccountRefusal> {
  const address = normalizeAddress(request.address);
  const displayName = request.displayName.trim();
  // Quoted local parts and letters outside ASCII cannot be typed on every keyboard.
  if (address === null || !/^[a-z0-9](?:[\w.+-]*[a-z0-9])?@/.test(address)) return "invalidAddress";
  if (displayName === "" || displayName.length > 200 || /\p{Cc}/u.test(displayName)) return "invalidName";
  const domain = await findDomain(tx, domainOf(address) ?? "");
  if (!domain) return "unknownDomain";
  const { organisationId } = domain;
  const organisation = await findOrganisation(tx, organisationId);
  if (!organisation) throw new Error("a domain without an organisation");

  const accountId = await insertAccount(tx, {
    organisationId,
    kind: request.kind ?? "person",
    role: request.role ?? "employee",
    loginName: address.slice(0, address.lastIndexOf("@")),
    address,
    displayName,
    employeeNumber: request.employeeNumber,
    unitId: request.unitName ? await findOrInsertUnit(tx, organisationId, request.unitName) : undefined,
    language: request.language ?? DEFAULT_LANGUAGE,
  });
  if (accountId === undefined) return "addressTaken";
  await createMailAccount(tx, { accountId, quotaBytes: readPolicies(organisation.settings).quotaBytes });
  const change = await beginChange(tx, accountId);
  if (!change) throw new Error("a new account cannot be locked");
  const identity = {
    name: displayName,
    email: address,
    replyTo: null,
    bcc: null,
    textSignature: "",
    htmlSignature: "",
  };
  await createIdentity(tx, change, { ...identity, mayDelete: false });
  await finishChange(tx, change, ["identity"]);
  return { accountId, organisationId, address };
}
