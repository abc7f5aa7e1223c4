// Which account an identity of a provider is: by issuer and subject, which never change or come back. An address or a name in what
// a provider says links nobody; an employee number does where the organisation says that it may.

import type { Provider } from "../../organisation/single-sign-on.ts";
import { findAccount, type Account } from "../../store/accounts.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import type { WriteTx } from "../../store/database.ts";
import { findLink, insertLink, listHoldersOfNumber, touchLink } from "../../store/identity-providers.ts";
import { findOrganisation } from "../../store/organisations.ts";
import type { Visitor } from "../begin-session.ts";
import { findStanding } from "../standing.ts";

export interface ProvenIdentity {
  issuer: string;
  subject: string;
  /** What the provider says in the claim or attribute that the organisation trusts. */
  number: string | undefined;
}

export type Resolution = { outcome: "account"; account: Account } | { outcome: "closed" } | { outcome: "unlinked" };

/** The account, linked now where the organisation lets the number decide. `closed`: it is disabled, or as good as. */
export async function resolveIdentity(
  tx: WriteTx,
  provider: Provider,
  { identity, visitor, now }: { identity: ProvenIdentity; visitor: Visitor; now: Date },
): Promise<Resolution> {
  const { issuer, subject } = identity;
  const key = { providerId: provider.id, issuer, subject };
  const link = await findLink(tx, key);
  const account = link
    ? await findAccount(tx, link.accountId)
    : await linkByNumber(tx, provider, { identity, visitor, now });
  if (account === "closed") return { outcome: "closed" };
  if (account?.organisationId !== provider.organisationId || account.kind !== "person") return { outcome: "unlinked" };
  if (account.state !== "active") return { outcome: "closed" };
  await touchLink(tx, key, now);
  return { outcome: "account", account };
}

async function linkByNumber(
  tx: WriteTx,
  provider: Provider,
  { identity, visitor, now }: { identity: ProvenIdentity; visitor: Visitor; now: Date },
): Promise<Account | "closed" | undefined> {
  const { issuer, subject, number } = identity;
  if (provider.settings.linkBy === undefined || number === undefined || number === "") return undefined;
  const [accountId, other] = await listHoldersOfNumber(tx, provider.organisationId, number);
  // A number that two have links neither.
  const account = accountId !== undefined && other === undefined ? await findAccount(tx, accountId) : undefined;
  const organisation = account && (await findOrganisation(tx, account.organisationId));
  if (!organisation) return undefined;
  // R63: past the grace of its password it counts as disabled, whether the sweep has run or not, and no link changes that.
  const standing = await findStanding(tx, { clock: { now: () => now.getTime() } }, { account, organisation });
  if (standing.kind === "closed" && standing.because !== "unused") return "closed";
  const link = { providerId: provider.id, issuer, subject, accountId: account.id, linkedBy: "attribute", now } as const;
  if (!(await insertLink(tx, link))) return undefined;
  await insertAuditEvent(tx, {
    at: now,
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    action: "identityLink",
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    detail: { provider: provider.name, by: "attribute", attribute: provider.settings.linkBy, subject },
  });
  return account;
}
