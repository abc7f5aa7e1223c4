// Reminds people before their passwords end and disables accounts whose grace is over. What it says goes into the person's own
// mailbox without any link; that an account goes off is told at the recovery channels too, since nobody reads its mailbox then.

import type { Messenger } from "../auth/messenger.ts";
import { passwordNoticeText } from "../auth/password-notice-text.ts";
import { tellEverywhere } from "../auth/recovery/tell-everywhere.ts";
import type { PrincipalCache } from "../auth/principal-cache.ts";
import { sweepPasswordLifetimes, type SweepDependencies } from "../auth/sweep-password-lifetimes.ts";
import type { Log } from "../base/log.ts";
import type { OrganisationId } from "../base/ids.ts";
import { readPolicies } from "../organisation/policies.ts";
import type { Database } from "../store/database.ts";
import { listOrganisations } from "../store/organisations.ts";
import type { AddressedNotice } from "../store/password-lifetimes.ts";
import type { Job } from "./start-jobs.ts";

export interface PasswordSweepDependencies extends Omit<SweepDependencies, "notify"> {
  messenger: Messenger;
  /** Of this process: disabled accounts are forgotten at once. */
  cache: PrincipalCache;
  log: Log;
}

export function sweepPasswordLifetimesJob(dependencies: PasswordSweepDependencies): Job {
  const { cache } = dependencies;
  return {
    name: "sweep-password-lifetimes",
    everyMs: 3_600_000,
    async run() {
      const notify = (notices: readonly AddressedNotice[]) => tellNotices(dependencies, notices);
      const { noticed, disabled, sent } = await sweepPasswordLifetimes({ ...dependencies, notify });
      for (const accountId of disabled) cache.forget({ accountId });
      return { noticed, disabled: disabled.length, sent };
    },
  };
}

/** Resolves to the ids of those that were told; one that fails is logged and comes again. */
async function tellNotices(
  { db, messenger, log }: PasswordSweepDependencies,
  notices: readonly AddressedNotice[],
): Promise<number[]> {
  const contacts = await readContacts(db);
  const told: number[] = [];
  for (const notice of notices) {
    try {
      await tellNotice({ db, messenger }, notice, contacts.get(notice.organisationId));
      told.push(notice.id);
    } catch (error) {
      log.error({ err: error, accountId: notice.accountId, kind: notice.kind }, "a password notice could not be sent");
    }
  }
  return told;
}

async function tellNotice(
  { db, messenger }: { db: Database; messenger: Messenger },
  notice: AddressedNotice,
  contact: string | undefined,
): Promise<void> {
  const { accountId, organisationId, address, language, kind } = notice;
  const text = passwordNoticeText({ ...notice, contact }, language);
  if (!text) return;
  if (kind !== "disabled") return messenger.tellPerson({ accountId, organisationId, to: address, ...text });
  const account = { id: accountId, organisationId, address };
  await tellEverywhere({ db, messenger }, { account, notice: { ...text, short: text.subject } });
}

/** Whom to ask, by organisation, as one line. */
async function readContacts(db: Database): Promise<Map<OrganisationId, string | undefined>> {
  const organisations = await db.read(listOrganisations);
  return new Map(
    organisations.map(({ id, settings }) => {
      const { contact } = readPolicies(settings);
      return [id, contact && [contact.name, contact.telephone].filter(Boolean).join(", ")];
    }),
  );
}
