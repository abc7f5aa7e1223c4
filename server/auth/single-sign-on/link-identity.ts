// Ties an identity of a provider to an account, and unties it. The person does it signed in and with a fresh proof; an administrator
// by a command.

import type { Provider } from "../../organisation/single-sign-on.ts";
import type { WriteTx } from "../../store/database.ts";
import type { Account } from "../../store/accounts.ts";
import { deleteLinks, insertLink } from "../../store/identity-providers.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import { recordChange, tellPerson, type Person, type PersonDependencies } from "../account-security/person.ts";
import { askDirectory, type DirectoryDependencies } from "./directory-password.ts";
import type { ProvenIdentity } from "./identities.ts";
import { loadWays } from "./local-sign-in.ts";
import { giveBack, withinLimits } from "../lockout.ts";
import { proofLimit } from "../account-security/person.ts";

/** False when the identity is somebody's already, or the account has one of this provider. */
export async function linkForPerson(
  dependencies: PersonDependencies,
  person: Person,
  { provider, identity }: { provider: Provider; identity: ProvenIdentity },
): Promise<boolean> {
  const { db, clock } = dependencies;
  const { account } = person;
  const { issuer, subject } = identity;
  if (provider.organisationId !== account.organisationId) return false;
  return db.write(async (tx) => {
    const now = new Date(clock.now());
    const link = { providerId: provider.id, issuer, subject, accountId: account.id, linkedBy: "person", now } as const;
    const linked = await insertLink(tx, link);
    const detail = { provider: provider.name, by: "person", subject };
    await recordChange(tx, dependencies, person, {
      action: "identityLink",
      outcome: linked ? "success" : "failure",
      detail,
    });
    return linked;
  });
}

export type DirectoryLinkResult = "linked" | "wrong" | "expired" | "taken" | "unavailable" | "tooMany";

/** With name and password of the directory; attempts are limited like those of a proof. */
export async function linkDirectoryForPerson(
  dependencies: PersonDependencies & { directories: DirectoryDependencies },
  person: Person,
  { username, password }: { username: string; password: string },
): Promise<DirectoryLinkResult> {
  const { db, directories } = dependencies;
  const { directory } = await db.read((tx) => loadWays(tx, person.account));
  if (!directory) return "unavailable";
  if (!(await withinLimits(dependencies, [proofLimit(person)]))) return "tooMany";
  const asked = { username, password, subject: undefined, loginName: undefined, decoy: false };
  const answer = await askDirectory(directories, directory, asked);
  if (answer.outcome !== "wrong") await giveBack(dependencies, [proofLimit(person)]);
  if (answer.outcome !== "right") return answer.outcome;
  const linked = await linkForPerson(dependencies, person, { provider: directory, identity: answer.identity });
  if (linked) await tellPerson(dependencies, person, { kind: "identityLinked", detail: directory.name });
  return linked ? "linked" : "taken";
}

/** By an administrator, for an account of the provider's organisation. False as above. */
export async function linkByCommand(
  tx: WriteTx,
  given: { account: Account; provider: Provider; identity: Pick<ProvenIdentity, "issuer" | "subject">; now: Date },
): Promise<boolean> {
  const { account, provider, identity, now } = given;
  const { issuer, subject } = identity;
  if (provider.organisationId !== account.organisationId) return false;
  const link = {
    providerId: provider.id,
    issuer,
    subject,
    accountId: account.id,
    linkedBy: "administrator",
    now,
  } as const;
  if (!(await insertLink(tx, link))) return false;
  await insertAuditEvent(tx, {
    at: now,
    organisationId: account.organisationId,
    subjectAccountId: account.id,
    action: "identityLink",
    outcome: "success",
    detail: { provider: provider.name, by: "command", subject },
  });
  return true;
}

/** All of an account; the sessions that they opened end. How many there were. */
export async function unlinkByCommand(tx: WriteTx, { account, now }: { account: Account; now: Date }): Promise<number> {
  const removed = await deleteLinks(tx, account.id);
  await insertAuditEvent(tx, {
    at: now,
    organisationId: account.organisationId,
    subjectAccountId: account.id,
    action: "identityUnlink",
    outcome: "success",
    detail: { by: "command", removed },
  });
  return removed;
}
