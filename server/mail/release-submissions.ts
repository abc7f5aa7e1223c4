// Submissions that were put off leave when their time has come.

import type { Directory } from "../organisation/directory.ts";
import { beginChange, finishChange } from "../store/mail-account.ts";
import { findDueHeld, lockHeld } from "../store/queue.ts";
import { lockAccounts, touchSubmission } from "../store/submissions.ts";
import type { Mail } from "./mail.ts";
import { prepareMessage } from "./prepare-message.ts";
import { sendMessageIn } from "./send-message.ts";

/** Sends the one that is due longest; false when none is due. Any number of processes may do so at once. */
export async function releaseNext(mail: Mail, directory: Directory): Promise<boolean> {
  const due = await mail.db.read((tx) => findDueHeld(tx, new Date(mail.clock.now())));
  if (!due) return false;
  const raw = await mail.blobs.get(due.blobHash);
  if (!raw) throw new Error(`the blob ${due.blobHash} of message ${due.id} in the queue is gone`);
  const message = await prepareMessage(mail, raw);
  const locals = await directory.resolveRecipients(due.recipients.map(({ address }) => address));
  const recipients = due.recipients.map((one) => ({ ...one, local: locals.get(one.address) }));
  await mail.db.write(async (tx) => {
    await lockAccounts(tx, [due.accountId, ...[...locals.values()].map(({ accountId }) => accountId)]);
    // Cancelled meanwhile, or sent by another process.
    if ((await lockHeld(tx, { id: due.id })) === undefined) return;
    await sendMessageIn(tx, mail, { ...due, recipients, message });
    const change = due.submissionId === null ? undefined : await beginChange(tx, due.accountId);
    if (!change || due.submissionId === null) return;
    await touchSubmission(tx, change, due.submissionId, { undoStatus: "final" });
    const states = await finishChange(tx, change, ["submission"]);
    tx.afterCommit(() => mail.changes.publish(due.accountId, states));
  });
  return true;
}
