// What one client may ask for at once; the session resource announces the first group (RFC 8620 §2, RFC 8621 §1.3).
import { MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from "../base/limits.ts";
import { MAX_KEYWORDS_PER_EMAIL, MAX_MAILBOXES_PER_EMAIL } from "../mail/email-limits.ts";

export const limits = {
  maxSizeUpload: MAX_MESSAGE_BYTES,
  maxConcurrentUpload: 4,
  maxSizeRequest: 10_000_000,
  maxConcurrentRequests: 16,
  maxCallsInRequest: 64,
  maxObjectsInGet: 1_000,
  maxObjectsInSet: 1_000,

  maxMailboxesPerEmail: MAX_MAILBOXES_PER_EMAIL,
  maxMailboxDepth: 10,
  maxSizeMailboxName: 200,
  maxSizeAttachmentsPerEmail: MAX_MESSAGE_BYTES,
  maxKeywordsPerEmail: MAX_KEYWORDS_PER_EMAIL,
  maxRecipients: MAX_RECIPIENTS,
  /** Seconds: thirty days. */
  maxDelayedSend: 30 * 24 * 3600,

  maxSizeBlobSet: 10_000_000,
  maxDataSources: 64,

  /** Levels of arrays and objects in a request. */
  maxNestingDepth: 128,
  /** Levels of operators in a filter, and conditions in all of it. */
  maxFilterDepth: 16,
  maxFilterConditions: 100,
  maxSortComparators: 8,
  /** Of a /query, when the client names none or a larger one. */
  maxQueryResults: 10_000,
  maxChanges: 5_000,
  maxPropertiesInGet: 200,
  /** Octets of decoded text that one Email/get or Email/parse may return. */
  maxBodyValuesBytes: 100_000_000,
  maxPushSubscriptionsPerAccount: 50,
  maxEventSourcesPerAccount: 32,
} as const;
