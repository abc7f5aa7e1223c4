// What the applications see of composing: drafts that save themselves, and sending that can be undone.
import type { ReadonlySignal } from "@preact/signals-core";
import type { EmailAddress } from "../../../standards/address/types.ts";
import type { EmailCreate } from "../../../standards/jmap/email.ts";
import type { Failure, Outcome } from "../types.ts";
import type { VacationActions } from "./vacation.ts";

export type DraftAttachment = {
  /** Of this composer only. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  /** Null until it is uploaded. */
  readonly blobId: string | null;
  /** For pictures inside the text. */
  readonly cid: string | null;
  /** 0 to 1. */
  readonly progress: number;
  readonly failure: Failure | null;
};

export type Draft = {
  /** Stable over every save, also in the local storage. */
  readonly key: string;
  readonly accountId: string;
  readonly identityId: string | null;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly subject: string;
  /** Null: a plain text message. */
  readonly html: string | null;
  /** The same in plain text; what is sent when `html` is null and the alternative otherwise. */
  readonly text: string;
  readonly attachments: readonly DraftAttachment[];
  /** Where it is none of text, HTML and files: the answer to an invitation. */
  readonly body?: Pick<EmailCreate, "bodyStructure" | "bodyValues"> & { textBody: null; attachments: null };
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
  /** What is answered or forwarded: it is marked so when this is sent, also from another account. */
  readonly origin: { readonly kind: "reply" | "forward"; readonly accountId: string; readonly emailId: string } | null;
};

export type DraftPatch = Partial<Pick<Draft, "identityId" | "to" | "cc" | "bcc" | "subject" | "html" | "text">>;

/** What to put under a reply or forward. The HTML is as received: the interface cleans it before it is shown or quoted. */
export type Quote = {
  readonly kind: "reply" | "forward";
  readonly from: readonly EmailAddress[];
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly subject: string | null;
  readonly sentAt: string;
  readonly html: string | null;
  readonly text: string;
};

/**
 * "unsaved": typed and not yet saved. "offline": kept in this browser, saved to the server when it is back.
 * "failed": refused; typing on tries again.
 */
export type SaveState = "new" | "unsaved" | "saving" | "saved" | "offline" | "failed";

export type SendState = "holding" | "sending" | "sent" | "undone" | "failed";

/** Why this is another draft than the one that was opened: both are kept. */
export type DraftConflict =
  /** Another window of this browser is writing it. */
  | "openElsewhere"
  /** It was changed, sent or thrown away on another device while it was open here. */
  | "changedElsewhere";

export type Sending = {
  readonly state: ReadonlySignal<SendState>;
  /** The draft again, ready to edit in a new composer; null when it was too late. */
  undo(): Promise<Composer | null>;
  readonly done: Promise<Outcome>;
};

export type Composer = {
  readonly draft: ReadonlySignal<Draft>;
  /** The Email id at the server after the first save; changes with each save. */
  readonly emailId: ReadonlySignal<string | null>;
  readonly saveState: ReadonlySignal<SaveState>;
  readonly saveFailure: ReadonlySignal<Failure | null>;
  readonly conflict: ReadonlySignal<DraftConflict | null>;
  /** Why the last try to send it failed; null once it is changed. */
  readonly sendFailure: ReadonlySignal<Failure | null>;
  readonly quote: Quote | null;
  /** Nothing was written in it yet: the interface puts the signature and the quote into it. */
  readonly isFresh: boolean;
  update(patch: DraftPatch): void;
  /** Uploads at once. `cid` marks a picture inside the text. Returns the attachment's key. */
  attach(file: Blob, options: { name: string; cid?: string }): string;
  retryAttachment(key: string): void;
  removeAttachment(key: string): void;
  /** Keeps it in this browser at once: the page may go at any moment. */
  keep(): void;
  /** Saves now; resolves when the server has it or said why not. */
  save(): Promise<Outcome>;
  /** Reasons to ask before sending; empty when there are none. */
  warnings(): readonly SendWarning[];
  /** Waits for uploads and the last save, then sends with an undo window. The composer is closed by it. */
  send(options?: { undoWindowMs?: number }): Sending;
  /** Destroys the draft here and at the server. */
  discard(): Promise<Outcome>;
  /** Saves what is unsaved and lets go; of a draft with nothing in it nothing stays. */
  close(): Promise<Outcome>;
};

/** The first four prevent sending; the others are questions. */
export type SendWarning =
  | "noRecipient"
  | "invalidRecipient"
  | "uploadFailed"
  | "tooLarge"
  | "manyRecipients"
  | "noSubject"
  | "noText"
  | "missingAttachment";

export type UnsavedDraft = {
  readonly subject: string;
  readonly savedAtMs: number;
  /** In a composer; null when another window has opened it meanwhile. */
  open(): Promise<Composer | null>;
  /** Forgets what only this browser has; the version at the server, if there is one, stays. */
  discard(): Promise<void>;
};

export type ComposeActions = {
  /** An empty message, or one with a beginning. */
  write(initial?: Partial<Omit<Draft, "key" | "accountId" | "attachments">>): Composer;
  reply(emailId: string, options: { toAll: boolean }): Promise<Outcome<Composer>>;
  forward(emailId: string, options: { asAttachment: boolean }): Promise<Outcome<Composer>>;
  /** Opens a draft from the Drafts mailbox; the one composer of that draft when it is open already. */
  edit(emailId: string): Promise<Outcome<Composer>>;
  /** Goes on with a draft that was let go: one that was discarded a moment ago. */
  restore(draft: Draft): Composer;
  /** Goes on here, under a name of this account, with a draft that was begun in another. All its files are uploaded. */
  adopt(draft: Draft, identityId: string): Promise<Outcome<Composer>>;
  /** Drafts that this browser kept, the server does not have, and no window has open: after a crash, or without a session. */
  unsaved(): Promise<readonly UnsavedDraft[]>;
  /** Keeps all open drafts in this browser at once. */
  keepAll(): void;
  setSignature(identityId: string, signature: { html: string; text: string }): Promise<Outcome>;
  /** Of the automatic answer; fetched when somebody looks at it. */
  vacation(): Promise<VacationActions>;
  readonly open: ReadonlySignal<readonly Composer[]>;
  /** Saves every open composer and lets go. */
  closeAll(): Promise<void>;
};
