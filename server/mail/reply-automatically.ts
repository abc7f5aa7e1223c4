// Answers mail for those who are away (VacationResponse, RFC 8621 §8), as RFC 3834 says: persons only, once in a while, and never an
// answer to an answer. It follows the delivery: an answer that a crash takes along is missed by nobody.
import { createHash } from "node:crypto";

import { domainOf, normalizeAddress } from "../../standards/address/normalize-address.ts";
import { mayBeAnswered, namedRecipients } from "../../standards/mime/automatic-reply.ts";
import { buildMessage, composeBody } from "../../standards/mime/build-message.ts";
import { asMessageIds, asText, messageHeader } from "../../standards/mime/header-forms.ts";
import { htmlToText } from "../../standards/mime/html-to-text.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { ParsedMessage } from "../../standards/mime/types.ts";
import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import type { Directory } from "../organisation/directory.ts";
import { findAccount, type Account } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { keepMessage } from "../store/journal.ts";
import { claimReply, findVacationResponse, type VacationResponse } from "../store/vacation-responses.ts";
import type { Blobs } from "./blobs.ts";
import type { PreparedMessage } from "./prepare-message.ts";
import { queueUnanswerable } from "./queue-unanswerable.ts";

/** A message that has come into the inbox of somebody who is away. */
export interface Answerable {
  accountId: AccountId;
  message: PreparedMessage;
  envelope: { mailFrom: string };
  direction: "in" | "out" | "internal" | "import";
}

export interface AutoReplier extends AsyncDisposable {
  /** Call after the commit. */
  note(answerable: Answerable): void;
  /** Resolves when all that was noted is answered, or not to be. */
  settle(): Promise<void>;
}

interface Needs {
  db: Database;
  blobs: Blobs;
  directory: Pick<Directory, "resolveRecipients">;
  clock: Clock;
  log: Log;
}

const dayMs = 24 * 3_600_000;
/** RFC 3834 §2: not again to the same sender within several days. RFC 5230 §4.1 takes seven. */
const periodMs = 7 * dayMs;
/** Of one account: a flood from ever new senders is not answered by a flood. */
const maxRepliesPerHour = 200;
const expiryMs = 2 * dayMs;
/** More would hold the messages in memory; what comes on top is not answered. */
const maxWaiting = 500;
const maxNamedRecipients = 500;
const maxTitleLength = 200;

export function createAutoReplier(needs: Needs): AutoReplier {
  let waiting = 0;
  let working = Promise.resolve();
  return {
    note(answerable) {
      const { direction, envelope } = answerable;
      if (waiting >= maxWaiting || envelope.mailFrom === "" || direction === "import") return;
      waiting += 1;
      working = working
        .then(() => replyAutomatically(needs, answerable))
        .catch((error: unknown) =>
          needs.log.error({ err: error, accountId: answerable.accountId }, "an automatic answer could not be sent"),
        )
        .finally(() => (waiting -= 1));
    },
    settle: () => working,
    [Symbol.asyncDispose]: () => working,
  };
}

async function replyAutomatically(needs: Needs, { accountId, message, envelope }: Answerable): Promise<void> {
  const { db, blobs, directory, clock } = needs;
  const to = envelope.mailFrom;
  const address = normalizeAddress(to);
  const parsed = parseMessage(message.raw);
  if (address === null || !mayBeAnswered(parsed, to)) return;
  const found = await directory.resolveRecipients([to, ...namedRecipients(parsed).slice(0, maxNamedRecipients)]);
  if (found.get(to)?.accountId === accountId) return;
  found.delete(to);
  if (![...found.values()].some((recipient) => recipient.accountId === accountId)) return;
  const now = new Date(clock.now());
  const { account, response } = await db.read(async (tx) => ({
    account: await findAccount(tx, accountId),
    response: await findVacationResponse(tx, accountId),
  }));
  if (account?.state !== "active" || !response || !isAway(response, now)) return;
  const reply = composeReply({ account, response, parsed, original: message, to, now });
  const blob = await blobs.prepare(reply);
  await db.write(async (tx) => {
    const since = new Date(now.getTime() - periodMs);
    if (!(await claimReply(tx, accountId, { address, now, since, atMost: maxRepliesPerHour }))) return;
    const { organisationId } = account;
    await keepMessage(tx, { ...blob, emails: 0, at: now }, [
      {
        at: now,
        organisationId,
        direction: "out",
        mailFrom: "",
        recipients: [to],
        accountIds: [accountId],
        remote: {},
      },
    ]);
    await queueUnanswerable(tx, needs, { organisationId, blobHash: blob.hash, size: reply.length, to, expiryMs });
  });
}

function isAway({ isEnabled, fromDate, toDate }: VacationResponse, now: Date): boolean {
  return isEnabled && (fromDate === null || fromDate <= now) && (toDate === null || now < toDate);
}

interface ReplyToCompose {
  account: Account;
  response: VacationResponse;
  parsed: ParsedMessage;
  original: PreparedMessage;
  to: string;
  now: Date;
}

function composeReply({ account, response, parsed, original, to, now }: ReplyToCompose): Uint8Array {
  const idField = messageHeader(parsed, "Message-ID");
  const referencesField = messageHeader(parsed, "References");
  const messageId = idField && (asMessageIds(idField)?.[0] ?? null);
  const references = (referencesField && asMessageIds(referencesField)) ?? [];
  const text = response.textBody ?? (response.htmlBody === null ? null : htmlToText(response.htmlBody));
  // The same message never has two answers from one account, so nothing random is needed to tell answers apart.
  const token = createHash("sha256").update(`${original.blobHash} ${account.id}`).digest("base64url").slice(0, 24);
  return buildMessage({
    headers: [
      { name: "From", addresses: [{ name: account.displayName, email: account.address }] },
      { name: "To", addresses: [{ name: null, email: to }] },
      { name: "Subject", text: response.subject ?? titleOf(parsed) },
      { name: "Date", date: now.toISOString() },
      { name: "Message-ID", messageIds: [`otomatis.${token}@${domainOf(account.address) ?? "localhost"}`] },
      ...(messageId ? [{ name: "In-Reply-To", messageIds: [messageId] }] : []),
      ...(messageId ? [{ name: "References", messageIds: [...references.slice(-20), messageId] }] : []),
      // RFC 3834 §3.1.7
      { name: "Auto-Submitted", text: "auto-replied" },
      { name: "Precedence", text: "bulk" },
      { name: "X-Auto-Response-Suppress", text: "All" },
    ],
    body: composeBody({ text: text ?? defaultTexts[account.language], html: response.htmlBody }),
    boundary: () => `surel-${token}`,
  });
}

/** RFC 3834 §3.1.5. */
function titleOf(parsed: ParsedMessage): string {
  const field = messageHeader(parsed, "Subject");
  // oxlint-disable-next-line no-control-regex -- controls are what is removed
  const subject = (field ? asText(field, parsed.charset) : "").replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  return `Auto: ${subject.slice(0, maxTitleLength).toWellFormed()}`.trim();
}

const defaultTexts: Record<Account["language"], string> = {
  id: "Terima kasih atas pesan Anda. Saya sedang tidak di tempat dan akan membalasnya setelah kembali.\n",
  en: "Thank you for your message. I am away at the moment and will answer when I am back.\n",
};
