// Mail that the system itself writes to people: in Indonesian or English, from the organisation's no-reply address, signed on its
// way out as all mail of the domain. Codes and links are in it, so it is not journaled: a secret has no place in an archive.

import { buildMessage } from "../../standards/mime/build-message.ts";
import type { Messenger, SystemMail } from "../auth/messenger.ts";
import { createToken, type AccountId, type RandomSource } from "../base/ids.ts";
import { listDomains, findOrganisation } from "../store/organisations.ts";
import { deliver } from "./deliver.ts";
import type { Mail } from "./mail.ts";
import { queueUnanswerable } from "./queue-unanswerable.ts";

/** A code or link is of no use later. */
const EXPIRY_MS = 2 * 3_600_000;

export function createMessenger(options: {
  mail: Mail;
  random: RandomSource;
  /** Absent: there is no gateway. */
  sendText?: Messenger["sendText"];
}): Messenger {
  const { mail, random, sendText } = options;
  return {
    sendText,
    async sendMail(message) {
      const raw = await compose(mail, random, message);
      const blobHash = await mail.blobs.put(raw);
      const { organisationId, to } = message;
      const queued = { organisationId, blobHash, size: raw.byteLength, to, expiryMs: EXPIRY_MS };
      await mail.db.write((tx) => queueUnanswerable(tx, mail, queued));
    },
    async tellPerson(notice: SystemMail & { accountId: AccountId }) {
      const raw = await compose(mail, random, notice);
      await deliver(mail, {
        message: raw,
        organisationId: notice.organisationId,
        direction: "internal",
        envelope: { mailFrom: "", recipients: [notice.to] },
        targets: [{ accountId: notice.accountId, mailbox: "inbox" }],
        receivedAt: new Date(mail.clock.now()),
      });
    },
  };
}

async function compose(mail: Mail, random: RandomSource, message: SystemMail): Promise<Uint8Array> {
  const { organisationId, to, subject, text } = message;
  const { name, domain } = await mail.db.read(async (tx) => ({
    name: (await findOrganisation(tx, organisationId))?.name ?? "Surel",
    domain: (await listDomains(tx, organisationId))[0] ?? "localhost",
  }));
  return buildMessage({
    headers: [
      { name: "From", addresses: [{ name: `Surel ${name}`, email: `no-reply@${domain}` }] },
      { name: "To", addresses: [{ name: null, email: to }] },
      { name: "Subject", text: subject },
      { name: "Date", date: new Date(mail.clock.now()).toISOString() },
      { name: "Message-ID", messageIds: [`${createToken(random, 18)}@${domain}`] },
      // RFC 3834 §5
      { name: "Auto-Submitted", text: "auto-generated" },
    ],
    body: { type: "text/plain", content: `${text}\n` },
    boundary: () => `surel-${createToken(random, 18)}`,
  });
}
