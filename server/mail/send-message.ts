// A message leaves: local recipients get it at once, the others' rows become due, the journal keeps it; all in one transaction.
// Used when a submission is made and when one that was put off is released.

import { domainOf } from "../../standards/address/normalize-address.ts";
import type { AccountId, OrganisationId, SubmissionId } from "../base/ids.ts";
import type { Recipient } from "../organisation/directory.ts";
import type { WriteTx } from "../store/database.ts";
import {
  markReleased,
  queueChannel,
  settle,
  type NewQueueRecipient,
  type QueueId,
  type RecipientOutcome,
} from "../store/queue.ts";
import { deliverIn, type Delivery, type DeliveryResult } from "./deliver.ts";
import type { Mail } from "./mail.ts";
import type { PreparedMessage } from "./prepare-message.ts";

export interface SendingMessage {
  id: QueueId;
  accountId: AccountId;
  organisationId: OrganisationId;
  submissionId: SubmissionId | null;
  mailFrom: string;
  /** In the order of their rows; who each is here, if anybody. */
  recipients: readonly { ordinal: number; address: string; notify: string | null; local: Recipient | undefined }[];
  message: PreparedMessage;
  remote?: Readonly<Record<string, string | number | undefined>>;
}

/** How long a full mailbox is left alone before the next attempt. */
const fullMailboxRetryMs = 900_000;

export async function sendMessageIn(tx: WriteTx, mail: Mail, sending: SendingMessage): Promise<void> {
  const { recipients } = sending;
  const now = new Date(mail.clock.now());
  // Whoever wants to hear of success is served by the queue, which tells of it (RFC 3461 §4.1).
  const local = recipients.flatMap(({ local: one, notify }) =>
    one?.state === "active" && !/SUCCESS/i.test(notify ?? "") ? [one] : [],
  );
  const delivery: Delivery & { message: PreparedMessage } = {
    message: sending.message,
    organisationId: sending.organisationId,
    direction: local.length === recipients.length ? "internal" : "out",
    envelope: { mailFrom: sending.mailFrom, recipients: recipients.map(({ address }) => address) },
    targets: local.map(({ accountId }) => ({ accountId, mailbox: "inbox" })),
    receivedAt: now,
    sender: sending.accountId,
    remote: sending.remote,
  };
  const { results } = await deliverIn(tx, mail, delivery);
  // Nobody here has room, so nothing was kept; the others' mail is kept all the same.
  if (results.length > 0 && results.every((result) => "failure" in result)) {
    await deliverIn(tx, mail, { ...delivery, targets: [] });
  }
  const byAccount = new Map(results.map((result) => [result.accountId, result]));
  const outcomes = recipients.map(({ ordinal, local: one }) => ({
    ordinal,
    ...outcomeOf(one && byAccount.get(one.accountId), now),
  }));
  await markReleased(tx, sending.id);
  await settle(tx, sending.id, outcomes, { from: "held", now });
  if (outcomes.some(({ state }) => state === "queued")) {
    tx.afterCommit(() => void mail.db.notify(queueChannel, "").catch((error: Error) => mail.log.warn({ err: error })));
  }
}

/** Whoever is not here, or not any more, is the queue's: it delivers or says why not. */
function outcomeOf(result: DeliveryResult | undefined, now: Date): Omit<RecipientOutcome, "ordinal"> {
  const outcome = { host: null, nextAttemptAt: now, delayNotified: false, attempted: true };
  if (result && "emailId" in result) return { ...outcome, state: "delivered", reply: "250 2.1.5 Delivered" };
  if (result?.failure === "overQuota") {
    const nextAttemptAt = new Date(now.getTime() + fullMailboxRetryMs);
    return { ...outcome, nextAttemptAt, state: "deferred", reply: "452 4.2.2 The mailbox is full" };
  }
  return { ...outcome, attempted: false, state: "queued", reply: null };
}

/** A recipient's row as it begins. */
export function newRecipient(
  address: string,
  begin: Partial<NewQueueRecipient> & Pick<NewQueueRecipient, "state" | "nextAttemptAt">,
): NewQueueRecipient {
  const domain = domainOf(address) ?? address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return { address, domain, notify: null, originalRecipient: null, reply: null, ...begin };
}
