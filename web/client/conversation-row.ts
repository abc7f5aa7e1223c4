// What a row of the list says of a conversation, from the emails of its thread.
import type { ConversationRow, EmailSummary } from "./types.ts";

export type ConversationRowInput = {
  /** The email that stands for the conversation in the list. */
  email: EmailSummary;
  /** Those of the thread that are loaded, oldest first; with `email`. */
  emails: readonly EmailSummary[];
  /** The list's mailbox; null for a search. */
  mailboxId: string | null;
  /** Mailboxes whose emails other lists leave out: Trash and Spam. */
  hiddenMailboxIds: readonly string[];
  isCommitting: boolean;
};

export function buildConversationRow(input: ConversationRowInput): ConversationRow {
  const { email, mailboxId, hiddenMailboxIds } = input;
  const isHiddenList = mailboxId !== null && hiddenMailboxIds.includes(mailboxId);
  const belongs = (candidate: EmailSummary) => {
    if (isHiddenList) return candidate.mailboxIds[mailboxId] === true;
    return Object.keys(candidate.mailboxIds).some((id) => !hiddenMailboxIds.includes(id));
  };
  const shown = input.emails.filter((candidate) => candidate.id === email.id || belongs(candidate));
  const any = (keyword: string) => shown.some((candidate) => candidate.keywords[keyword]);
  const newest = shown.at(-1) ?? email;
  return {
    threadId: email.threadId,
    emailId: email.id,
    emailIds: input.emails.map((candidate) => candidate.id),
    count: shown.length,
    senders: senders(shown),
    recipients: email.to ?? [],
    subject: shown[0]?.subject ?? email.subject,
    preview: email.preview,
    receivedAt: email.receivedAt,
    isUnread: shown.some(isUnread),
    isStarred: any("$flagged"),
    isAnswered: newest.keywords["$answered"] === true,
    isForwarded: newest.keywords["$forwarded"] === true,
    hasDraft: any("$draft"),
    hasAttachment: shown.some((candidate) => candidate.hasAttachment),
    mailboxIds: [...new Set(shown.flatMap((candidate) => Object.keys(candidate.mailboxIds)))],
    isCommitting: input.isCommitting,
  };
}

/** RFC 8621 §2: what has neither $seen nor $draft. */
export function isUnread(email: EmailSummary): boolean {
  return !email.keywords["$seen"] && !email.keywords["$draft"];
}

function senders(emails: readonly EmailSummary[]): ConversationRow["senders"] {
  const byAddress = new Map<string, ConversationRow["senders"][number]>();
  for (const email of emails) {
    const isDraft = email.keywords["$draft"] === true;
    for (const address of email.from?.slice(0, 1) ?? []) {
      const key = `${address.email.toLowerCase()} ${isDraft}`;
      const known = byAddress.get(key);
      byAddress.set(key, {
        address: known?.address ?? address,
        isUnread: isUnread(email) || known?.isUnread === true,
        isDraft,
      });
    }
  }
  return [...byAddress.values()];
}
