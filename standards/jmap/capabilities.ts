// The capabilities by their URNs and what a session says about each.
import type { UnsignedInt } from "./types.ts";

export const CORE = "urn:ietf:params:jmap:core";
export const MAIL = "urn:ietf:params:jmap:mail";
export const SUBMISSION = "urn:ietf:params:jmap:submission";
export const VACATION_RESPONSE = "urn:ietf:params:jmap:vacationresponse";
export const QUOTA = "urn:ietf:params:jmap:quota";
/** RFC 9404 §3. */
export const BLOB = "urn:ietf:params:jmap:blob";
/** RFC 9749 §3. */
export const WEBPUSH_VAPID = "urn:ietf:params:jmap:webpush-vapid";
/** This product's own: how a person likes the interface (preferences.ts). */
export const PREFERENCES = "urn:surel:params:jmap:preferences";

export type Capability =
  | typeof CORE
  | typeof MAIL
  | typeof SUBMISSION
  | typeof VACATION_RESPONSE
  | typeof QUOTA
  | typeof BLOB
  | typeof PREFERENCES;

/** RFC 8620 §2. */
export type CoreCapability = {
  maxSizeUpload: UnsignedInt;
  maxConcurrentUpload: UnsignedInt;
  maxSizeRequest: UnsignedInt;
  maxConcurrentRequests: UnsignedInt;
  maxCallsInRequest: UnsignedInt;
  maxObjectsInGet: UnsignedInt;
  maxObjectsInSet: UnsignedInt;
  collationAlgorithms: string[];
};

/** RFC 8621 §1.3.1, per account. */
export type MailCapability = {
  maxMailboxesPerEmail: UnsignedInt | null;
  maxMailboxDepth: UnsignedInt | null;
  maxSizeMailboxName: UnsignedInt;
  maxSizeAttachmentsPerEmail: UnsignedInt;
  emailQuerySortOptions: string[];
  mayCreateTopLevelMailbox: boolean;
};

/** RFC 8621 §1.3.2, per account. */
export type SubmissionCapability = {
  /** Seconds; 0 where delayed sending is not supported. */
  maxDelayedSend: UnsignedInt;
  submissionExtensions: Record<string, string[]>;
};

/** RFC 9404 §3, per account. */
export type BlobCapability = {
  maxSizeBlobSet: UnsignedInt | null;
  maxDataSources: UnsignedInt;
  supportedTypeNames: string[];
  supportedDigestAlgorithms: string[];
};
