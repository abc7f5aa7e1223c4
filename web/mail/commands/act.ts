// The actions on conversations as the interface offers them: on what is ticked, open or at the cursor, going on to the next.

import type { MailApp } from "../state/mail-app.ts";
import { LEAVING_VERBS, type PlainVerb } from "../state/perform.ts";
import { mailboxName } from "../shell/mailbox-name.ts";
import type { Mailbox } from "../../client/types.ts";
import { planAdvance } from "./move-about.ts";
import { targetOf, type Target } from "./target.ts";

/** False when there is nothing to act on. */
export function act(app: MailApp, verb: PlainVerb, target: Target | null = targetOf(app)): boolean {
  if (!target) return false;
  const leaves = LEAVING_VERBS.has(verb) && concernsOpen(app, target);
  const advance = leaves ? planAdvance(app) : undefined;
  app.performer.perform(target.account, verb, target.selection, {
    isQuiet: target.selection.kind !== "matching" && (verb === "star" || verb === "unstar"),
    count: app.selection.count.peek(),
  });
  if (LEAVING_VERBS.has(verb) || app.selection.current()) app.selection.clear();
  advance?.();
  // What was marked unread would be read again at once while it is open.
  if (verb === "markUnread" && concernsOpen(app, target)) app.router.go({ ...app.router.route.peek(), threadId: null });
  return true;
}

export function moveTo(
  app: MailApp,
  mailbox: Pick<Mailbox, "id" | "name" | "role">,
  target: Target | null = targetOf(app),
): boolean {
  if (!target) return false;
  // Put there or taken out by hand says the same as the command.
  const from = app.view.peek()?.mailbox?.role;
  if (mailbox.role === "junk") return act(app, "spam", target);
  if (from === "junk" && mailbox.role === "inbox") return act(app, "notSpam", target);
  const advance = concernsOpen(app, target) ? planAdvance(app) : undefined;
  const name = mailboxName(mailbox, app.wordStore.words.peek().t);
  const to = { id: mailbox.id, name };
  app.performer.move(target.account, target.selection, to, app.selection.count.peek());
  app.selection.clear();
  advance?.();
  return true;
}

export function toggleStar(app: MailApp): boolean {
  const target = targetOf(app);
  return act(app, target?.rows.every((row) => row.isStarred) ? "unstar" : "star", target);
}

/** Archive has no sense in Archive, and what is in Trash goes for good. */
export function actionsOf(mailbox: Mailbox | null): {
  archive: boolean;
  spam: "spam" | "notSpam" | null;
  trash: "trash" | "destroy";
} {
  const role = mailbox?.role ?? null;
  return {
    archive: role !== "archive" && role !== "drafts" && role !== "trash",
    spam: role === "junk" ? "notSpam" : role === "sent" || role === "drafts" || role === "trash" ? null : "spam",
    trash: role === "trash" || role === "drafts" ? "destroy" : "trash",
  };
}

/** Whether the open conversation, or the cursor when none is open, is among what is acted on. */
export function concernsOpen(app: MailApp, { selection, rows }: Target): boolean {
  const { threadId } = app.router.route.peek();
  if (selection.kind === "matching") return true;
  if (selection.kind !== "conversations") return false;
  if (threadId !== null) return selection.threadIds.includes(threadId);
  return rows.some((row) => row.emailId === app.cursor.peek());
}
