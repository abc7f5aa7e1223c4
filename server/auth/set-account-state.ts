// Enabling and disabling an account, by the desk or by a command. Mail goes on being accepted for a disabled one.

import type { Clock } from "../base/clock.ts";
import type { Account } from "../store/accounts.ts";
import { updateAccountState } from "../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../store/audit.ts";
import type { WriteTx } from "../store/database.ts";
import type { Organisation } from "../store/organisations.ts";
import { deletePendingSignInsOf } from "../store/pending-sign-ins.ts";
import { deleteResetLinks } from "../store/recovery.ts";
import { deleteSessionsOf } from "../store/sessions.ts";
import { loadLifetimeRules, recordEnabling } from "./lifetime-rules.ts";

/**
 * Disabling ends sessions and links at once; other processes notice within seconds. Enabling leaves the days of grace to a
 * password whose time is over. `event`: who did it, from where.
 */
export async function setAccountState(
  tx: WriteTx,
  { clock }: { clock: Clock },
  change: {
    account: Account;
    organisation: Organisation;
    state: Account["state"];
    event: Pick<AuditEvent, "actorAccountId" | "networkAddress" | "device" | "detail">;
  },
): Promise<void> {
  const { account, organisation, state, event } = change;
  const { id: accountId } = account;
  const now = new Date(clock.now());
  await updateAccountState(tx, accountId, state);
  if (state === "active") {
    await recordEnabling(tx, await loadLifetimeRules(tx, organisation, clock), { accountId, now });
  } else {
    await deleteSessionsOf(tx, accountId);
    await deletePendingSignInsOf(tx, accountId);
    await deleteResetLinks(tx, accountId);
  }
  await insertAuditEvent(tx, {
    ...event,
    at: now,
    organisationId: account.organisationId,
    subjectAccountId: accountId,
    action: "accountStateChange",
    outcome: "success",
    detail: { state, ...event.detail },
  });
}
