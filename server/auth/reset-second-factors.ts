// Takes a person's second factors away, after checking who asks: for a lost phone without recovery codes. How identity was checked is
// recorded, sessions end since a thief may hold one, and the person is told in the application and at the recovery channels.

import type { Clock } from "../base/clock.ts";
import type { Account } from "../store/accounts.ts";
import { insertAuditEvent, type AuditEvent } from "../store/audit.ts";
import type { WriteTx } from "../store/database.ts";
import { deletePendingSignInsOf } from "../store/pending-sign-ins.ts";
import { listRecoveryChannels, updateChannelUse } from "../store/recovery.ts";
import { deleteFactors } from "../store/second-factors.ts";
import { deleteSessionsOf } from "../store/sessions.ts";

const IDENTITY_LENGTH = { least: 5, most: 300 };

/** Authenticator app, passkeys, recovery codes, trusted browsers and sign-in codes by message; recovery channels stay, to be told. */
export async function resetSecondFactors(
  tx: WriteTx,
  { clock }: { clock: Clock },
  {
    account,
    identity,
    event,
  }: {
    account: Account;
    /** How the person was known (readIdentity). */
    identity: string;
    /** Who did it, from where. */
    event: Pick<AuditEvent, "actorAccountId" | "networkAddress" | "device"> & { by: "desk" | "command" };
  },
): Promise<void> {
  const { id: accountId, organisationId } = account;
  const { by, ...who } = event;
  await deleteFactors(tx, accountId);
  for (const { kind } of await listRecoveryChannels(tx, accountId)) {
    await updateChannelUse(tx, accountId, { kind, forSignIn: false });
  }
  await deleteSessionsOf(tx, accountId);
  await deletePendingSignInsOf(tx, accountId);
  await insertAuditEvent(tx, {
    ...who,
    at: new Date(clock.now()),
    organisationId,
    subjectAccountId: accountId,
    action: "secondFactorChange",
    outcome: "success",
    detail: { removed: "all", by, identity },
  });
}

/** How identity was checked: one line, neither empty nor a letter; undefined when it says nothing. */
export function readIdentity(typed: string): string | undefined {
  const text = typed.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  return text.length < IDENTITY_LENGTH.least ? undefined : text.slice(0, IDENTITY_LENGTH.most);
}
