// The desk takes a person's second factors away, after checking who asks: for a lost phone without recovery codes. How identity was
// checked is recorded, and the person is told in the application and at the recovery channels.

import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import { findAccount } from "../store/accounts.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { findOrganisation } from "../store/organisations.ts";
import { deletePendingSignInsOf } from "../store/pending-sign-ins.ts";
import { listRecoveryChannels, updateChannelUse } from "../store/recovery.ts";
import { deleteFactors } from "../store/second-factors.ts";
import type { Messenger } from "./messenger.ts";
import { noticeText } from "./recovery/message-texts.ts";
import { tellEverywhere } from "./recovery/tell-everywhere.ts";

/** `identityCheck` says how the person was known, as "kartu pegawai, tatap muka"; false when there is no such account. */
export async function resetSecondFactors(
  { db, clock, messenger }: { db: Database; clock: Clock; messenger: Messenger | undefined },
  { accountId, by, identityCheck }: { accountId: AccountId; by: AccountId; identityCheck: string },
): Promise<boolean> {
  if (identityCheck.trim() === "") throw new Error("second factors are reset only after identity was checked");
  const now = new Date(clock.now());
  const reset = await db.write(async (tx) => {
    const account = await findAccount(tx, accountId);
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    if (!organisation) return undefined;
    await deleteFactors(tx, accountId);
    await deletePendingSignInsOf(tx, accountId);
    for (const { kind } of await listRecoveryChannels(tx, accountId)) {
      await updateChannelUse(tx, accountId, { kind, forSignIn: false });
    }
    await insertAuditEvent(tx, {
      at: now,
      organisationId: organisation.id,
      actorAccountId: by,
      subjectAccountId: accountId,
      action: "secondFactorChange",
      outcome: "success",
      detail: { removed: "all", identityCheck: identityCheck.trim().slice(0, 200) },
    });
    return { account, organisation };
  });
  if (!reset) return false;
  const notice = noticeText("secondFactorReset", { ...reset, now });
  await tellEverywhere({ db, messenger }, { account: reset.account, notice });
  return true;
}
