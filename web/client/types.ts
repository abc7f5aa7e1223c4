// What the applications see of the client: records as signals, lists as windows, actions with an inverse, drafts that save
// themselves. Signals are read only here; everything is changed through verbs.
import type { ReadonlySignal } from "@preact/signals-core";
import type { EmailAddress } from "../../standards/address/types.ts";
import type { EmailBodyPart, EmailBodyValue } from "../../standards/jmap/email.ts";
import type { Snippets } from "./search/snippets.ts";
import type { EmailComparator, EmailFilterCondition } from "../../standards/jmap/email-query.ts";
import type { EmailSubmission } from "../../standards/jmap/email-submission.ts";
import type { Identity } from "../../standards/jmap/identity.ts";
import type { Mailbox, MailboxRole } from "../../standards/jmap/mailbox.ts";
import type { Filter } from "../../standards/jmap/query.ts";
import type { Session } from "../../standards/jmap/session.ts";
import type { Thread } from "../../standards/jmap/thread.ts";
import type { ComposeActions } from "./compose/types.ts";
import type { PreferencesStore } from "./preferences.ts";

export type { EmailAddress, EmailComparator, EmailSubmission, Identity, Mailbox, MailboxRole, Session, Thread };
export type EmailFilter = Filter<EmailFilterCondition>;

// ---- Records ------------------------------------------------------------------------------------------------------------

/**
 * The states of a record. "empty": never asked for, or dropped from memory; reading it asks. "committing": ready, and an
 * action shown already is not yet confirmed. "failed": the server answered with a failure; `reload` on the account tries again.
 */
export type RecordState = "empty" | "loading" | "ready" | "committing" | "destroyed" | "failed";

/** A record and its state; `value` is there exactly in "ready" and "committing". */
export type Loaded<T> =
  | { readonly state: "ready" | "committing"; readonly value: T }
  | { readonly state: "empty" | "loading" | "destroyed" | "failed"; readonly value?: undefined };

/** What the list needs of an email. Dates are ISO strings in UTC, as JMAP has them. */
export type EmailSummary = {
  readonly id: string;
  readonly threadId: string;
  readonly mailboxIds: Readonly<Record<string, true>>;
  readonly keywords: Readonly<Record<string, true>>;
  readonly from: readonly EmailAddress[] | null;
  readonly to: readonly EmailAddress[] | null;
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly preview: string;
  readonly hasAttachment: boolean;
  readonly size: number;
};

/** A leaf of the body structure with the properties that reading needs. */
export type EmailPart = Pick<
  EmailBodyPart,
  "partId" | "blobId" | "size" | "name" | "type" | "charset" | "disposition" | "cid"
>;

/** What reading adds; never changes once loaded. */
export type EmailBody = {
  readonly id: string;
  readonly blobId: string;
  readonly messageId: readonly string[] | null;
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
  readonly sender: readonly EmailAddress[] | null;
  readonly cc: readonly EmailAddress[] | null;
  readonly bcc: readonly EmailAddress[] | null;
  readonly replyTo: readonly EmailAddress[] | null;
  readonly sentAt: string | null;
  readonly htmlBody: readonly EmailPart[];
  readonly textBody: readonly EmailPart[];
  readonly attachments: readonly EmailPart[];
  readonly bodyValues: Readonly<Record<string, EmailBodyValue>>;
  readonly "header:Authentication-Results:asText:all": readonly string[];
  readonly "header:List-Unsubscribe:asURLs": readonly string[] | null;
};

/** A message that is an attachment of another. Its own parts cannot be asked for: they have no `blobId`. */
export type ParsedEmail = EmailBody & Pick<EmailSummary, "from" | "to" | "subject">;

/** A row of the list of conversations, derived from the emails of its thread. */
export type ConversationRow = {
  readonly threadId: string;
  /** The email that stands for the conversation in the query: the newest that matches. */
  readonly emailId: string;
  /** All emails of the thread, oldest first. */
  readonly emailIds: readonly string[];
  /** How many emails the conversation has outside Trash and Spam (or inside, when that is the list's mailbox). */
  readonly count: number;
  /** Everyone who wrote, in order of their first message, with whether something of theirs is unread. */
  readonly senders: readonly { address: EmailAddress; isUnread: boolean; isDraft: boolean }[];
  /** Who the newest was sent to; what a row of Sent and Drafts shows. */
  readonly recipients: readonly EmailAddress[];
  readonly subject: string | null;
  readonly preview: string;
  readonly receivedAt: string;
  readonly isUnread: boolean;
  readonly isStarred: boolean;
  readonly isAnswered: boolean;
  readonly isForwarded: boolean;
  readonly hasDraft: boolean;
  readonly hasAttachment: boolean;
  /** Every mailbox in which an email of the conversation is. */
  readonly mailboxIds: readonly string[];
  readonly isCommitting: boolean;
};

/** A mailbox in the order of the sidebar: roles first, then by sortOrder and name; children follow their parent. */
export type MailboxNode = { readonly mailbox: Mailbox; readonly depth: number; readonly hasChildren: boolean };

