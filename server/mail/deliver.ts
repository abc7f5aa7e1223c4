// Delivery to any number of our accounts: one parse, one blob, one journal entry, two statements.
import type { AccountId, BlobHash, EmailId, MailboxId, OrganisationId, ThreadId } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { keepMessage, type JournalEntry } from "../store/journal.ts";
import { allotEmails, existingAccounts } from "../store/mail-account.ts";
import type { MailboxRole } from "../store/mail-types.ts";
import { formatStoredHeader } from "../store/stored-header.ts";
import { placeEmails, type PlacedEmail } from "../store/place-emails.ts";
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
  /** An account that is being changed by somebody else is left out, as if it had no room. */
  skipsBusy?: true;
}

export type DeliveryResult =
  | { accountId: AccountId; emailId: EmailId; threadId: ThreadId }
  | { accountId: AccountId; failure: "overQuota" | "noAccount" };

export interface DeliveryOutcome {
  blobHash: BlobHash;
  /** In the order of the targets, one per account (an account named twice is delivered to once). */
  results: DeliveryResult[];
}

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
  mail: Pick<Mail, "changes" | "clock" | "texts" | "packs" | "replies">,
  delivery: Delivery & { message: PreparedMessage },
): Promise<DeliveryOutcome> {
  const { message, receivedAt } = delivery;
  const targets = new Map(delivery.targets.toReversed().map((target) => [target.accountId, target]));
  const allotments =
    targets.size === 0
      ? []
      : await allotEmails(tx, [...targets.keys()], message.size, {
          skipsBusy: delivery.skipsBusy ?? false,
        });
  const places = allotments.flatMap(({ accountId, emailId, modseq }) => {
    const target = targets.get(accountId);
    return target
      ? [{ accountId, emailId, modseq, mailbox: target.mailbox, keywords: normalizeKeywords(target.keywords ?? []) }]
      : [];
  });
  if (places.length === 0 && targets.size > 0) {
    return { blobHash: message.blobHash, results: await resultsOf(tx, targets, []) };
  }
  // Sent one after the other without waiting for the first: what is kept does not depend on where it went.
  const [placed] = await Promise.all([
    places.length === 0
      ? []
      : placeEmails(tx, places, {
          ...message,
          receivedAt,
          header: formatStoredHeader(message.header),
        }),
    keepMessage(
      tx,
      { ...message.blob, emails: places.length, at: new Date(mail.clock.now()) },
      delivery.isJournaled === false ? [] : [entryOf(delivery)],
    ),
  ]);
  if (placed.length !== places.length) throw new Error("an account has no inbox");
  tx.afterCommit(() => {
    mail.packs.note();
    for (const { accountId, modseq, identity, submission, preferences, vacation, unmergedTexts } of allotments) {
      mail.texts.note(accountId, unmergedTexts);
      const states = { mailbox: modseq, email: modseq, thread: modseq, delivery: modseq };
      mail.changes.publish(accountId, { ...states, identity, submission, preferences, vacation });
    }
    const answering = allotments.filter(
      ({ accountId, answersAutomatically }) => answersAutomatically && targets.get(accountId)?.mailbox === "inbox",
    );
    for (const { accountId } of answering) mail.replies.note({ ...delivery, accountId });
  });
  return { blobHash: message.blobHash, results: await resultsOf(tx, targets, placed) };
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

async function resultsOf(
  tx: WriteTx,
  targets: ReadonlyMap<AccountId, DeliveryTarget>,
  placed: readonly PlacedEmail[],
): Promise<DeliveryResult[]> {
  const results = new Map<AccountId, DeliveryResult>(placed.map((email) => [email.accountId, email]));
  const missing = [...targets.keys()].filter((accountId) => !results.has(accountId));
  if (missing.length > 0) {
    const existing = await existingAccounts(tx, missing);
    for (const accountId of missing) {
      results.set(accountId, { accountId, failure: existing.has(accountId) ? "overQuota" : "noAccount" });
    }
  }
  return [...targets.keys()].toReversed().flatMap((accountId) => results.get(accountId) ?? []);
}
