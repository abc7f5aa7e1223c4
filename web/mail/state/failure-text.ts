// The words for what did not happen.

import type { Failure } from "../../client/types.ts";
import type { Locale } from "../../i18n/catalogue.ts";
import { failureWords } from "../../i18n/parts/failures.ts";

export function failureText(failure: Failure, locale: Locale): string {
  const failures = failureWords[locale];
  if (failure.kind === "aborted") return failures.other;
  if (failure.kind !== "method" && failure.kind !== "refused") return failures[failure.kind];
  switch (failure.type) {
    case "forbidden":
    case "accountReadOnly":
    case "forbiddenFrom":
    case "forbiddenMailFrom":
    case "forbiddenToSend":
      return failures.forbidden;
    case "requestTooLarge":
    case "tooLarge":
      return failures.tooLarge;
    case "overQuota":
    case "rateLimit":
    case "notFound":
    case "mailboxHasEmail":
    case "mailboxHasChild":
    case "alreadyExists":
    case "invalidRecipients":
    case "cannotUnsend":
      return failures[failure.type];
    case "noRecipients":
      return failures.invalidRecipients;
    default:
      return failures.other;
  }
}
