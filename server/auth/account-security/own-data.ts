// The person's own data, at their own request (BSSN 4/2021 article 27, UU 27/2022): a copy of it, and the wish that it be deleted. Mail
// of an office is a record of the organisation, so what is deleted and when is decided by people: the wish goes to the service desk.

import { readPolicies } from "../../organisation/policies.ts";
import { listDeskMembers } from "../../store/accounts.ts";
import { findDeletionRequest, listAuditEvents } from "../../store/audit.ts";
import { withinLimits } from "../lockout.ts";
import { deletionRequestText } from "../recovery/message-texts.ts";
import { viewAccess } from "./access.ts";
import { recordChange, tellPerson, type Person, type PersonDependencies } from "./person.ts";

const EXPORTS_PER_DAY = 6;
const REQUESTS_PER_DAY = 1;
const DAY_MINUTES = 24 * 60;
const MOST_EVENTS = 10_000;

/** Written down and told to the person, because a thief would like a copy too. False when there were too many today. */
export async function admitExport(
  dependencies: PersonDependencies,
  person: Person,
  what: "mail" | "account",
): Promise<boolean> {
  const { db } = dependencies;
  const { id: accountId } = person.account;
  const limit = { scope: "data-export", text: String(accountId), limit: EXPORTS_PER_DAY, windowMinutes: DAY_MINUTES };
  if (!(await withinLimits(dependencies, [{ ...limit, accountId }]))) return false;
  await db.write((tx) => recordChange(tx, dependencies, person, { action: "dataExport", detail: { export: what } }));
  await tellPerson(dependencies, person, { kind: "dataExported" });
  return true;
}

/** What is known of the person beside their mail, in names that a person can read. Holds no secret that opens the account. */
export async function collectAccountData(
  dependencies: PersonDependencies,
  person: Person,
): Promise<Record<string, unknown>> {
  const { account, organisation } = person;
  const { channels, factors, passkeys, sessions, devices, appPasswords } = await viewAccess(dependencies, person);
  const events = await dependencies.db.read((tx) => listAuditEvents(tx, account.id, { limit: MOST_EVENTS }));
  return {
    exportedAt: new Date(dependencies.clock.now()),
    organisation: organisation.name,
    timeZone: readPolicies(organisation.settings).timeZone,
    account,
    recoveryChannels: channels,
    secondFactors: factors,
    passkeys,
    sessions,
    rememberedBrowsers: devices,
    appPasswords,
    history: events,
  };
}

/** When the person asked last. */
export function findOwnDeletionRequest({ db }: PersonDependencies, { account }: Person): Promise<Date | undefined> {
  return db.read((tx) => findDeletionRequest(tx, account.id));
}

/** Reaches everybody at the service desk, and stands on the account's page there. False when it was asked for today already. */
export async function requestDeletion(dependencies: PersonDependencies, person: Person): Promise<boolean> {
  const { db, clock, messenger } = dependencies;
  const { account, organisation } = person;
  const limit = { scope: "deletion-request", text: String(account.id), limit: REQUESTS_PER_DAY };
  const counted = { ...limit, windowMinutes: DAY_MINUTES, accountId: account.id };
  if (!(await withinLimits(dependencies, [counted]))) return false;
  const members = await db.write(async (tx) => {
    await recordChange(tx, dependencies, person, { action: "deletionRequest" });
    return listDeskMembers(tx, organisation.id);
  });
  const now = new Date(clock.now());
  for (const member of members) {
    const { id: accountId, address: to } = member;
    const { subject, text } = deletionRequestText({ account: member, organisation, about: account, now });
    await messenger?.tellPerson({ accountId, organisationId: organisation.id, to, subject, text });
  }
  return true;
}
