// A mailbox's row as clients see it: RFC 8621 §2.
import type { Mailbox, MailboxRights } from "../../../../standards/jmap/mailbox.ts";
import type { Mailbox as MailboxRow } from "../../../store/mail-types.ts";
import type { Account } from "../../account-access.ts";
import { formatMailboxId } from "../../ids.ts";

export function toMailbox(row: MailboxRow, account: Account): Mailbox {
  return {
    id: formatMailboxId(row.id),
    name: row.name,
    parentId: row.parentId === null ? null : formatMailboxId(row.parentId),
    role: row.role,
    sortOrder: row.sortOrder,
    totalEmails: row.totalEmails,
    unreadEmails: row.unreadEmails,
    totalThreads: row.totalThreads,
    unreadThreads: row.unreadThreads,
    myRights: rightsOn(row, account),
    isSubscribed: !row.unsubscribed.includes(account.personId),
  };
}

/** The inbox is where mail arrives: it stays. */
function rightsOn({ role }: MailboxRow, { mayWrite, maySubmit }: Account): MailboxRights {
  return {
    mayReadItems: true,
    mayAddItems: mayWrite,
    mayRemoveItems: mayWrite,
    maySetSeen: mayWrite,
    maySetKeywords: mayWrite,
    mayCreateChild: mayWrite,
    mayRename: mayWrite,
    mayDelete: mayWrite && role !== "inbox",
    maySubmit,
  };
}
