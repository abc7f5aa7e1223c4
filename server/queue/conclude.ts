// After an attempt: what each recipient's row says from now on, and which notices the sender gets, in one transaction.

import type { DeliveryAction, RecipientStatus } from "../../standards/mime/delivery-status.ts";
import { decodeXtext } from "../../standards/smtp/xtext.ts";
import type { BlobHash, RandomSource } from "../base/ids.ts";
import type { Mail } from "../mail/mail.ts";
import { giveNoticeIn, prepareNotice, type NoticeSubject, type PreparedNotice } from "../mail/notify-sender.ts";
import type { Directory } from "../organisation/directory.ts";
import type { WriteTx } from "../store/database.ts";
import { beginChange, finishChange } from "../store/mail-account.ts";
import { settle, type Batch, type BatchRecipient, type RecipientOutcome } from "../store/queue.ts";
import { lockAccounts, touchSubmission } from "../store/submissions.ts";
import { delayNoticeMs, nextAttemptAt } from "./retry-schedule.ts";
import type { RecipientResult } from "./send-batch.ts";

export interface ConcludeOptions {
  mail: Mail;
  directory: Directory;
  hostname: string;
  random: RandomSource;
  /** From 0 to below 1. */
  chance: () => number;
}

interface Conclusion {
  outcome: RecipientOutcome;
  notice: { action: DeliveryAction; status: RecipientStatus } | undefined;
}

/** `also` runs in the same transaction, such as the delivery to mailboxes of ours; when it rejects nothing is concluded. */
export async function conclude(
  batch: Batch,
  raw: Uint8Array,
  results: readonly RecipientResult[],
  options: ConcludeOptions & { also?: (tx: WriteTx) => Promise<void> },
): Promise<void> {
  const { mail, also } = options;
  const now = new Date(mail.clock.now());
  const conclusions = batch.recipients.flatMap((recipient) => {
    const result = results.find(({ ordinal }) => ordinal === recipient.ordinal);
    return result ? [concludeOne(batch, recipient, result, { now, chance: options.chance })] : [];
  });
  const notices = await prepareNotices(batch, raw, conclusions, options);
  const senders = notices.flatMap(({ subject }) => (subject.sender ? [subject.sender.accountId] : []));
  const own = batch.accountId === null ? [] : [batch.accountId];
  await mail.db.write(async (tx) => {
    await also?.(tx);
    await lockAccounts(tx, [...own, ...senders]);
    const settled = await settle(
      tx,
      batch.messageId,
      conclusions.map(({ outcome }) => outcome),
      { from: "sending", now },
    );
    // The lease had run out and another process has done it: the sender has been told, too.
    if (settled === 0) return;
    const blobs: BlobHash[] = [];
    for (const notice of notices) blobs.push(await giveNoticeIn(tx, mail, notice));
    await touchSender(tx, mail, batch, blobs.at(-1));
  });
}

function concludeOne(
  batch: Batch,
  recipient: BatchRecipient,
  { result, reply, host, tellsSuccess }: RecipientResult,
  { now, chance }: { now: Date; chance: () => number },
): Conclusion {
  const { ordinal, delayNotified } = recipient;
  const base = { ordinal, reply, host, nextAttemptAt: now, delayNotified, attempted: true };
  const wants = (event: string): boolean => batch.mailFrom !== "" && isWanted(recipient.notify, event);
  const status = (action: DeliveryAction, code: string): Conclusion["notice"] => ({
    action,
    status: statusOf(batch, recipient, { action, code, reply, host, now }),
  });
  if (result === "delivered") {
    const action = host === null ? "delivered" : "relayed";
    const notice = wants("SUCCESS") && !tellsSuccess ? status(action, "2.0.0") : undefined;
    return { outcome: { ...base, state: "delivered" }, notice };
  }
  const isExpired = now >= batch.expiresAt;
  if (result === "permanent" || isExpired) {
    const code = enhancedOf(reply, result === "permanent" ? "5.0.0" : "4.4.7");
    return { outcome: { ...base, state: "bounced" }, notice: wants("FAILURE") ? status("failed", code) : undefined };
  }
  const next = nextAttemptAt(recipient.attempts + 1, now, chance);
  const isLate = !delayNotified && now.getTime() - batch.queuedAt.getTime() >= delayNoticeMs && wants("DELAY");
  return {
    outcome: {
      ...base,
      state: "deferred",
      nextAttemptAt: next < batch.expiresAt ? next : batch.expiresAt,
      delayNotified: delayNotified || isLate,
    },
    notice: isLate ? status("delayed", enhancedOf(reply, "4.0.0")) : undefined,
  };
}

/** RFC 3461 §4.1: without NOTIFY the sender is told of failures, and may be of delays. */
function isWanted(notify: string | null, event: string): boolean {
  if (notify === null) return event !== "SUCCESS";
  return notify.toUpperCase().split(",").includes(event);
}

function enhancedOf(reply: string, fallback: string): string {
  return /^\d{3} (\d\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? fallback;
}

function statusOf(
  batch: Batch,
  { address, originalRecipient }: BatchRecipient,
  about: { action: DeliveryAction; code: string; reply: string; host: string | null; now: Date },
): RecipientStatus {
  const [type, text] = originalRecipient?.split(/;(.*)/s) ?? [];
  return {
    finalRecipient: address,
    originalRecipient: type && text ? `${type};${decodeXtext(text) ?? text}` : null,
    action: about.action,
    status: about.code,
    remoteMta: about.host?.split(" ")[0] ?? null,
    diagnosticCode: about.reply,
    lastAttemptAt: about.now,
    willRetryUntil: about.action === "delayed" ? batch.expiresAt : null,
  };
}

/** One for each kind of news. */
async function prepareNotices(
  batch: Batch,
  raw: Uint8Array,
  conclusions: readonly Conclusion[],
  { mail, directory, hostname, random }: ConcludeOptions,
): Promise<PreparedNotice[]> {
  const news = conclusions.flatMap(({ notice }) => (notice ? [notice] : []));
  if (news.length === 0) return [];
  const subject: NoticeSubject = {
    organisationId: batch.organisationId,
    mailFrom: batch.mailFrom,
    sender: (await directory.resolveRecipients([batch.mailFrom])).get(batch.mailFrom),
    raw,
    arrivedAt: batch.queuedAt,
    envelopeId: batch.envelopeId && decodeXtext(batch.envelopeId),
    returnsAll: batch.dsnReturn?.toUpperCase() === "FULL",
    hostname,
    random,
  };
  const byAction = Map.groupBy(news, ({ action }) => action);
  return Promise.all(
    [...byAction.values()].map((group) =>
      prepareNotice(
        mail,
        subject,
        group.map(({ status }) => status),
      ),
    ),
  );
}

/** The sender's record of the submission has changed (EmailSubmission.deliveryStatus, dsnBlobIds). */
async function touchSender(tx: WriteTx, mail: Mail, batch: Batch, notice: BlobHash | undefined): Promise<void> {
  const { accountId, submissionId } = batch;
  if (accountId === null || submissionId === null) return;
  const change = await beginChange(tx, accountId);
  if (!change) return;
  if (!(await touchSubmission(tx, change, submissionId, notice === undefined ? {} : { notice }))) return;
  const states = await finishChange(tx, change, ["submission"]);
  tx.afterCommit(() => mail.changes.publish(accountId, states));
}
