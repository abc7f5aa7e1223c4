// A new password: whether it is good enough, and everything that follows from taking it.

import type { Clock } from "../base/clock.ts";
import { readPasswordPolicy } from "../organisation/password-policy.ts";
import type { Account } from "../store/accounts.ts";
import type { Database, WriteTx } from "../store/database.ts";
import type { Organisation } from "../store/organisations.ts";
import { listPasswordHistory } from "../store/password-history.ts";
import { findPassword } from "../store/passwords.ts";
import { loadLifetimeRules, recordPasswordChange } from "./lifetime-rules.ts";
import type { PasswordHasher } from "./password-hash.ts";
import { checkPassword, compareWithHistory, type PasswordReason } from "./password-policy/check-password.ts";
import type { StrengthEstimator } from "./password-policy/estimate-strength.ts";

export type NewPasswordReason = PasswordReason | { reason: "unequal" };

export interface NewPasswordDependencies {
  db: Database;
  clock: Clock;
  hasher: PasswordHasher;
  estimator: StrengthEstimator;
}

/** Every reason at once; it may be used when there are none. */
export async function findNewPasswordReasons(
  { db, hasher, estimator }: NewPasswordDependencies,
  given: {
    account: Account;
    organisation: Organisation;
    candidate: string;
    confirmation: string;
    previous?: string;
  },
): Promise<NewPasswordReason[]> {
  const { account, organisation, candidate, confirmation, previous } = given;
  const policy = readPasswordPolicy(organisation.settings);
  const hashes = await db.read(async (tx) => {
    const present = await findPassword(tx, account.id);
    return [...(present ? [present.hash] : []), ...(await listPasswordHistory(tx, account.id, policy.historyCount))];
  });
  const { reasons } = await checkPassword(
    {
      policy,
      candidate,
      person: { ...account, organisationName: organisation.name },
      previous,
      wasUsedBefore: compareWithHistory(hasher.forOwner(account.id), hashes),
    },
    estimator,
  );
  return candidate.normalize("NFC") === confirmation.normalize("NFC") ? reasons : [...reasons, { reason: "unequal" }];
}

/** After the row was replaced, in the same transaction: its hash is kept for comparison, and the new last day holds. */
export async function recordNewPassword(
  tx: WriteTx,
  { clock }: Pick<NewPasswordDependencies, "clock">,
  change: { account: Account; organisation: Organisation; replacedHash: string; changedAt: Date },
): Promise<void> {
  const { account, organisation, replacedHash, changedAt } = change;
  const rules = await loadLifetimeRules(tx, organisation, clock);
  await recordPasswordChange(tx, rules, { accountId: account.id, replacedHash, changedAt });
}
