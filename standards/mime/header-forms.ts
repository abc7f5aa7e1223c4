// The parsed forms of a header field's value: RFC 8621 §4.1.2. A value given as octets is read as UTF-8 (RFC 6532), else in the
// charset of the message's texts when that is given, else as windows-1252; a string is taken as decoded already. None of these throws.
import { parseAddressGroups, parseAddressList } from "../address/parse-address-list.ts";
import type { AddressGroup, EmailAddress } from "../address/types.ts";
import { octetsToText } from "./charset.ts";
import { parseDate } from "./date.ts";
import { decodeWords } from "./encoded-words.ts";
import { withoutComments } from "./parameters.ts";
import type { HeaderField, ParsedMessage, Part } from "./types.ts";

export type RawValue = string | Uint8Array;

/** The last field of that name, which is the one that JMAP's `header:Name` means (RFC 8621 §4.1.3). */
export function findHeader(part: Part, name: string): HeaderField | null {
  const key = name.toLowerCase();
  return part.headers.findLast((field) => isNamed(field, key)) ?? null;
}

/** All fields of that name, in the order of the message. */
export function findHeaders(part: Part, name: string): HeaderField[] {
  const key = name.toLowerCase();
  return part.headers.filter((field) => isNamed(field, key));
}

/** The octets of the value, from after the colon up to the last line break. Shared with `raw`. */
export function headerValue(raw: Uint8Array, field: HeaderField): Uint8Array {
  return raw.subarray(field.valueStart, field.end);
}

/** The value of the last field of that name in the message's own header, ready for a form; null when there is none. */
export function messageHeader(message: ParsedMessage, name: string): Uint8Array | null {
  const field = findHeader(message.root, name);
  return field && headerValue(message.raw, field);
}

/** RFC 8621 §4.1.2.1: as it is, with U+FFFD for what is not UTF-8 and without NULs. */
export function asRaw(value: RawValue): string {
  const text =
    typeof value === "string" ? value : Buffer.from(value.buffer, value.byteOffset, value.length).toString("utf8");
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}

/** RFC 8621 §4.1.2.2: unfolded, encoded words decoded, in NFC. */
export function asText(value: RawValue, charset: string | null = null): string {
  return decodeWords(unfold(value, charset).replace(/^[ \t]+/, "")).normalize("NFC");
}

/** RFC 8621 §4.1.2.3: every mailbox, those in groups included. */
export function asAddresses(value: RawValue, charset: string | null = null): EmailAddress[] {
  return parseAddressList(unfold(value, charset), decodeWordsNormalized);
}

/** RFC 8621 §4.1.2.4: mailboxes by group; those outside any in a group without a name. */
export function asGroupedAddresses(value: RawValue, charset: string | null = null): AddressGroup[] {
  return parseAddressGroups(unfold(value, charset), decodeWordsNormalized);
}

/** RFC 8621 §4.1.2.5: ids without angle brackets; null when there is none. */
export function asMessageIds(value: RawValue): string[] | null {
  const text = withoutComments(unfold(value));
  const ids = [...text.matchAll(/<([^<>]*)>/g)].map((match) => match[1]!.replace(/\s+/g, "")).filter((id) => id !== "");
  if (ids.length > 0) return ids;
  // Ids without brackets are broken, common and clear enough when nothing else is there.
  const bare = text
    .replace(/[<>]/g, " ")
    .trim()
    .split(/[\s,]+/);
  return bare.every((id) => /^[^\s<>@]+@[^\s<>@]+$/.test(id)) ? bare : null;
}

/** RFC 8621 §4.1.2.6: RFC 3339 in the sender's zone, as "2026-02-03T09:30:00+07:00"; null when it is no date. */
export function asDate(value: RawValue): string | null {
  return parseDate(unfold(value));
}

/** When the last server on the way got it, by the newest field of its trace that tells (RFC 5321 §4.4); null when none does. */
export function asReceivedAt(message: ParsedMessage): Date | null {
  for (const field of findHeaders(message.root, "received")) {
    const text = withoutComments(unfold(headerValue(message.raw, field)));
    const date = text.includes(";") ? parseDate(text.slice(text.lastIndexOf(";") + 1)) : null;
    if (date) return new Date(date);
  }
  return null;
}

/** RFC 8621 §4.1.2.7: the URLs of RFC 2369 fields; null when there is none. */
export function asUrls(value: RawValue): string[] | null {
  const urls = [...withoutComments(unfold(value)).matchAll(/<([^<>]*)>/g)].map((match) =>
    match[1]!.replace(/\s+/g, ""),
  );
  const present = urls.filter((url) => url !== "");
  return present.length > 0 ? present : null;
}

function isNamed(field: HeaderField, key: string): boolean {
  return field.name.length === key.length && field.name.toLowerCase() === key;
}

function unfold(value: RawValue, charset: string | null = null): string {
  const text = typeof value === "string" ? value : octetsToText(value, charset);
  return /[\r\n\0]/.test(text) ? text.replace(/[\r\n\0]+/g, "") : text;
}

function decodeWordsNormalized(text: string): string {
  return decodeWords(text).normalize("NFC");
}
