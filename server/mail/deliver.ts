// Delivery to any number of our accounts: one parse, one blob, one journal entry; their locks and one statement.
import type { AccountId, BlobHash, EmailId, MailboxId, OrganisationId, ThreadId } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { keepMessage, type JournalEntry } from "../store/journal.ts";
import { lockAccounts } from "../store/mail-account.ts";
import type { MailboxRole } from "../store/mail-types.ts";
import { placeEmails, type ArrivingMessage, type EmailPlace, type PlacedEmail } from "../store/place-emails.ts";
import { formatStoredHeader } from "../store/stored-header.ts";
import { normalizeKeywords } from "./email-limits.ts";
import type { Mail } from "./mail.ts";
import { prepareMessage, type PreparedMessage } from "./prepare-message.ts";

export interface DeliveryTarget {
  accountId: AccountId;
  /** A role falls back to the inbox when the account has no such mailbox; so does a mailbox that is gone. */
  mailbox: MailboxRole | MailboxId;
  keywords?: readonly string[];
}

export interface Delivery {
  /** The message exactly as it is to be kept. */
  message: Uint8Array | PreparedMessage;
  organisationId: OrganisationId;
  direction: "in" | "out" | "internal" | "import";
  envelope: { mailFrom: string; recipients: readonly string[] };
  targets: readonly DeliveryTarget[];
  receivedAt: Date;
  /** For the journal: whose account it comes from. */
  sender?: AccountId;
  /** Absent: it is entered into the journal, once. False: it has been already, or must not be. */
  isJournaled?: false;
  /** The peer and what was found out about it: address, name in EHLO, TLS, verdicts. Goes into the journal only. */
  remote?: Readonly<Record<string, string | number | undefined>>;
}

export type DeliveryResult =
  | { accountId: AccountId; emailId: EmailId; threadId: ThreadId }
  | { accountId: AccountId; failure: "overQuota" | "noAccount" };

export interface DeliveryOutcome {
  blobHash: BlobHash;
  /** In the order of the targets, one per account (an account named twice is delivered to once). */
  results: DeliveryResult[];
}

type Needs = Pick<Mail, "changes" | "clock" | "texts" | "packs" | "replies">;

/** Durable when it resolves; when it rejects nothing has happened. Changes are published by itself. */
export async function deliver(mail: Mail, delivery: Delivery): Promise<DeliveryOutcome> {
  const message =
    delivery.message instanceof Uint8Array ? await prepareMessage(mail, delivery.message) : delivery.message;
  return mail.db.write((tx) => deliverIn(tx, mail, { ...delivery, message }));
}

/**
 * The same inside the caller's transaction; `message` comes from `prepareMessage`. Without targets the message is only stored
 * and entered into the journal; when no target can take it nothing is.
 */
export async function deliverIn(
  tx: WriteTx,
  mail: Needs,
  delivery: Delivery & { message: PreparedMessage },
): Promise<DeliveryOutcome> {
  const { message } = delivery;
  const arriving = arrivingMessage(mail, delivery);
  const accountIds = arriving.places.map(({ accountId }) => accountId);
  if (accountIds.length === 0) {
    const entries = arriving.entry ? [arriving.entry] : [];
    await keepMessage(tx, { ...message.blob, emails: 0, at: arriving.keptAt }, entries);
    tx.afterCommit(() => mail.packs.note());
    return { blobHash: message.blobHash, results: [] };
  }
  const rooms = await lockAccounts(tx, accountIds);
  const placed = await placeEmails(tx, [arriving]);
  tx.afterCommit(() => tellOfDelivery(mail, delivery, placed));
  const emails = new Map(placed.map((email) => [email.accountId, email]));
  const results = accountIds.map((accountId): DeliveryResult => {
    const email = emails.get(accountId);
    const room = rooms.get(accountId);
    if (email) return { accountId, emailId: email.emailId, threadId: email.threadId };
    if (room === undefined) return { accountId, failure: "noAccount" };
    if (room < message.size) return { accountId, failure: "overQuota" };
    throw new Error(`account ${accountId} has no inbox`);
  });
  return { blobHash: message.blobHash, results };
}

/** As it is placed; an account named twice gets it once, as it is named first. */
export function arrivingMessage(
  { clock }: Pick<Mail, "clock">,
  delivery: Delivery & { message: PreparedMessage },
): ArrivingMessage {
  const { message, receivedAt, targets } = delivery;
  const places = new Map<AccountId, EmailPlace>();
  for (const { accountId, mailbox, keywords = [] } of targets) {
    if (!places.has(accountId)) places.set(accountId, { accountId, mailbox, keywords: normalizeKeywords(keywords) });
  }
  return {
    ...message,
    codec: message.blob.codec,
    content: message.blob.content,
    keptAt: new Date(clock.now()),
    receivedAt,
    header: formatStoredHeader(message.header),
    entry: delivery.isJournaled === false ? undefined : entryOf(delivery),
    places: [...places.values()],
  };
}

/** To be called after the commit: who listens hears of it, who is away answers, and what can wait is done in time. */
export function tellOfDelivery(
  mail: Needs,
  delivery: Delivery & { message: PreparedMessage },
  placed: readonly PlacedEmail[],
): void {
  mail.packs.note();
  const mailboxes = new Map(delivery.targets.toReversed().map(({ accountId, mailbox }) => [accountId, mailbox]));
  for (const email of placed) {
    const { accountId, modseq, identity, submission, preferences, vacation } = email;
    mail.texts.note(accountId, email.unmergedTexts);
    const states = { mailbox: modseq, email: modseq, thread: modseq, delivery: modseq };
    mail.changes.publish(accountId, { ...states, identity, submission, preferences, vacation });
    if (email.answersAutomatically && mailboxes.get(accountId) === "inbox")
      mail.replies.note({ ...delivery, accountId });
  }
}

/** Those whose mailbox is full just now are meant by it, too. */
function entryOf(delivery: Delivery): JournalEntry {
  const { targets, sender, envelope } = delivery;
  const accountIds = new Set(targets.map(({ accountId }) => accountId));
  if (sender !== undefined) accountIds.add(sender);
  return {
    at: delivery.receivedAt,
    organisationId: delivery.organisationId,
    direction: delivery.direction,
    mailFrom: envelope.mailFrom,
    recipients: envelope.recipients,
    accountIds: [...accountIds],
    remote: delivery.remote ?? {},
  };
}
