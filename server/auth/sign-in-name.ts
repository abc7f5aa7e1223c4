// What people type as their name: the full address, `prefix\name` in the manner of a Windows domain, or the bare name.
// All of them reach the one account.

import { normalizeAddress } from "../../standards/address/normalize-address.ts";

export type SignInName =
  /** Canonical addresses, the most literal first. */
  | { form: "address"; addresses: string[] }
  | { form: "prefix"; prefix: string; name: string }
  | { form: "bare"; name: string };

const MAX_LENGTH = 320;
// Manuals give the host of the webmail for the domain of the address.
const WEBMAIL_HOST = /@(?:mail|webmail|surel)\.(?=[^.]+\.)/;

/** Never fails: what is no name at all is a bare name that nobody has. */
export function parseSignInName(typed: string): SignInName {
  // The database takes no zero octet, and nobody has one in their name.
  const text = typed.slice(0, MAX_LENGTH).replaceAll("\0", "\uFFFD").trim().normalize("NFC").toLowerCase();
  const prefixed = /^([^\\@\s]+)\\([^\\\s]+)$/.exec(text);
  if (prefixed?.[1] !== undefined && prefixed[2] !== undefined) {
    return { form: "prefix", prefix: prefixed[1], name: prefixed[2].split("@", 1)[0] ?? "" };
  }
  const address = normalizeAddress(text);
  if (address === null) return { form: "bare", name: text };
  return { form: "address", addresses: [...new Set([address, address.replace(WEBMAIL_HOST, "@")])] };
}
