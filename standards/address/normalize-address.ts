// When two written addresses are the same address to us.
import { parseMailbox, toAsciiDomain } from "./mailbox.ts";

/**
 * The key by which addresses are compared and looked up: lower case, NFC, the domain as A-labels. Null for what is no
 * mailbox. RFC 5321 §2.4 lets a domain tell cases of local parts apart; like every system in use, we do not. It is a key
 * for comparison: what is sent keeps the spelling of its author.
 */
export function normalizeAddress(text: string): string | null {
  const mailbox = parseMailbox(text.trim());
  if (!mailbox) return null;
  const domain = mailbox.domain.startsWith("[") ? mailbox.domain.toLowerCase() : toAsciiDomain(mailbox.domain);
  return domain === null ? null : `${mailbox.local.normalize("NFC").toLowerCase()}@${domain}`;
}

/** Whether both are mailboxes and the same one. */
export function isSameAddress(one: string, other: string): boolean {
  const key = normalizeAddress(one);
  return key !== null && key === normalizeAddress(other);
}

/** The domain of an address as A-labels, or null when it has none that could be one. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf("@");
  return at < 0 ? null : toAsciiDomain(address.slice(at + 1).trim());
}
