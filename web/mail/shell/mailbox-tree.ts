// The mailboxes of an account as the menu shows them: what stands in a folded one is not there, and counts for it.

import type { Mailbox, MailboxNode } from "../../client/types.ts";

export type ShownMailbox = MailboxNode & {
  isFolded: boolean;
  /** What asks for something in it, and in what is folded away below it. */
  count: number;
  /** Where one is stands below it, folded away. */
  holdsCurrent: boolean;
};

/** `nodes` depth first, each with what stands in it after it. */
export function shownMailboxes(
  nodes: readonly MailboxNode[],
  isFolded: (mailbox: Mailbox) => boolean,
  currentId: string | undefined,
): ShownMailbox[] {
  const shown: ShownMailbox[] = [];
  let above: ShownMailbox | undefined;
  for (const node of nodes) {
    const { mailbox, depth, hasChildren } = node;
    if (above?.isFolded && depth > above.depth) {
      above.count += countOf(mailbox);
      above.holdsCurrent ||= mailbox.id === currentId;
      continue;
    }
    above = { ...node, isFolded: hasChildren && isFolded(mailbox), count: countOf(mailbox), holdsCurrent: false };
    shown.push(above);
  }
  return shown;
}

/** Drafts count as a whole: each is something left to do. What is in Spam and Trash asks for nothing. */
function countOf(mailbox: Mailbox): number {
  if (mailbox.role === "drafts") return mailbox.totalEmails;
  return mailbox.role === "trash" || mailbox.role === "sent" ? 0 : mailbox.unreadThreads;
}
