// Emails, mailboxes and queries as the store and the product verbs speak of them.
import type { EmailAddress } from "../../standards/address/types.ts";
import type { AccountId, BlobHash, EmailId, MailboxId, ThreadId } from "../base/ids.ts";

/** RFC 8621 §2 and the registry of RFC 8457; one mailbox of an account at most has each. */
export type MailboxRole = "inbox" | "drafts" | "sent" | "archive" | "junk" | "trash";

/**
 * The parsed header fields that lists show, as Email/get gives them (RFC 8621 §4.1.3). Message ids and all other fields are
 * read from the message itself, which whoever opens or answers it has anyway.
 */
export interface EmailHeader extends AddressFields {
  /** RFC 3339 with the sender's offset, as Email/get gives it. */
  sentAt: string | null;
}

export interface AddressFields {
  sender: EmailAddress[] | null;
  from: EmailAddress[] | null;
  to: EmailAddress[] | null;
  cc: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
}

/** A header that has been read: the date is worked out where it is asked for. */
export interface ReadHeader extends AddressFields {
  sentAt: () => string | null;
}

/** What of an email can change (RFC 8621 §4.1.1), and what it is found by. */
export interface EmailMarks {
  id: EmailId;
  threadId: ThreadId;
  mailboxIds: MailboxId[];
  /** Lower case, sorted. */
  keywords: string[];
}

/** As much of an email as lists show: but for its marks, it never changes. */
export interface ListedEmail extends EmailMarks {
  size: number;
  receivedAt: Date;
  hasAttachment: boolean;
  subject: string | null;
  preview: string;
  header: AddressFields;
}

export interface Email extends ListedEmail {
  blobHash: BlobHash;
  header: ReadHeader;
}

export interface Mailbox {
  id: MailboxId;
  parentId: MailboxId | null;
  name: string;
  role: MailboxRole | null;
  sortOrder: number;
  /** The persons who do not subscribe to it (RFC 8621 §2): each for themselves, also where several act for one account. */
  unsubscribed: AccountId[];
  totalEmails: number;
  unreadEmails: number;
  totalThreads: number;
  unreadThreads: number;
}

/** RFC 8621 §4.4.1; every condition that is given must hold. `from` and `to` of dates: `after` <= receivedAt < `before`. */
export interface EmailCondition {
  inMailbox?: MailboxId;
  inMailboxOtherThan?: readonly MailboxId[];
  before?: Date;
  after?: Date;
  minSize?: number;
  maxSize?: number;
  allInThreadHaveKeyword?: string;
  someInThreadHaveKeyword?: string;
  noneInThreadHaveKeyword?: string;
  hasKeyword?: string;
  notKeyword?: string;
  hasAttachment?: boolean;
  text?: string;
  from?: string;
  to?: string;
  cc?: string;
  bcc?: string;
  subject?: string;
  body?: string;
  /** A field's name, and text that its value contains. */
  header?: readonly [name: string] | readonly [name: string, value: string];
}

export interface EmailFilterOperator {
  operator: "AND" | "OR" | "NOT";
  conditions: readonly EmailFilter[];
}

export type EmailFilter = EmailCondition | EmailFilterOperator;

/** RFC 8621 §4.4.2. `keyword` belongs to the three keyword sorts. */
export interface EmailSort {
  property:
    | "receivedAt"
    | "size"
    | "from"
    | "to"
    | "subject"
    | "sentAt"
    | "hasKeyword"
    | "allInThreadHaveKeyword"
    | "someInThreadHaveKeyword";
  isAscending?: boolean;
  keyword?: string;
}