// ---- Failures and connection ----------------------------------------------------------------------------------------------

/** Why something did not happen. The words for it are the interface's. */
export type Failure =
  | { readonly kind: "offline" }
  | { readonly kind: "signedOut" }
  /** The server could not be reached properly or failed; `status` is HTTP's, 0 when the answer was no JMAP. */
  | { readonly kind: "server"; readonly status: number }
  /** RFC 8620 §3.6.2: `type` is "forbidden", "requestTooLarge", "accountReadOnly", … */
  | { readonly kind: "method"; readonly type: string; readonly description: string | null }
  /** RFC 8620 §5.3: some objects were refused: "overQuota", "notFound", "mailboxHasEmail", … */
  | {
      readonly kind: "refused";
      readonly type: string;
      readonly description: string | null;
      readonly properties: readonly string[];
    }
  | { readonly kind: "aborted" };

/** "connecting": the last request failed and is being repeated. "signedOut" is final for this client: sign in and reload. */
export type Connection = "online" | "connecting" | "offline" | "signedOut";

export type Outcome<T = void> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

// ---- Lists ----------------------------------------------------------------------------------------------------------------

export type ListQuery = {
  readonly filter: EmailFilter | null;
  /** Absent: newest first. */
  readonly sort?: readonly EmailComparator[];
  /** Absent: true, one row per conversation. */
  readonly collapseThreads?: boolean;
};

/** `removed` rows went and `inserted` rows came at `index`: what a list that is scrolled must move by to stand still. */
export type Shift = { readonly index: number; readonly removed: number; readonly inserted: number };

/** A list of any length of which only the windows looked at are held. */
export type WindowedQuery = {
  readonly query: ListQuery;
  readonly state: ReadonlySignal<"empty" | "loading" | "ready" | "failed">;
  readonly failure: ReadonlySignal<Failure | null>;
  /** Rows in all, as shown: without those pending. */
  readonly total: ReadonlySignal<number | undefined>;
  /** Grows whenever what stands at an index may have changed; `idAt`, `slice` and `indexOf` read it. */
  readonly version: ReadonlySignal<number>;
  /** The email id at an index, or undefined while it is not loaded. */
  idAt(index: number): string | undefined;
  /** Ids from `start` to before `end`, undefined where not loaded. */
  slice(start: number, end: number): (string | undefined)[];
  /** -1 when it is not among the loaded windows. */
  indexOf(emailId: string): number;
  /** Asks for what is missing between `start` and `end`; cheap to call on every scroll. */
  ensure(start: number, end: number): void;
  /** While holding, mail that arrives at the top waits in `pending` and moves nothing. Set it while the reader is scrolled down. */
  setHolding(isHolding: boolean): void;
  /** How many arrivals wait. */
  readonly pending: ReadonlySignal<number>;
  showPending(): void;
  /** Called before `version` grows, in the order of the changes. Returns the end of the subscription. */
  onShift(listener: (shift: Shift) => void): () => void;
  /** Asks again for the windows held, also after a failure. */
  refresh(): Promise<void>;
};

// ---- Actions --------------------------------------------------------------------------------------------------------------

/**
 * What an action applies to. Conversations mean the emails of the thread that are in `mailboxId`; null (search) means all of
 * them outside Trash and Spam. "matching" means every email the query finds at the server, loaded or not.
 */
export type Selection =
  | { readonly kind: "emails"; readonly emailIds: readonly string[]; readonly mailboxId: string | null }
  | { readonly kind: "conversations"; readonly threadIds: readonly string[]; readonly mailboxId: string | null }
  | {
      readonly kind: "matching";
      readonly query: ListQuery;
      readonly mailboxId: string | null;
      readonly exceptThreadIds?: readonly string[];
    };

export type ActionVerb =
  | "archive"
  | "trash"
  | "destroy"
  | "move"
  | "label"
  | "unlabel"
  | "star"
  | "unstar"
  | "markRead"
  | "markUnread"
  | "spam"
  | "notSpam"
  | "setKeyword"
  | "clearKeyword";

export type Action = {
  readonly id: number;
  readonly verb: ActionVerb;
  readonly accountId: string;
  /** Conversations when the selection was of conversations, otherwise emails; grows while "matching" pages. */
  readonly count: ReadonlySignal<number>;
  readonly state: ReadonlySignal<"committing" | "committed" | "failed" | "undone">;
  /** False for "destroy". */
  readonly canUndo: boolean;
  readonly done: Promise<Outcome>;
  /** Applies the inverse at once, also while the action is still committing. Does nothing the second time. */
  undo(): Promise<Outcome>;
};

