// What each verb does to each email, as data: no records, no requests.
import type { PatchObject } from "../../../standards/jmap/types.ts";
import type { ActionVerb } from "../types.ts";
import { changesEmail, type EmailChange, type EmailState } from "./email-patch.ts";

export type MailboxIdsByRole = {
  readonly [role in "inbox" | "drafts" | "sent" | "archive" | "junk" | "trash"]?: string;
};

export type ActionInput = {
  verb: ActionVerb;
  /** The mailbox acted in; null in a search. */
  mailboxId: string | null;
  /** The target of move, label and unlabel. */
  targetId?: string;
  keyword?: string;
  roles: MailboxIdsByRole;
};

/**
 * The changes for the emails of one conversation, oldest first, or for single emails each as a conversation of its own.
 * `isWhole` says that the conversation was chosen, not its emails. Emails that would not change are left out.
 */
export function planAction(emails: readonly EmailState[], isWhole: boolean, input: ActionInput): EmailChange[] {
  const changes: EmailChange[] = [];
  for (const email of chooseEmails(emails, isWhole, input)) {
    const patch = planEmail(email, input);
    if (patch === "destroy" || (patch && changesEmail(email, patch))) changes.push({ id: email.id, patch });
  }
  return changes;
}

function chooseEmails(emails: readonly EmailState[], isWhole: boolean, input: ActionInput): readonly EmailState[] {
  if (!isWhole) return emails;
  const { mailboxId, roles } = input;
  const isHidden = (email: EmailState) =>
    Object.keys(email.mailboxIds).every((id) => id === roles.trash || id === roles.junk);
  const here = emails.filter((email) => (mailboxId === null ? !isHidden(email) : email.mailboxIds[mailboxId]));
  switch (input.verb) {
    case "markRead":
    case "unstar":
      return mailboxId === null ? here : emails.filter((email) => email.mailboxIds[mailboxId] || !isHidden(email));
    case "unlabel":
      // The row of a conversation shows the label as long as any message of it has it.
      return emails;
    case "star":
      return here.slice(-1);
    case "markUnread":
      return here.filter((email) => !isOwn(email, roles)).slice(-1);
    case "move":
    case "spam":
      // What one wrote stays in Sent and Drafts unless one acts there.
      return mailboxId === null ? here.filter((email) => !isOwn(email, roles)) : here;
    default:
      return here;
  }
}

function isOwn(email: EmailState, roles: MailboxIdsByRole): boolean {
  const isIn = (id: string | undefined) => id !== undefined && email.mailboxIds[id] === true;
  return email.keywords["$draft"] === true || isIn(roles.sent) || isIn(roles.drafts);
}

function planEmail(email: EmailState, input: ActionInput): PatchObject | "destroy" | undefined {
  const { mailboxId, targetId, keyword, roles } = input;
  switch (input.verb) {
    case "archive": {
      const from = mailboxId ?? roles.inbox;
      return roles.archive && from && email.mailboxIds[from] ? replaceMailbox(from, roles.archive) : undefined;
    }
    case "trash":
      if (roles.trash === undefined || email.mailboxIds[roles.trash]) return "destroy";
      return { mailboxIds: { [roles.trash]: true } };
    case "destroy":
      return "destroy";
    case "move":
      if (targetId === undefined) return undefined;
      if (mailboxId === null || targetId === roles.trash) return { mailboxIds: { [targetId]: true } };
      return replaceMailbox(mailboxId, targetId);
    case "label":
      return targetId === undefined ? undefined : { [`mailboxIds/${targetId}`]: true };
    case "unlabel": {
      if (targetId === undefined || !email.mailboxIds[targetId]) return undefined;
      // RFC 8621 §4.1.1: an email is always in one mailbox at least.
      const isLast = Object.keys(email.mailboxIds).length === 1;
      if (!isLast) return { [`mailboxIds/${targetId}`]: null };
      return roles.archive && roles.archive !== targetId ? replaceMailbox(targetId, roles.archive) : undefined;
    }
    case "star":
      return { "keywords/$flagged": true };
    case "unstar":
      return { "keywords/$flagged": null };
    case "markRead":
      return { "keywords/$seen": true };
    case "markUnread":
      return { "keywords/$seen": null };
    case "spam":
      if (roles.junk === undefined) return undefined;
      return { mailboxIds: { [roles.junk]: true }, "keywords/$junk": true, "keywords/$notjunk": null };
    case "notSpam":
      if (roles.inbox === undefined || roles.junk === undefined || !email.mailboxIds[roles.junk]) return undefined;
      return { mailboxIds: { [roles.inbox]: true }, "keywords/$junk": null, "keywords/$notjunk": true };
    case "setKeyword":
      return keyword === undefined ? undefined : { [`keywords/${keyword}`]: true };
    case "clearKeyword":
      return keyword === undefined ? undefined : { [`keywords/${keyword}`]: null };
  }
}

function replaceMailbox(fromId: string, toId: string): PatchObject | undefined {
  return fromId === toId ? undefined : { [`mailboxIds/${fromId}`]: null, [`mailboxIds/${toId}`]: true };
}
