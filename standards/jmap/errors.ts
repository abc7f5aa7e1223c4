// The three levels of errors: of a request (RFC 8620 §3.6.1), of a method (§3.6.2) and of one object of a /set (§5.3), with
// those that RFC 8621 adds.
import type { Id, UnsignedInt } from "./types.ts";

export type RequestErrorType =
  | "urn:ietf:params:jmap:error:unknownCapability"
  | "urn:ietf:params:jmap:error:notJSON"
  | "urn:ietf:params:jmap:error:notRequest"
  | "urn:ietf:params:jmap:error:limit";

/** A problem document (RFC 7807). `limit` names the limit that was passed. */
export type RequestError = {
  type: RequestErrorType | "about:blank";
  status: number;
  title?: string;
  detail?: string;
  limit?: string;
};

export type MethodErrorType =
  | "serverUnavailable"
  | "serverFail"
  | "serverPartialFail"
  | "unknownMethod"
  | "invalidArguments"
  | "invalidResultReference"
  | "forbidden"
  | "accountNotFound"
  | "accountNotSupportedByMethod"
  | "accountReadOnly"
  | "requestTooLarge"
  | "stateMismatch"
  | "cannotCalculateChanges"
  | "anchorNotFound"
  | "unsupportedSort"
  | "unsupportedFilter"
  | "tooManyChanges"
  | "fromAccountNotFound"
  | "fromAccountNotSupportedByMethod"
  /** RFC 9404 §4.3. */
  | "unknownDataType";

export type MethodError = { type: MethodErrorType; description?: string };

export type SetErrorType =
  | "forbidden"
  | "overQuota"
  | "tooLarge"
  | "rateLimit"
  | "notFound"
  | "invalidPatch"
  | "willDestroy"
  | "invalidProperties"
  | "singleton"
  | "alreadyExists"
  | "mailboxHasChild"
  | "mailboxHasEmail"
  | "blobNotFound"
  | "tooManyKeywords"
  | "tooManyMailboxes"
  | "invalidEmail"
  | "tooManyRecipients"
  | "noRecipients"
  | "invalidRecipients"
  | "forbiddenMailFrom"
  | "forbiddenFrom"
  | "forbiddenToSend"
  | "cannotUnsend";

export type SetError = {
  type: SetErrorType;
  description?: string;
  /** invalidProperties and invalidEmail: the names, with paths for those inside others. */
  properties?: string[];
  /** alreadyExists. */
  existingId?: Id;
  /** blobNotFound of Email/set. */
  notFound?: Id[];
  /** tooManyRecipients. */
  maxRecipients?: UnsignedInt;
  /** invalidRecipients. */
  invalidRecipients?: string[];
  /** tooLarge of EmailSubmission/set. */
  maxSize?: UnsignedInt;
};
