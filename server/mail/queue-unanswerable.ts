// Mail that the system sends of itself: with the null reverse-path, so that nobody answers it and no notice of its failure comes
// back (RFC 3834 §3.3, RFC 5321 §4.5.5).
import type { BlobHash, OrganisationId } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { insertQueueMessage, queueChannel } from "../store/queue.ts";
import type { Mail } from "./mail.ts";
import { newRecipient } from "./send-message.ts";

export interface UnanswerableMail {
  organisationId: OrganisationId;
  blobHash: BlobHash;
  size: number;
  to: string;
  /** How long it is tried. */
  expiryMs: number;
}

/** Its blob must be kept already, or by the same transaction. The queue is woken after the commit. */
export async function queueUnanswerable(
  tx: WriteTx,
  mail: Pick<Mail, "db" | "clock" | "log">,
  { organisationId, blobHash, size, to, expiryMs }: UnanswerableMail,
): Promise<void> {
  const now = new Date(mail.clock.now());
  await insertQueueMessage(
    tx,
    {
      accountId: null,
      organisationId,
      submissionId: null,
      blobHash,
      size,
      mailFrom: "",
      envelopeId: null,
      dsnReturn: null,
      smtputf8: false,
      queuedAt: now,
      expiresAt: new Date(now.getTime() + expiryMs),
      releaseAt: null,
    },
    [newRecipient(to, { state: "queued", nextAttemptAt: now })],
  );
  tx.afterCommit(() => void mail.db.notify(queueChannel, "").catch((error: Error) => mail.log.warn({ err: error })));
}
