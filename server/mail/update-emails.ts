// Files and marks emails: the mailboxes and the keywords of an email are all that ever changes of it.
import type { AccountId, EmailId, MailboxId } from "../base/ids.ts";
import { existingMailboxes, readEmailStates, writeEmailStates, type EmailState } from "../store/change-emails.ts";
import { recountThreads } from "../store/mailbox-counts.ts";
import { changeAccount } from "./change-account.ts";
import {
  isKeyword,
  MAX_KEYWORDS_PER_EMAIL,
  MAX_MAILBOXES_PER_EMAIL,
  normalizeKeywords,
  normalizeMailboxIds,
} from "./email-limits.ts";
import type { Mail } from "./mail.ts";

/** Either the whole set or what is added to and removed from it. */
export type SetChange<T> = { all: readonly T[] } | { add?: readonly T[]; remove?: readonly T[] };

export interface EmailUpdate {
  mailboxIds?: SetChange<MailboxId>;
  keywords?: SetChange<string>;
}

export type EmailUpdateResult =
  | { updated: true }
  | {
      failure: "notFound" | "noMailbox" | "mailboxNotFound" | "tooManyMailboxes" | "invalidKeyword" | "tooManyKeywords";
    };

export type EmailUpdateOutcome =
  | { outcome: "stateMismatch" }
  | { outcome: "done"; oldState: number; newState: number; results: Map<EmailId, EmailUpdateResult> };

/** One transaction; each email for itself. An update that changes nothing leaves no change behind. */
export async function updateEmails(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  updates: ReadonlyMap<EmailId, EmailUpdate>,
  { ifInState }: { ifInState?: number } = {},
): Promise<EmailUpdateOutcome> {
  const changed = await changeAccount(mail, accountId, { type: "email", ifInState }, async (tx, change) => {
    const mailboxIds = new Set([...updates.values()].flatMap((update) => named(update.mailboxIds)));
    const [states, known] = await Promise.all([
      readEmailStates(tx, accountId, [...updates.keys()]),
      mailboxIds.size === 0 ? new Set<MailboxId>() : existingMailboxes(tx, accountId, [...mailboxIds]),
    ]);
    const results = new Map<EmailId, EmailUpdateResult>();
    const changes: { before: EmailState; after: EmailState }[] = [];
    for (const [id, update] of updates) {
      const before = states.get(id);
      const after = before && applied(before, update, known);
      if (!after) results.set(id, { failure: "notFound" });
      else if ("failure" in after) results.set(id, after);
      else {
        results.set(id, { updated: true });
        if (!isSame(before, after)) changes.push({ before, after });
      }
    }
    if (changes.length === 0) return { touched: [], result: results };
    await writeEmailStates(tx, change, changes);
    const countsChanged = await recountThreads(tx, change, [...new Set(changes.map(({ before }) => before.threadId))]);
    return { touched: countsChanged ? ["email", "mailbox"] : ["email"], result: results };
  });
  if (changed.outcome === "stateMismatch") return changed;
  const { oldState, newState, result } = changed;
  return { outcome: "done", oldState, newState, results: result };
}

function named<T>(change: SetChange<T> | undefined): readonly T[] {
  return change === undefined ? [] : "all" in change ? change.all : (change.add ?? []);
}

function applied(
  before: EmailState,
  { mailboxIds, keywords }: EmailUpdate,
  known: ReadonlySet<MailboxId>,
): EmailState | Extract<EmailUpdateResult, { failure: string }> {
  if (named(mailboxIds).some((id) => !known.has(id))) return { failure: "mailboxNotFound" };
  if (!named(keywords).every(isKeyword)) return { failure: "invalidKeyword" };
  const after = {
    ...before,
    mailboxIds: normalizeMailboxIds(changedSet(before.mailboxIds, mailboxIds)),
    keywords: normalizeKeywords(changedSet(before.keywords, keywords && lowerCase(keywords))),
  };
  // RFC 8621 §4.1.1: an email is in one mailbox at least.
  if (after.mailboxIds.length === 0) return { failure: "noMailbox" };
  if (after.mailboxIds.length > MAX_MAILBOXES_PER_EMAIL) return { failure: "tooManyMailboxes" };
  if (after.keywords.length > MAX_KEYWORDS_PER_EMAIL) return { failure: "tooManyKeywords" };
  return after;
}

function changedSet<T>(before: readonly T[], change: SetChange<T> | undefined): Set<T> {
  if (change === undefined) return new Set(before);
  if ("all" in change) return new Set(change.all);
  return new Set(before).union(new Set(change.add)).difference(new Set(change.remove));
}

function lowerCase(change: SetChange<string>): SetChange<string> {
  const lower = (words: readonly string[] = []) => words.map((word) => word.toLowerCase());
  return "all" in change ? { all: lower(change.all) } : { add: lower(change.add), remove: lower(change.remove) };
}

function isSame(one: EmailState, other: EmailState): boolean {
  return one.mailboxIds.join() === other.mailboxIds.join() && one.keywords.join(" ") === other.keywords.join(" ");
}
