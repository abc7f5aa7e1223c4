// EmailSubmission, RFC 8621 §7.
import type { Id, PatchObject, UTCDate } from "./types.ts";

/** `parameters` are those of MAIL FROM or RCPT TO (RFC 5321 §4.1.1); a value of null is a parameter without one. */
export type EnvelopeAddress = { email: string; parameters: Record<string, string | null> | null };
export type Envelope = { mailFrom: EnvelopeAddress; rcptTo: EnvelopeAddress[] };

export type DeliveryStatus = {
  /** The reply as the next server gave it, with its codes. */
  smtpReply: string;
  delivered: "queued" | "yes" | "no" | "unknown";
  displayed: "unknown" | "yes";
};

export type UndoStatus = "pending" | "final" | "canceled";

export type EmailSubmission = {
  id: Id;
  identityId: Id;
  emailId: Id;
  threadId: Id;
  envelope: Envelope | null;
  sendAt: UTCDate;
  undoStatus: UndoStatus;
  /** By recipient address. */
  deliveryStatus: Record<string, DeliveryStatus> | null;
  dsnBlobIds: Id[];
  mdnBlobIds: Id[];
};

export const emailSubmissionProperties = [
  "id",
  "identityId",
  "emailId",
  "threadId",
  "envelope",
  "sendAt",
  "undoStatus",
  "deliveryStatus",
  "dsnBlobIds",
  "mdnBlobIds",
] as const satisfies (keyof EmailSubmission)[];

export type EmailSubmissionCreate = {
  identityId: Id;
  emailId: Id;
  envelope?: { mailFrom: EnvelopeAddressCreate; rcptTo: EnvelopeAddressCreate[] } | null;
};
export type EnvelopeAddressCreate = { email: string; parameters?: Record<string, string | null> | null };

/** RFC 8621 §7.5. The keys of both are submission ids or `#` and a creation id. */
export type EmailSubmissionSetOptions = {
  onSuccessUpdateEmail?: Record<Id, PatchObject> | null;
  onSuccessDestroyEmail?: Id[] | null;
};

/** RFC 8621 §7.3. */
export type EmailSubmissionFilterCondition = {
  identityIds?: Id[];
  emailIds?: Id[];
  threadIds?: Id[];
  undoStatus?: UndoStatus;
  before?: UTCDate;
  after?: UTCDate;
};

/** RFC 8621 §7.3 calls `sendAt` "sentAt"; clients use either. */
export const emailSubmissionSortProperties = ["emailId", "threadId", "sentAt", "sendAt"] as const;
