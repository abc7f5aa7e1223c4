// Undo of a sending whose time has not come (EmailSubmission/set, undoStatus "canceled", RFC 8621 §7.5).

import type { AccountId, SubmissionId } from "../base/ids.ts";
import { beginChange, finishChange } from "../store/mail-account.ts";
import { cancelHeld, lockHeld } from "../store/queue.ts";
import { listSubmissions, touchSubmission } from "../store/submissions.ts";
import type { Mail } from "./mail.ts";

/** "cannotUnsend" when it is on its way; asking twice is no error. */
export function cancelSubmission(
  mail: Mail,
  accountId: AccountId,
  submissionId: SubmissionId,
): Promise<"canceled" | "cannotUnsend" | "notFound"> {
  return mail.db.write(async (tx) => {
    const change = await beginChange(tx, accountId);
    const [submission] = await listSubmissions(tx, accountId, [submissionId]);
    if (!change || !submission) return "notFound";
    if (submission.undoStatus === "canceled") return "canceled";
    const held = await lockHeld(tx, { accountId, submissionId });
    if (held === undefined) return "cannotUnsend";
    await cancelHeld(tx, held, new Date(mail.clock.now()));
    await touchSubmission(tx, change, submissionId, { undoStatus: "canceled" });
    const states = await finishChange(tx, change, ["submission"]);
    tx.afterCommit(() => mail.changes.publish(accountId, states));
    return "canceled";
  });
}