/** Every verb shows its effect before it returns where the emails are loaded, and is rolled back when it fails. */
export type Actions = {
  archive(selection: Selection): Action;
  /** To Trash; emails that are in Trash already are destroyed for good. */
  trash(selection: Selection): Action;
  destroy(selection: Selection): Action;
  move(selection: Selection, toMailboxId: string): Action;
  label(selection: Selection, mailboxId: string): Action;
  unlabel(selection: Selection, mailboxId: string): Action;
  star(selection: Selection): Action;
  unstar(selection: Selection): Action;
  /** `isAutomatic`: by opening, not by a command; it is left out of the undo log. */
  markRead(selection: Selection, options?: { isAutomatic: boolean }): Action;
  /** Of a conversation, its newest received email. */
  markUnread(selection: Selection): Action;
  spam(selection: Selection): Action;
  notSpam(selection: Selection): Action;
  setKeyword(selection: Selection, keyword: string, options?: { isAutomatic: boolean }): Action;
  clearKeyword(selection: Selection, keyword: string, options?: { isAutomatic: boolean }): Action;
};

export type MailboxActions = {
  create(mailbox: { name: string; parentId: string | null }): Promise<Outcome<string>>;
  rename(mailboxId: string, name: string): Promise<Outcome>;
  reparent(mailboxId: string, parentId: string | null): Promise<Outcome>;
  destroy(mailboxId: string, options: { withEmails: boolean }): Promise<Outcome>;
};

export type AddressSuggestion = { readonly address: EmailAddress; readonly score: number };

// ---- Accounts and the client ----------------------------------------------------------------------------------------------

export type MailAccount = {
  readonly id: string;
  readonly name: string;
  /** False for a unit mailbox that the person acts for. */
  readonly isPersonal: boolean;
  readonly isReadOnly: boolean;
  /** Undefined until they are loaded. */
  readonly mailboxes: ReadonlySignal<readonly MailboxNode[] | undefined>;
  mailbox(id: string): ReadonlySignal<Loaded<Mailbox>>;
  mailboxByRole(role: MailboxRole): ReadonlySignal<Mailbox | undefined>;
  email(id: string): ReadonlySignal<Loaded<EmailSummary>>;
  emailBody(id: string): ReadonlySignal<Loaded<EmailBody>>;
  thread(id: string): ReadonlySignal<Loaded<Thread>>;
  readonly identities: ReadonlySignal<readonly Identity[] | undefined>;
  /** The same list for the same query, so it may be called in every render. */
  list(query: ListQuery): WindowedQuery;
  /** A row of a list; keep the signal (useMemo) as long as the row is shown. `mailboxId` is the list's mailbox, null for a search. */
  conversationRow(emailId: string, mailboxId: string | null): ReadonlySignal<Loaded<ConversationRow>>;
  /** By what the emails of a search were found; made anew by each call. */
  snippets(filter: EmailFilter): Promise<Snippets>;
  /** Loads the bodies that would be opened first, at low priority, as the pointer or the cursor comes near. */
  prefetch(threadIds: readonly string[]): void;
  /** Asks again for a record in state "failed". */
  reload(type: "Email" | "EmailBody" | "Thread" | "Mailbox", id: string): void;
  readonly actions: Actions;
  readonly mailboxActions: MailboxActions;
  /** Loads the code of composing when it is first needed, the same object every time. */
  compose(): Promise<ComposeActions>;
  /** Best matches first: those one writes to and hears from, at most `limit`. */
  suggestAddresses(text: string, limit?: number): Promise<readonly AddressSuggestion[]>;
  downloadUrl(blob: { blobId: string; name: string; type: string }): string;
  /** Reads a message that is an attachment; null when it is no message. */
  parseEmail(blobId: string): Promise<Outcome<ParsedEmail | null>>;
  upload(
    file: Blob,
    onProgress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<Outcome<{ blobId: string; sizeBytes: number; type: string }>>;
  /** What became of a sent email, with each recipient's status (RFC 8621 §7). */
  deliveries(emailId: string): Promise<Outcome<readonly EmailSubmission[]>>;
};

export type Client = {
  readonly preferences: PreferencesStore;
  readonly session: ReadonlySignal<Session | undefined>;
  readonly connection: ReadonlySignal<Connection>;
  /** Whether changes are told as they happen. */
  readonly isPushed: ReadonlySignal<boolean>;
  /** The person's own account first. */
  readonly accounts: ReadonlySignal<readonly MailAccount[]>;
  account(accountId: string): MailAccount;
  /** Actions that can be undone, newest last; bounded. */
  readonly undoLog: ReadonlySignal<readonly Action[]>;
  /** Undoes the newest; undefined when there is none. */
  undo(): Action | undefined;
  /** Actions that failed and were rolled back, for the interface to tell. */
  onFailure(listener: (failed: { action: Action; failure: Failure }) => void): () => void;
  /** New emails told by push in a mailbox with a role or any, for notifications. */
  onArrival(listener: (arrival: { accountId: string; emailIds: readonly string[] }) => void): () => void;
  /** Ask for changes now: after the page was hidden, or the network came back. */
  synchronize(): Promise<void>;
  /**
   * Saves open drafts if that is quick, sends what waits in its undo window, ends push and timers. `forget` removes what is
   * kept in this browser as well: for signing out, above all on a computer that others use.
   */
  close(options?: { forget: boolean }): Promise<void>;
};
