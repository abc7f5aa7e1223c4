// Puts a message into an account's mailboxes: Email/import, Email/set create, APPEND, `surel import`.
import type { AccountId, BlobHash, EmailId, MailboxId, ThreadId } from "../base/ids.ts";
import { addEmail, existingMailboxes, findEmailOfBlob } from "../store/change-emails.ts";
import type { WriteTx } from "../store/database.ts";
import { keepMessage, type JournalEntry } from "../store/journal.ts";
import type { AccountChange } from "../store/mail-account.ts";
import { recountThreads } from "../store/mailbox-counts.ts";
import { formatStoredHeader } from "../store/stored-header.ts";
import { changeAccount } from "./change-account.ts";
import {
  isKeyword,
  MAX_KEYWORDS_PER_EMAIL,
  MAX_MAILBOXES_PER_EMAIL,
  normalizeKeywords,
  normalizeMailboxIds,
} from "./email-limits.ts";
import type { Mail } from "./mail.ts";
import { prepareMessage, type PreparedMessage } from "./prepare-message.ts";

export interface EmailImport {
  message: Uint8Array | BlobHash;
  mailboxIds: readonly MailboxId[];
  keywords: readonly string[];
  receivedAt: Date;
  /** "refuse": RFC 8621 §4.8, `alreadyExists` when the account has an email of this blob. Default "keep". */
  duplicates?: "keep" | "refuse";
  /** Given for correspondence that the archive has not seen (a migration); drafts and copies have none. */
  journal?: Pick<JournalEntry, "organisationId" | "mailFrom" | "recipients">;
}

export type ImportResult =
  | { emailId: EmailId; threadId: ThreadId; blobHash: BlobHash; size: number }
  | {
      failure:
        | "blobNotFound"
        | "overQuota"
        | "noMailbox"
        | "mailboxNotFound"
        | "tooManyMailboxes"
        | "invalidKeyword"
        | "tooManyKeywords";
    }
  | { failure: "alreadyExists"; existingId: EmailId };

export type ImportOutcome =
  | { outcome: "stateMismatch" }
  | { outcome: "done"; oldState: number; newState: number; results: ImportResult[] };

/** All in one transaction, each for itself: `results` in the order of `imports`. Does not ask whether the blob may be read. */
export async function importEmails(
  mail: Mail,
  accountId: AccountId,
  imports: readonly EmailImport[],
  { ifInState }: { ifInState?: number } = {},
): Promise<ImportOutcome> {
  const prepared: (PreparedMessage | undefined)[] = [];
  for (const { message } of imports) {
    const raw = typeof message === "string" ? await mail.blobs.get(message) : message;
    prepared.push(raw && (await prepareMessage(mail, raw)));
  }
  const changed = await changeAccount(mail, accountId, { type: "email", ifInState }, async (tx, change) => {
    const known = await existingMailboxes(
      tx,
      accountId,
      imports.flatMap(({ mailboxIds }) => mailboxIds),
    );
    const results: ImportResult[] = [];
    const threads = new Set<ThreadId>();
    for (const [index, each] of imports.entries()) {
      const message = prepared[index];
      const result = message
        ? await importIn(tx, change, { ...each, message }, { known, at: new Date(mail.clock.now()) })
        : { failure: "blobNotFound" as const };
      if ("threadId" in result) threads.add(result.threadId);
      results.push(result);
    }
    await recountThreads(tx, change, [...threads]);
    if (threads.size > 0) tx.afterCommit(() => mail.texts.note(accountId, change.unmergedTexts + change.emails));
    return { touched: threads.size > 0 ? ["email", "thread", "mailbox", "delivery"] : [], result: results };
  });
  if (changed.outcome === "stateMismatch") return changed;
  const { oldState, newState, result } = changed;
  return { outcome: "done", oldState, newState, results: result };
}

async function importIn(
  tx: WriteTx,
  change: AccountChange,
  given: Omit<EmailImport, "message"> & { message: PreparedMessage },
  { known, at }: { known: ReadonlySet<MailboxId>; at: Date },
): Promise<ImportResult> {
  const { message, receivedAt } = given;
  const mailboxIds = normalizeMailboxIds(given.mailboxIds);
  const keywords = normalizeKeywords(given.keywords);
  if (mailboxIds.length === 0) return { failure: "noMailbox" };
  if (mailboxIds.some((id) => !known.has(id))) return { failure: "mailboxNotFound" };
  if (mailboxIds.length > MAX_MAILBOXES_PER_EMAIL) return { failure: "tooManyMailboxes" };
  if (!keywords.every(isKeyword)) return { failure: "invalidKeyword" };
  if (keywords.length > MAX_KEYWORDS_PER_EMAIL) return { failure: "tooManyKeywords" };
  if (given.duplicates === "refuse") {
    const existingId = await findEmailOfBlob(tx, change.accountId, message.blobHash);
    if (existingId !== undefined) return { failure: "alreadyExists", existingId };
  }
  if (change.usedBytes + message.size > change.quotaBytes) return { failure: "overQuota" };
  const email = await addEmail(tx, change, {
    ...message,
    receivedAt,
    header: formatStoredHeader(message.header),
    mailboxIds,
    keywords,
  });
  const { accountId } = change;
  await keepMessage(
    tx,
    { ...message.blob, emails: 1, at },
    given.journal
      ? [{ ...given.journal, at: receivedAt, direction: "import", accountIds: [accountId], remote: {} }]
      : [],
  );
  return { ...email, blobHash: message.blobHash, size: message.size };
}
