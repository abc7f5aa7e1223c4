// Recipients at our own domains that the queue has: whose mailbox was full, who want to hear of success, or who are gone.

import type { Mail } from "../mail/mail.ts";
import { deliverIn } from "../mail/deliver.ts";
import { prepareMessage } from "../mail/prepare-message.ts";
import type { Directory, Recipient } from "../organisation/directory.ts";
import type { WriteTx } from "../store/database.ts";
import type { Batch, BatchRecipient } from "../store/queue.ts";
import { roomOf } from "../store/room.ts";
import type { RecipientResult } from "./send-batch.ts";

export interface LocalDelivery {
  results: RecipientResult[];
  /** To be run in the transaction that concludes the batch. */
  deliver?: (tx: WriteTx) => Promise<void>;
}

export async function deliverLocally(
  batch: Batch,
  raw: Uint8Array,
  { mail, directory }: { mail: Mail; directory: Directory },
): Promise<LocalDelivery> {
  const addresses = batch.recipients.map(({ address }) => address);
  const found = await directory.resolveRecipients(addresses);
  const administrator = await directory.findAdministrator(batch.organisationId);
  const whoIs = ({ address }: BatchRecipient): Recipient | undefined =>
    found.get(address) ?? (/^(?:postmaster|abuse)@/i.test(address) ? administrator : undefined);
  const known = batch.recipients.flatMap((recipient) => whoIs(recipient)?.accountId ?? []);
  const room = await mail.db.read((tx) => roomOf(tx, known));
  const takers: Recipient[] = [];
  const results = batch.recipients.map((recipient): RecipientResult => {
    const base = { ordinal: recipient.ordinal, host: null, tellsSuccess: false };
    const who = whoIs(recipient);
    if (!who) return { ...base, result: "permanent", reply: "550 5.1.1 No such mailbox here" };
    if (who.state !== "active")
      return { ...base, result: "permanent", reply: "550 5.2.1 The mailbox does not take mail" };
    if ((room.get(who.accountId) ?? 0) < batch.size) {
      return { ...base, result: "temporary", reply: "452 4.2.2 The mailbox is full" };
    }
    takers.push(who);
    return { ...base, result: "delivered", reply: "250 2.1.5 Delivered" };
  });
  if (takers.length === 0) return { results };
  const message = await prepareMessage(mail, raw);
  return {
    results,
    async deliver(tx) {
      const { results: delivered } = await deliverIn(tx, mail, {
        message,
        organisationId: batch.organisationId,
        direction: batch.accountId === null ? "in" : "internal",
        envelope: { mailFrom: batch.mailFrom, recipients: addresses },
        targets: takers.map(({ accountId }) => ({ accountId, mailbox: "inbox" })),
        receivedAt: new Date(mail.clock.now()),
        // Its entry was made when it was accepted; what has none, such as a code for signing in, must have none.
        isJournaled: false,
      });
      if (delivered.some((one) => "failure" in one)) throw new Error("a mailbox filled up just now");
    },
  };
}
