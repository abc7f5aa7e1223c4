// How an action changes the counts of mailboxes, so that they can be shown before the server has counted (RFC 8621 §2).
import { isUnread } from "../conversation-row.ts";
import type { EmailSummary, Mailbox } from "../types.ts";

export type CountDelta = Pick<Mailbox, "totalEmails" | "unreadEmails" | "totalThreads" | "unreadThreads">;

export type ThreadChange = { before: readonly EmailSummary[]; after: readonly EmailSummary[] };

/** Deltas by mailbox id, of threads with all the emails of them that are loaded, before and after. Zero ones are left out. */
export function countDeltas(threads: Iterable<ThreadChange>, trashId: string | undefined): Map<string, CountDelta> {
  const deltas = new Map<string, CountDelta>();
  for (const { before, after } of threads) {
    add(deltas, before, { sign: -1, trashId });
    add(deltas, after, { sign: 1, trashId });
  }
  for (const [id, delta] of deltas) if (Object.values(delta).every((value) => value === 0)) deltas.delete(id);
  return deltas;
}

/** Counts never go below zero, also when what they are based on is old. */
export function addDelta(mailbox: Mailbox, delta: CountDelta): Mailbox {
  return {
    ...mailbox,
    totalEmails: Math.max(0, mailbox.totalEmails + delta.totalEmails),
    unreadEmails: Math.max(0, mailbox.unreadEmails + delta.unreadEmails),
    totalThreads: Math.max(0, mailbox.totalThreads + delta.totalThreads),
    unreadThreads: Math.max(0, mailbox.unreadThreads + delta.unreadThreads),
  };
}

function add(
  deltas: Map<string, CountDelta>,
  emails: readonly EmailSummary[],
  { sign, trashId }: { sign: 1 | -1; trashId: string | undefined },
): void {
  const isOnlyInTrash = (email: EmailSummary) =>
    trashId !== undefined && email.mailboxIds[trashId] === true && Object.keys(email.mailboxIds).length === 1;
  // RFC 8621 §2: what is unread only in Trash makes the thread unread in Trash and nowhere else.
  const isUnreadOutside = emails.some((email) => isUnread(email) && !isOnlyInTrash(email));
  const isUnreadInTrash = emails.some((email) => isUnread(email) && trashId && email.mailboxIds[trashId]);
  const mailboxIds = new Set(emails.flatMap((email) => Object.keys(email.mailboxIds)));
  for (const id of mailboxIds) {
    const delta = deltas.get(id) ?? { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 };
    const here = emails.filter((email) => email.mailboxIds[id]);
    delta.totalEmails += sign * here.length;
    delta.unreadEmails += sign * here.filter(isUnread).length;
    delta.totalThreads += sign;
    if (id === trashId ? isUnreadInTrash : isUnreadOutside) delta.unreadThreads += sign;
    deltas.set(id, delta);
  }
}
