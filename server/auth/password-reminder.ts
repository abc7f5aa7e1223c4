// The last days of a password, which the person is told when signing in; earlier reminders come by message only.

import type { Clock } from "../base/clock.ts";
import type { Account } from "../store/accounts.ts";
import type { ReadTx } from "../store/database.ts";
import { findOrganisation } from "../store/organisations.ts";
import { findPasswordHolder } from "../store/password-lifetimes.ts";
import { loadLifetimeRules } from "./lifetime-rules.ts";
import type { PasswordLifetime } from "./password-lifetime.ts";

const WORKING_DAYS = 3;

/** Undefined when there is nothing to tell. */
export async function findPasswordReminder(
  tx: ReadTx,
  { clock }: { clock: Clock },
  { id, organisationId }: Pick<Account, "id" | "organisationId">,
): Promise<PasswordLifetime | undefined> {
  const holder = await findPasswordHolder(tx, id);
  const organisation = holder && (await findOrganisation(tx, organisationId));
  const lifetime = organisation && (await loadLifetimeRules(tx, organisation, clock)).lifetimeOf(holder);
  return lifetime?.state === "reminding" && lifetime.workingDaysLeft <= WORKING_DAYS ? lifetime : undefined;
}
