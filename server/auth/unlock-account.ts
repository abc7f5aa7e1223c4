// IT support ends the locks of an account; a person who got back in through a recovery channel does too.

import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import { insertAuditEvent, type AuditEvent } from "../store/audit.ts";
import type { WriteTx } from "../store/database.ts";
import { deleteAttemptsOf, endSignInLocks } from "../store/sign-in-attempts.ts";

/** How many locks ended. Attempts are counted anew in any case. `by` is absent when a command of the operator did it. */
export async function unlockAccount(
  tx: WriteTx,
  { clock }: { clock: Clock },
  given: {
    accountId: AccountId;
    organisationId: OrganisationId;
    by?: AccountId;
    /** From where. */
    at?: Pick<AuditEvent, "networkAddress" | "device">;
  },
): Promise<number> {
  const { accountId, organisationId, by } = given;
  const now = new Date(clock.now());
  const ended = await endSignInLocks(tx, accountId, { now, by });
  await deleteAttemptsOf(tx, accountId);
  await insertAuditEvent(tx, {
    ...given.at,
    at: now,
    organisationId,
    actorAccountId: by,
    subjectAccountId: accountId,
    action: "accountUnlock",
    outcome: "success",
    detail: { ended },
  });
  return ended;
}
