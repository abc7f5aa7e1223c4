// Whether an account and its password let their person in, derived at each check: what ends with a day has ended then, and not
// when a job next runs.

import type { Clock } from "../base/clock.ts";
import type { Account } from "../store/accounts.ts";
import type { ReadTx } from "../store/database.ts";
import type { Organisation } from "../store/organisations.ts";
import { findPasswordHolder } from "../store/password-lifetimes.ts";
import type { Vouched } from "../store/provider-sessions.ts";
import { findPassword, type Password } from "../store/passwords.ts";
import { loadLifetimeRules } from "./lifetime-rules.ts";
import type { PasswordLifetime } from "./password-lifetime.ts";

export type Standing =
  | { kind: "open" }
  /** Right, but the password must be replaced first: it came from the desk, or its time is over. */
  | { kind: "mustChange"; cause: "initial" | "expired" }
  /** R63: `over` its grace. `unused`: the code of the desk was not used in time. */
  | { kind: "closed"; because: "disabled" | "over" | "unused" };

/**
 * `password` and `lifetime` are undefined where there is no password of ours, or none that it depends on, which leaves the account
 * open. `isLinked`: a provider vouches for the person besides, so the end of this password is the end of it alone.
 */
export function standingOf(given: {
  account: Pick<Account, "state">;
  password: Password | undefined;
  lifetime: PasswordLifetime | undefined;
  isLinked?: boolean;
  now: Date;
}): Standing {
  const { account, password, lifetime, isLinked = false, now } = given;
  if (account.state !== "active") return { kind: "closed", because: "disabled" };
  if (lifetime?.state === "over" && !isLinked) return { kind: "closed", because: "over" };
  if (password?.mustChange) {
    const isTooOld = password.expiresAt !== null && password.expiresAt <= now;
    return isTooOld ? { kind: "closed", because: "unused" } : { kind: "mustChange", cause: "initial" };
  }
  return lifetime?.state === "expired" || lifetime?.state === "over"
    ? { kind: "mustChange", cause: "expired" }
    : { kind: "open" };
}

export async function findStanding(
  tx: ReadTx,
  { clock }: { clock: Clock },
  { account, organisation, vouched }: { account: Account; organisation: Organisation; vouched?: Vouched | undefined },
): Promise<Standing> {
  const now = new Date(clock.now());
  // Whom a provider vouches for does not depend on a password of ours.
  if (vouched) return standingOf({ account, password: undefined, lifetime: undefined, now });
  const password = await findPassword(tx, account.id);
  const holder = await findPasswordHolder(tx, account.id);
  const lifetime = holder && (await loadLifetimeRules(tx, organisation, clock)).lifetimeOf(holder);
  return standingOf({ account, password, lifetime, now });
}
