// The job that reminds people before their passwords end and disables accounts whose grace is over. Repeating it, or running it
// twice at once, changes nothing: what was written down is not written again, and a notice is claimed before it is sent.

import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import type { WorkingCalendars } from "../organisation/working-days/working-calendars.ts";
import type { Database } from "../store/database.ts";
import { listOrganisations } from "../store/organisations.ts";
import {
  claimPasswordNotices,
  disableForPassword,
  insertPasswordNotices,
  listPasswordHolders,
  markPasswordNoticesSent,
  type AddressedNotice,
  type NewPasswordNotice,
  type PasswordHolder,
} from "../store/password-lifetimes.ts";
import { readLifetimeRules, type LifetimeRules } from "./lifetime-rules.ts";

export interface SweepDependencies {
  db: Database;
  clock: Clock;
  calendars: WorkingCalendars;
  /**
   * Shows and sends notices: in the application, and as a message without any link to a form (passwordNoticeText). Resolves to
   * the ids of those that are sent; the others come again. After a crash a notice may come twice.
   */
  notify(notices: readonly AddressedNotice[]): Promise<readonly number[]>;
}

export interface SweepResult {
  /** Notices that are new, of all kinds but "disabled". */
  noticed: number;
  /** Accounts disabled now: their proofs kept in this process must be forgotten, their streams closed. */
  disabled: AccountId[];
  sent: number;
}

const ACCOUNTS_AT_ONCE = 2000;
const NOTICES_AT_ONCE = 200;
const CLAIM_MS = 15 * 60_000;

export async function sweepPasswordLifetimes(dependencies: SweepDependencies): Promise<SweepResult> {
  const result: SweepResult = { noticed: 0, disabled: [], sent: 0 };
  const organisations = await dependencies.db.read(listOrganisations);
  for (const organisation of organisations) {
    const rules = await readLifetimeRules(organisation, dependencies);
    await sweepOrganisation(dependencies, { id: organisation.id, rules }, result);
  }
  result.sent = await sendPasswordNotices(dependencies);
  return result;
}

async function sweepOrganisation(
  { db, clock }: SweepDependencies,
  organisation: { id: OrganisationId; rules: LifetimeRules },
  result: SweepResult,
): Promise<void> {
  const { id, rules } = organisation;
  let after = 0 as AccountId;
  for (;;) {
    const holders = await db.read((tx) => listPasswordHolders(tx, id, { after, limit: ACCOUNTS_AT_ONCE }));
    const over = holders.flatMap((holder) => {
      const lifetime = rules.lifetimeOf(holder);
      return lifetime?.state === "over" ? { ...holder, lastDay: lifetime.lastDay.toString() } : [];
    });
    const notices = holders.flatMap((holder) => findNotice(rules, holder) ?? []);
    if (over.length + notices.length > 0) {
      const now = new Date(clock.now());
      const [disabled, noticed] = await db.write((tx) =>
        Promise.all([disableForPassword(tx, over, now), insertPasswordNotices(tx, notices, { now })]),
      );
      result.disabled.push(...disabled);
      result.noticed += noticed;
    }
    const last = holders.at(-1);
    if (!last || holders.length < ACCOUNTS_AT_ONCE) return;
    after = last.accountId;
  }
}

/** What this person is to be told by now, whether they were told already or not. */
function findNotice(rules: LifetimeRules, holder: PasswordHolder): NewPasswordNotice | undefined {
  const lifetime = rules.lifetimeOf(holder);
  // Whoever has not used the desk's password yet reads no mail here.
  if (!lifetime || holder.mustChange || lifetime.state === "over") return undefined;
  const { accountId, changedAt } = holder;
  const { state, lastDay, graceLastDay, reminder, shortenTo, workingDaysLeft, provisional } = lifetime;
  const notice = {
    accountId,
    changedAt,
    daysBefore: 0,
    lastDay: lastDay.toString(),
    graceLastDay: graceLastDay.toString(),
    workingDaysLeft,
    provisional,
  };
  if (shortenTo) return { ...notice, kind: "shortened", lastDay: shortenTo.toString(), graceLastDay: null };
  if (state === "expired") return { ...notice, kind: "expired" };
  return reminder === undefined ? undefined : { ...notice, kind: "reminder", daysBefore: reminder };
}

async function sendPasswordNotices({ db, clock, notify }: SweepDependencies): Promise<number> {
  let sent = 0;
  for (;;) {
    const now = clock.now();
    const claim = { now: new Date(now), until: new Date(now + CLAIM_MS), limit: NOTICES_AT_ONCE };
    const notices = await db.write((tx) => claimPasswordNotices(tx, claim));
    if (notices.length === 0) return sent;
    const ids = await notify(notices);
    await db.write((tx) => markPasswordNoticesSent(tx, ids, new Date(clock.now())));
    sent += ids.length;
  }
}
