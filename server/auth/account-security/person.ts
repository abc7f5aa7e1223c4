// The signed-in person at the pages of their own account, with what their organisation demands, and the proof that a change asks
// for.

import type { Clock } from "../../base/clock.ts";
import type { RandomSource } from "../../base/ids.ts";
import { readSecurityPolicy, type SecurityPolicy } from "../../organisation/security-policy.ts";
import { findAccount, type Account } from "../../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../../store/audit.ts";
import type { Database, WriteTx } from "../../store/database.ts";
import { findOrganisation, type Organisation } from "../../store/organisations.ts";
import { findPassword } from "../../store/passwords.ts";
import { findProofTime, updateProofTime } from "../../store/sessions.ts";
import type { Visitor } from "../begin-session.ts";
import { giveBack, withinLimits, type SmallLimit } from "../lockout.ts";
import type { Messenger } from "../messenger.ts";
import type { NewPasswordDependencies } from "../new-password.ts";
import { noticeText, type NoticeKind } from "../recovery/message-texts.ts";
import { tellEverywhere } from "../recovery/tell-everywhere.ts";
import type { RecoveryChannel } from "../../store/recovery.ts";
import type { PrincipalCache } from "../principal-cache.ts";
import type { Principal } from "../principal.ts";
import type { SecretBox } from "../secret-box.ts";
import { askDirectory, type DirectoryDependencies } from "../single-sign-on/directory-password.ts";
import { loadWays, type SignInWays } from "../single-sign-on/local-sign-in.ts";
import { useTotpCode } from "../second-step/use-totp-code.ts";

export interface PersonDependencies extends NewPasswordDependencies {
  db: Database;
  clock: Clock;
  random: RandomSource;
  secrets: SecretBox;
  messenger: Messenger | undefined;
  publicUrl: string;
  cache: PrincipalCache;
  directories: DirectoryDependencies;
}

export interface Person {
  account: Account;
  organisation: Organisation;
  security: SecurityPolicy;
  sessionHash: Buffer;
  /** The last proof is young enough for changes to how one signs in. */
  isProven: boolean;
  isPublicComputer: boolean;
  visitor: Visitor;
  /** How the organisation lets this person sign in. */
  ways: SignInWays;
}

/** Wrong passwords and codes of one session, for every form that takes them. */
export function proofLimit({ account, sessionHash }: Person): SmallLimit {
  const text = `${account.id} ${sessionHash.toString("hex")}`;
  return { scope: "step-up", text, limit: 8, windowMinutes: 15, accountId: account.id };
}

export async function findPerson(
  { db, clock }: Pick<PersonDependencies, "db" | "clock">,
  principal: Principal,
  visitor: Visitor,
): Promise<Person> {
  const sessionHash = Buffer.from(principal.sessionHash ?? "", "hex");
  return db.read(async (tx) => {
    const account = await findAccount(tx, principal.accountId);
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    if (!organisation) throw new Error("a principal without an account");
    const security = readSecurityPolicy(organisation.settings);
    const provenAt = await findProofTime(tx, sessionHash);
    const age = clock.now() - (provenAt?.getTime() ?? Number.NEGATIVE_INFINITY);
    const isProven = age <= security.stepUpMinutes * 60_000;
    const { isPublicComputer = false } = principal;
    const ways = await loadWays(tx, account);
    return { account, organisation, security, sessionHash, isProven, isPublicComputer, visitor, ways };
  });
}

/** Step-up: the password (ours or the directory's), or a code of the person's app. Attempts are limited; the session goes on. */
export async function proveAgain(
  dependencies: PersonDependencies,
  person: Person,
  shown: { password?: string; code?: string },
): Promise<"proven" | "wrong" | "tooMany" | "unavailable"> {
  const { db, clock, hasher, secrets } = dependencies;
  const { account, sessionHash, ways } = person;
  const now = new Date(clock.now());
  if (!(await withinLimits(dependencies, [proofLimit(person)]))) return "tooMany";
  const present = ways.local ? await db.read((tx) => findPassword(tx, account.id)) : undefined;
  const there = shown.code ? "none" : await proveThere(dependencies, person, shown.password ?? "");
  const proven = shown.code
    ? await db.write((tx) => useTotpCode(tx, secrets, { account, code: shown.code ?? "", now }))
    : (await hasher.forOwner(account.id).verify(shown.password ?? "", present?.hash)) || there === "right";
  if (!proven && there === "unavailable" && !present) {
    await giveBack(dependencies, [proofLimit(person)]);
    return "unavailable";
  }
  if (proven) await giveBack(dependencies, [proofLimit(person)]);
  await db.write(async (tx) => {
    if (proven) await updateProofTime(tx, sessionHash, now);
    await recordChange(tx, dependencies, person, { action: "stepUp", outcome: proven ? "success" : "failure" });
  });
  return proven ? "proven" : "wrong";
}

/** Whether the password is that of the directory's entry which is linked to the account. */
async function proveThere(
  { directories }: PersonDependencies,
  { account, ways: { directory, links } }: Person,
  password: string,
): Promise<"right" | "wrong" | "unavailable" | "none"> {
  const link = links.find(({ providerId }) => providerId === directory?.id);
  if (!directory || !link) return "none";
  const { subject } = link;
  const asked = { username: "", subject, loginName: account.loginName, password, decoy: false };
  const answer = await askDirectory(directories, directory, asked);
  if (answer.outcome === "unavailable") return "unavailable";
  return answer.outcome === "right" && answer.identity.subject === subject ? "right" : "wrong";
}

/** The row in the audit trail of what the person did. */
export async function recordChange(
  tx: WriteTx,
  { clock }: Pick<PersonDependencies, "clock">,
  { account, visitor }: Person,
  event: Pick<AuditEvent, "action" | "detail"> & { outcome?: AuditEvent["outcome"] },
): Promise<void> {
  await insertAuditEvent(tx, {
    at: new Date(clock.now()),
    organisationId: account.organisationId,
    actorAccountId: account.id,
    subjectAccountId: account.id,
    outcome: "success",
    networkAddress: visitor.networkAddress,
    device: visitor.device.slice(0, 200),
    ...event,
  });
}

/** Tells the person what was changed, in the application and at the recovery channels. */
export async function tellPerson(
  { db, clock, messenger }: Pick<PersonDependencies, "db" | "clock" | "messenger">,
  { account, organisation, visitor }: Person,
  what: { kind: NoticeKind; detail?: string; also?: readonly Pick<RecoveryChannel, "kind" | "target">[] },
): Promise<void> {
  const { networkAddress } = visitor;
  const { kind, detail, also } = what;
  const notice = noticeText(kind, { account, organisation, now: new Date(clock.now()), networkAddress, detail });
  await tellEverywhere({ db, messenger }, { account, notice, also });
}
