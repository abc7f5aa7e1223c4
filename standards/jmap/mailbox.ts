// Mailbox, RFC 8621 §2.
import type { Id, UnsignedInt } from "./types.ts";

export type MailboxRole =
  | "all"
  | "archive"
  | "drafts"
  | "flagged"
  | "important"
  | "inbox"
  | "junk"
  | "sent"
  | "subscribed"
  | "trash";

export type MailboxRights = {
  mayReadItems: boolean;
  mayAddItems: boolean;
  mayRemoveItems: boolean;
  maySetSeen: boolean;
  maySetKeywords: boolean;
  mayCreateChild: boolean;
  mayRename: boolean;
  mayDelete: boolean;
  maySubmit: boolean;
};

export type Mailbox = {
  id: Id;
  name: string;
  parentId: Id | null;
  role: MailboxRole | null;
  sortOrder: UnsignedInt;
  totalEmails: UnsignedInt;
  unreadEmails: UnsignedInt;
  totalThreads: UnsignedInt;
  unreadThreads: UnsignedInt;
  myRights: MailboxRights;
  isSubscribed: boolean;
};

export const mailboxProperties = [
  "id",
  "name",
  "parentId",
  "role",
  "sortOrder",
  "totalEmails",
  "unreadEmails",
  "totalThreads",
  "unreadThreads",
  "myRights",
  "isSubscribed",
] as const satisfies (keyof Mailbox)[];

/** Those that a client may set (RFC 8621 §2). */
export const mailboxSettableProperties = ["name", "parentId", "role", "sortOrder", "isSubscribed"] as const;

export type MailboxCreate = { name: string } & Partial<
  Pick<Mailbox, "parentId" | "role" | "sortOrder" | "isSubscribed">
>;

/** RFC 8621 §2.3. */
export type MailboxFilterCondition = {
  parentId?: Id | null;
  name?: string;
  role?: string | null;
  hasAnyRole?: boolean;
  isSubscribed?: boolean;
};

export type MailboxQueryOptions = { sortAsTree?: boolean; filterAsTree?: boolean };
