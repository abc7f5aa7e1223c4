// Which messages may be answered by a program: RFC 3834 §2, with what RFC 5230 §4.6 and habit add to it. When in doubt nobody is
// answered: a reply too few is asked for again, one too many can go round for ever.
import { isAscii, parseMailbox } from "../address/mailbox.ts";
import { asAddresses, asText, findHeaders, headerValue } from "./header-forms.ts";
import type { ParsedMessage } from "./types.ts";

/** RFC 3834 §2, RFC 5230 §4.6: mail from these is sent by programs, or would reach one. */
const programs =
  /^(?:owner-.*|.*-(?:owner|request|bounces?)|bounces?(?:[-+=].*)?|mailer-daemon|listserv|majordomo|postmaster|(?:no|do-?not)[-_.]?reply.*|noreply.*)$/i;

/** Fields of mailing lists: RFC 2369 §3, RFC 2919 §2. */
const listFields = [
  "List-Id",
  "List-Help",
  "List-Subscribe",
  "List-Unsubscribe",
  "List-Post",
  "List-Owner",
  "List-Archive",
];

/** `returnPath` is that of the envelope, empty for the null reverse-path. */
export function mayBeAnswered(message: ParsedMessage, returnPath: string): boolean {
  const mailbox = parseMailbox(returnPath);
  if (!mailbox || !isAscii(returnPath) || programs.test(mailbox.local)) return false;
  if (listFields.some((name) => findHeaders(message.root, name).length > 0)) return false;
  // RFC 3834 §5: anything but "no" says that no person sent it.
  if (!valuesOf(message, "Auto-Submitted").every((value) => /^no\s*(?:;|\(|$)/i.test(value))) return false;
  if (valuesOf(message, "Precedence").some((value) => /^(?:bulk|list|junk)\b/i.test(value))) return false;
  return !valuesOf(message, "X-Auto-Response-Suppress").some((value) => /\b(?:all|oof|autoreply)\b/i.test(value));
}

/** Whom it names as its recipients: who is not among them has it from a list, an alias or as a blind copy (RFC 3834 §2). */
export function namedRecipients(message: ParsedMessage): string[] {
  const fields = ["To", "Cc", "Resent-To", "Resent-Cc"].flatMap((name) => findHeaders(message.root, name));
  return fields.flatMap((field) => asAddresses(headerValue(message.raw, field)).map(({ email }) => email));
}

function valuesOf(message: ParsedMessage, name: string): string[] {
  return findHeaders(message.root, name).map((field) => asText(headerValue(message.raw, field)).trim());
}
