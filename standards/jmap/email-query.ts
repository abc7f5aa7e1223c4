// Email/query, RFC 8621 §4.4, Email/import, §4.8, Email/copy, §4.7, and Email/parse, §4.9.
import type { Email, EmailGetOptions, HeaderProperty, PartialEmail } from "./email.ts";
import type { SetError } from "./errors.ts";
import type { Comparator } from "./query.ts";
import type { Id, State, UnsignedInt, UTCDate } from "./types.ts";

/** RFC 8621 §4.4.1. All given properties must match. */
export type EmailFilterCondition = {
  inMailbox?: Id;
  inMailboxOtherThan?: Id[];
  before?: UTCDate;
  after?: UTCDate;
  minSize?: UnsignedInt;
  maxSize?: UnsignedInt;
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
  /** Name, and optionally text that the value must hold. */
  header?: [name: string] | [name: string, value: string];
};

/** RFC 8621 §4.4.2. */
export const emailSortProperties = [
  "receivedAt",
  "size",
  "from",
  "to",
  "subject",
  "sentAt",
  "hasKeyword",
  "allInThreadHaveKeyword",
  "someInThreadHaveKeyword",
] as const;
export type EmailSortProperty = (typeof emailSortProperties)[number];

/** `keyword` goes with the three properties that end in Keyword, and only with them. */
export type EmailComparator = Comparator & { property: EmailSortProperty; keyword?: string };

export type EmailQueryOptions = { collapseThreads?: boolean };

export type EmailImport = {
  blobId: Id;
  mailboxIds: Record<Id, true>;
  keywords?: Record<string, true>;
  receivedAt?: UTCDate | null;
};
export type EmailImportArguments = { accountId: Id; ifInState?: State | null; emails: Record<Id, EmailImport> };
export type EmailImportResponse = {
  accountId: Id;
  oldState: State | null;
  newState: State;
  created: Record<Id, Pick<Email, "id" | "blobId" | "threadId" | "size">> | null;
  notCreated: Record<Id, SetError> | null;
};

export type EmailCopy = { id: Id; mailboxIds: Record<Id, true>; keywords?: Record<string, true>; receivedAt?: UTCDate };

export type EmailParseArguments = {
  accountId: Id;
  blobIds: Id[];
  properties?: (keyof Email | HeaderProperty)[] | null;
} & EmailGetOptions;
export type EmailParseResponse = {
  accountId: Id;
  parsed: Record<Id, Omit<PartialEmail, "id">> | null;
  notParsable: Id[] | null;
  notFound: Id[] | null;
};
