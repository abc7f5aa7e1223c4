// Every method there is, by name. Each states in its own file the capability it belongs to, the right it needs on the account
// and the arguments it takes: a method that does not cannot stand here, and what does not stand here does not exist.
import { blobCopy } from "./core/blob/copy.ts";
import { blobGet } from "./blob/blob/get.ts";
import { blobLookup } from "./blob/blob/lookup.ts";
import { blobUpload } from "./blob/blob/upload.ts";
import { coreEcho } from "./core/core/echo.ts";
import { pushSubscriptionGet } from "./core/push-subscription/get.ts";
import { pushSubscriptionSet } from "./core/push-subscription/set.ts";
import { emailChanges } from "./mail/email/changes.ts";
import { emailCopy } from "./mail/email/copy.ts";
import { emailGet } from "./mail/email/get.ts";
import { emailImport } from "./mail/email/import.ts";
import { emailParse } from "./mail/email/parse.ts";
import { emailQueryChanges } from "./mail/email/query-changes.ts";
import { emailQuery } from "./mail/email/query.ts";
import { emailSet } from "./mail/email/set.ts";
import { mailboxChanges } from "./mail/mailbox/changes.ts";
import { mailboxGet } from "./mail/mailbox/get.ts";
import { mailboxQueryChanges } from "./mail/mailbox/query-changes.ts";
import { mailboxQuery } from "./mail/mailbox/query.ts";
import { mailboxSet } from "./mail/mailbox/set.ts";
import { searchSnippetGet } from "./mail/search-snippet/get.ts";
import { threadChanges } from "./mail/thread/changes.ts";
import { threadGet } from "./mail/thread/get.ts";
import type { Method } from "./method.ts";
import { preferencesGet } from "./preferences/preferences/get.ts";
import { preferencesSet } from "./preferences/preferences/set.ts";
import { quotaChanges } from "./quota/quota/changes.ts";
import { quotaGet } from "./quota/quota/get.ts";
import { quotaQueryChanges } from "./quota/quota/query-changes.ts";
import { quotaQuery } from "./quota/quota/query.ts";
import { emailSubmissionChanges } from "./submission/email-submission/changes.ts";
import { emailSubmissionGet } from "./submission/email-submission/get.ts";
import { emailSubmissionQueryChanges } from "./submission/email-submission/query-changes.ts";
import { emailSubmissionQuery } from "./submission/email-submission/query.ts";
import { emailSubmissionSet } from "./submission/email-submission/set.ts";
import { identityChanges } from "./submission/identity/changes.ts";
import { identityGet } from "./submission/identity/get.ts";
import { identitySet } from "./submission/identity/set.ts";
import { vacationResponseGet } from "./vacation-response/vacation-response/get.ts";
import { vacationResponseSet } from "./vacation-response/vacation-response/set.ts";

export const methods: Readonly<Record<string, Method>> = {
  "Core/echo": coreEcho,
  "Blob/copy": blobCopy,
  "Blob/upload": blobUpload,
  "Blob/get": blobGet,
  "Blob/lookup": blobLookup,
  "PushSubscription/get": pushSubscriptionGet,
  "PushSubscription/set": pushSubscriptionSet,
  "Mailbox/get": mailboxGet,
  "Mailbox/changes": mailboxChanges,
  "Mailbox/query": mailboxQuery,
  "Mailbox/queryChanges": mailboxQueryChanges,
  "Mailbox/set": mailboxSet,
  "Thread/get": threadGet,
  "Thread/changes": threadChanges,
  "Email/get": emailGet,
  "Email/changes": emailChanges,
  "Email/query": emailQuery,
  "Email/queryChanges": emailQueryChanges,
  "Email/set": emailSet,
  "Email/copy": emailCopy,
  "Email/import": emailImport,
  "Email/parse": emailParse,
  "SearchSnippet/get": searchSnippetGet,
  "Identity/get": identityGet,
  "Identity/changes": identityChanges,
  "Identity/set": identitySet,
  "EmailSubmission/get": emailSubmissionGet,
  "EmailSubmission/changes": emailSubmissionChanges,
  "EmailSubmission/query": emailSubmissionQuery,
  "EmailSubmission/queryChanges": emailSubmissionQueryChanges,
  "EmailSubmission/set": emailSubmissionSet,
  "Quota/get": quotaGet,
  "Quota/changes": quotaChanges,
  "Quota/query": quotaQuery,
  "Quota/queryChanges": quotaQueryChanges,
  "VacationResponse/get": vacationResponseGet,
  "VacationResponse/set": vacationResponseSet,
  "Preferences/get": preferencesGet,
  "Preferences/set": preferencesSet,
};
