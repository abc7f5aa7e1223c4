// Signing in with the password of the organisation's directory, in the same form as with one of ours.

import type { Clock } from "../../base/clock.ts";
import type { DirectoryProvider } from "../../organisation/single-sign-on.ts";
import type { Account } from "../../store/accounts.ts";
import type { Database } from "../../store/database.ts";
import type { IdentityLink } from "../../store/identity-providers.ts";
import type { Vouched } from "../../store/provider-sessions.ts";
import type { Visitor } from "../begin-session.ts";
import { askDirectory, type DirectoryDependencies } from "./directory-password.ts";
import { resolveIdentity } from "./identities.ts";

export type DirectoryProof =
  | { outcome: "right"; account: Account; vouched: Vouched }
  | { outcome: "wrong" }
  | { outcome: "closed" }
  /** The directory wants another password first, which is set over there. */
  | { outcome: "directoryExpired"; provider: DirectoryProvider }
  | { outcome: "unlinked"; provider: string; subject: string }
  | { outcome: "directoryDown"; provider: string; message: string };

export async function proveByDirectory(
  { db, clock, directories }: { db: Database; clock: Clock; directories: DirectoryDependencies },
  provider: DirectoryProvider,
  given: {
    username: string;
    password: string;
    account: Account | undefined;
    links: readonly IdentityLink[];
    visitor: Visitor;
    decoy: boolean;
  },
): Promise<DirectoryProof> {
  const { username, password, account, links, visitor, decoy } = given;
  const issuer = provider.settings.idAttribute.toLowerCase();
  const link = links.find((one) => one.providerId === provider.id && one.issuer === issuer);
  const { subject } = link ?? {};
  const answer = await askDirectory(directories, provider, {
    username,
    password,
    subject,
    loginName: account?.loginName,
    decoy,
  });
  if (answer.outcome === "unavailable") {
    return { outcome: "directoryDown", provider: provider.name, message: answer.message };
  }
  if (answer.outcome === "wrong" || decoy) return { outcome: "wrong" };
  if (answer.outcome === "expired") return { outcome: "directoryExpired", provider };
  const { identity } = answer;
  const now = new Date(clock.now());
  const resolution = await db.write((tx) => resolveIdentity(tx, provider, { identity, visitor, now }));
  if (resolution.outcome === "unlinked") {
    return { outcome: "unlinked", provider: provider.name, subject: identity.subject };
  }
  if (resolution.outcome === "closed") return { outcome: "closed" };
  const { subject: found } = identity;
  const vouched = { providerId: provider.id, issuer, subject: found, sid: null, idToken: null, provenAt: now };
  return { outcome: "right", account: resolution.account, vouched };
}
