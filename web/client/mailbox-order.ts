// Mailboxes in the order of a sidebar: those with a role as people expect them, then the others as a tree.
import type { Mailbox, MailboxNode } from "./types.ts";

const roleOrder = ["inbox", "drafts", "sent", "archive", "junk", "trash"];

/** Depth first, children under their parent; a parent that is missing or a loop counts as no parent. */
export function orderMailboxes(mailboxes: readonly Mailbox[]): MailboxNode[] {
  const byId = new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox]));
  const children = Map.groupBy(mailboxes, (mailbox) => (hasRoot(mailbox, byId) ? mailbox.parentId : null));
  const nodes: MailboxNode[] = [];
  const visit = (parentId: string | null, depth: number) => {
    for (const mailbox of (children.get(parentId) ?? []).toSorted(compare)) {
      nodes.push({ mailbox, depth, hasChildren: children.has(mailbox.id) });
      visit(mailbox.id, depth + 1);
    }
  };
  visit(null, 0);
  return nodes;
}

function compare(one: Mailbox, other: Mailbox): number {
  return rank(one) - rank(other) || one.sortOrder - other.sortOrder || one.name.localeCompare(other.name);
}

function rank({ role }: Mailbox): number {
  const rank = role === null ? -1 : roleOrder.indexOf(role);
  return rank < 0 ? roleOrder.length : rank;
}

function hasRoot(mailbox: Mailbox, byId: ReadonlyMap<string, Mailbox>): boolean {
  const seen = new Set<string>();
  let { parentId } = mailbox;
  while (parentId !== null) {
    const parent = byId.get(parentId);
    if (!parent || seen.has(parentId)) return false;
    seen.add(parentId);
    ({ parentId } = parent);
  }
  return true;
}
