// An address as text for people and for address fields: RFC 5322 §3.4, quoted where a phrase needs it, not encoded.
import type { EmailAddress } from "./types.ts";

const atoms = /^[\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+(?: [\w!#$%&'*+/=?^`{|}~\u{80}-\u{10ffff}-]+)*$/u;

/** `Name <email>`, or the bare address when there is no name. Line breaks and other controls of the name become spaces. */
export function formatAddress({ name, email }: EmailAddress): string {
  // eslint-disable-next-line no-control-regex -- controls are what is removed
  const phrase = name?.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  return phrase ? `${quotePhrase(phrase)} <${email}>` : email;
}

/** The list as one line, as an address field shows it and `parseAddressList` reads it back. */
export function formatAddressList(addresses: readonly EmailAddress[]): string {
  return addresses.map(formatAddress).join(", ");
}

/** A phrase as it is when its words are atoms, otherwise as a quoted string (RFC 5322 §3.2.5). */
export function quotePhrase(phrase: string): string {
  return atoms.test(phrase) && !phrase.includes("=?") ? phrase : `"${phrase.replace(/["\\]/g, "\\$&")}"`;
}
