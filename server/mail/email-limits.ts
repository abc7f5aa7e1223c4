// What an email may carry: RFC 8621 §4.1.1 and bounds of ours.
import type { MailboxId } from "../base/ids.ts";

export const MAX_MAILBOXES_PER_EMAIL = 100;
export const MAX_KEYWORDS_PER_EMAIL = 100;

const forbidden = /[(){\]%*"\\]/;

/** RFC 8621 §4.1.1: 1 to 255 printable ASCII characters but for ( ) { ] % * " \ and the space. */
export function isKeyword(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text) && !forbidden.test(text);
}

/** Lower case, sorted, each once. */
export function normalizeKeywords(keywords: Iterable<string>): string[] {
  return [...new Set(Array.from(keywords, (each) => each.toLowerCase()))].sort();
}

/** Sorted, each once. */
export function normalizeMailboxIds(ids: Iterable<MailboxId>): MailboxId[] {
  return [...new Set(ids)].sort((one, other) => one - other);
}
