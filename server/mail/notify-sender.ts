// Notices to the sender about what became of a message (RFC 3461, RFC 3464): prepared outside the transaction that they tell
// of, given to the sender inside it. With the null reverse-path, so that no notice is ever about a notice (RFC 5321 §6.1).

import { domainOf } from "../../standards/address/normalize-address.ts";
import {
  buildDeliveryStatus,
  type DeliveryAction,
  type RecipientStatus,
} from "../../standards/mime/delivery-status.ts";
import { headerOf } from "../../standards/mime/edit-header.ts";
import { asMessageIds, asText, messageHeader } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { createToken, type BlobHash, type OrganisationId, type RandomSource } from "../base/ids.ts";
import type { Recipient } from "../organisation/directory.ts";
import type { WriteTx } from "../store/database.ts";
import { deliverIn, type Delivery } from "./deliver.ts";
import type { Mail } from "./mail.ts";
import { prepareMessage, type PreparedMessage } from "./prepare-message.ts";
import { queueUnanswerable } from "./queue-unanswerable.ts";

export interface NoticeSubject {
  organisationId: OrganisationId;
  /** Who is told: the return path of the message, never empty. */
  mailFrom: string;
  /** Whose mailbox that is, when it is one of ours. */
  sender: Recipient | undefined;
  raw: Uint8Array;
  arrivedAt: Date;
  envelopeId: string | null;
  /** Whether the whole message is returned with a failure (RFC 3461 §4.3). */
  returnsAll: boolean;
  hostname: string;
  random: RandomSource;
}

export interface PreparedNotice {
  subject: NoticeSubject;
  message: PreparedMessage;
}

const noticeExpiryMs = 5 * 24 * 3_600_000;

/** One notice for all the recipients; their actions must be the same. */
export async function prepareNotice(
  mail: Mail,
  subject: NoticeSubject,
  recipients: readonly RecipientStatus[],
): Promise<PreparedNotice> {
  const { raw, mailFrom, hostname, random } = subject;
  const parsed = parseMessage(raw);
  const domain = subject.sender ? (domainOf(mailFrom) ?? hostname) : hostname;
  const messageId = messageHeader(parsed, "Message-ID");
  const subjectField = messageHeader(parsed, "Subject");
  const title = (subjectField ? asText(subjectField, parsed.charset) : "").slice(0, 200);
  const action = recipients[0]?.action ?? "failed";
  const notice = buildDeliveryStatus({
    from: { name: "Surel", email: `postmaster@${domain}` },
    to: { name: null, email: mailFrom },
    subject: `${titles[action]}: ${title}`,
    date: new Date(mail.clock.now()),
    messageId: `${createToken(random, 18)}@${domain}`,
    inReplyTo: messageId ? (asMessageIds(messageId)?.[0] ?? null) : null,
    text: noticeText(action, title, recipients),
    reportingMta: hostname,
    arrivedAt: subject.arrivedAt,
    originalEnvelopeId: subject.envelopeId,
    recipients,
    originalHeader: headerOf(raw),
    originalMessage: action === "failed" && subject.returnsAll ? raw : null,
    boundary: () => `surel-${createToken(random, 18)}`,
  });
  return { subject, message: await prepareMessage(mail, notice) };
}

/** Into the sender's mailbox when it is here and has room, into the queue otherwise. Gives the blob of the notice. */
export async function giveNoticeIn(tx: WriteTx, mail: Mail, { subject, message }: PreparedNotice): Promise<BlobHash> {
  const now = new Date(mail.clock.now());
  const { sender, organisationId, mailFrom } = subject;
  const delivery: Delivery & { message: PreparedMessage } = {
    message,
    organisationId,
    direction: sender ? "internal" : "out",
    envelope: { mailFrom: "", recipients: [mailFrom] },
    targets: sender?.state === "active" ? [{ accountId: sender.accountId, mailbox: "inbox" }] : [],
    receivedAt: now,
  };
  const { results } = await deliverIn(tx, mail, delivery);
  if (results.some((result) => "emailId" in result)) return message.blobHash;
  // Kept without a mailbox, and from there the queue's.
  if (delivery.targets.length > 0) await deliverIn(tx, mail, { ...delivery, targets: [] });
  await queueUnanswerable(tx, mail, { ...message, organisationId, to: mailFrom, expiryMs: noticeExpiryMs });
  return message.blobHash;
}

const titles: Record<DeliveryAction, string> = {
  failed: "Pesan tidak terkirim (Undelivered)",
  delayed: "Pesan tertunda (Delayed)",
  delivered: "Pesan terkirim (Delivered)",
  relayed: "Pesan diteruskan (Relayed)",
  expanded: "Pesan diteruskan (Expanded)",
};

const explanations: Record<DeliveryAction, [indonesian: string, english: string]> = {
  failed: [
    "Pesan Anda tidak dapat disampaikan kepada penerima berikut, dan tidak akan dicoba lagi.",
    "Your message could not be delivered to the following recipients, and will not be tried again.",
  ],
  delayed: [
    "Pesan Anda belum dapat disampaikan kepada penerima berikut. Pengiriman masih dicoba terus; Anda tidak perlu mengirim ulang.",
    "Your message could not be delivered to the following recipients yet. We keep trying; there is no need to send it again.",
  ],
  delivered: [
    "Pesan Anda telah disampaikan kepada penerima berikut.",
    "Your message has been delivered to the following recipients.",
  ],
  relayed: [
    "Pesan Anda telah diterima oleh peladen penerima berikut, yang tidak memberi kabar selanjutnya.",
    "Your message was taken by the servers of the following recipients, which give no further notice.",
  ],
  expanded: [
    "Pesan Anda telah diteruskan kepada anggota alamat berikut.",
    "Your message was passed on to the members of the following addresses.",
  ],
};

function noticeText(action: DeliveryAction, title: string, recipients: readonly RecipientStatus[]): string {
  const list = recipients.map(({ finalRecipient, diagnosticCode }) =>
    diagnosticCode ? `  ${finalRecipient}\n    ${diagnosticCode}` : `  ${finalRecipient}`,
  );
  const [indonesian, english] = explanations[action];
  return [indonesian, english, "", `Perihal / Subject: ${title}`, "", ...list, ""].join("\n");
}
