// Address lists as people and programs write them: RFC 5322 §3.4 with its obsolete forms, and best effort beyond (RFC 8621
// §4.1.2.3). Never throws; the time is linear in the length of the text.
import { endOfComment, endOfQuoted, tokenizeAddresses, type AddressToken } from "./address-tokens.ts";
import type { AddressGroup, EmailAddress } from "./types.ts";

/** Decodes RFC 2047 words of a phrase or comment; mail headers pass one, text from a form field needs none. */
export type DecodeWords = (text: string) => string;

type Word = { text: string; quoted: boolean; glued: boolean };
type Parts = { words: Word[]; angle: string | null; comment: string | null };

/** Groups and the mailboxes between them in the order written; mailboxes outside a group share a group named null. */
export function parseAddressGroups(text: string, decode: DecodeWords = (words) => words): AddressGroup[] {
  const groups: AddressGroup[] = [];
  let open: AddressGroup | null = null;
  let parts: Parts = { words: [], angle: null, comment: null };

  const openGroup = (name: string | null): AddressGroup => {
    const group: AddressGroup = { name, addresses: [] };
    groups.push(group);
    return group;
  };
  const finishMailbox = () => {
    const address = toAddress(parts, decode);
    parts = { words: [], angle: null, comment: null };
    if (address) (open ??= openGroup(null)).addresses.push(address);
  };

  for (const token of tokenizeAddresses(text)) {
    if (token.kind === ",") finishMailbox();
    else if (token.kind === ";") {
      finishMailbox();
      if (open?.name != null) open = null;
    } else if (token.kind === ":" && beginsGroup(parts, open)) {
      open = openGroup(phraseOf(parts.words, decode));
      parts = { words: [], angle: null, comment: null };
    } else addToken(parts, token);
  }
  finishMailbox();
  return groups;
}

/** Every mailbox of the list, those inside groups included. */
export function parseAddressList(text: string, decode?: DecodeWords): EmailAddress[] {
  return parseAddressGroups(text, decode).flatMap((group) => group.addresses);
}

/** The first mailbox in the text, or null when there is none. */
export function parseAddress(text: string, decode?: DecodeWords): EmailAddress | null {
  return parseAddressList(text, decode)[0] ?? null;
}

function beginsGroup({ words, angle }: Parts, open: AddressGroup | null): boolean {
  return open?.name == null && angle === null && words.length > 0 && !hasAt(words);
}

function addToken(parts: Parts, { kind, text, glued }: AddressToken): void {
  if (kind === "comment") parts.comment ??= text;
  else if (kind === "angle") {
    parts.angle ||= cleanAngle(text);
    // What stood before the brackets is the name; a comment counts as one only after the address.
    parts.comment = null;
  } else if (parts.angle === null && (kind !== ":" || parts.words.length > 0)) {
    parts.words.push({ text, quoted: kind === "quoted", glued });
  }
}

/** What is between angle brackets, without the obsolete route, comments and white space (RFC 5322 §4.4). */
function cleanAngle(inside: string): string {
  let cleaned = "";
  for (let at = 0; at < inside.length;) {
    const character = inside[at]!;
    if (character === '"') {
      const end = endOfQuoted(inside, at);
      cleaned += inside.slice(at, end);
      at = end;
    } else if (character === "(") {
      at = endOfComment(inside, at);
    } else {
      if (character > " ") cleaned += character;
      at++;
    }
  }
  // Half an address, as a draft may have: its spaces are kept.
  if (!cleaned.includes("@")) return inside.replace(/\s+/g, " ").trim();
  if (cleaned[0] === "@") {
    const colon = cleaned.indexOf(":");
    if (colon > 0) return cleaned.slice(colon + 1);
  }
  return cleaned;
}

function hasAt(words: Word[]): boolean {
  return words.some((word) => !word.quoted && word.text.includes("@"));
}

function toAddress({ words, angle, comment }: Parts, decode: DecodeWords): EmailAddress | null {
  if (angle !== null) {
    const name = words.length > 0 ? phraseOf(words, decode) : comment === null ? null : decodeComment(comment, decode);
    return angle === "" && !name ? null : { name: name || null, email: angle };
  }
  if (words.length === 0) return null;
  if (!hasAt(words)) return { name: null, email: phraseOf(words, decode) };

  const { email, rest } = takeAddrSpec(words);
  const name = rest.length > 0 ? phraseOf(rest, decode) : comment === null ? null : decodeComment(comment, decode);
  return { name: name || null, email };
}

/** The words that make the addr-spec (also with white space around "@", RFC 5322 §4.4), and the others. */
function takeAddrSpec(words: Word[]): { email: string; rest: Word[] } {
  const middle = words.findIndex((word) => !word.quoted && word.text.includes("@"));
  let first = middle;
  let last = middle;
  while (first > 0 && (words[first]!.glued || words[first]!.text.startsWith("@"))) first--;
  while (last + 1 < words.length && continuesDomain(words[last]!, words[last + 1]!)) last++;
  return {
    email: words
      .slice(first, last + 1)
      .map((word) => word.text)
      .join(""),
    rest: [...words.slice(0, first), ...words.slice(last + 1)],
  };
}

function continuesDomain(word: Word, next: Word): boolean {
  return next.glued || next.text.startsWith(".") || word.text.endsWith("@") || word.text === ".";
}

function phraseOf(words: Word[], decode: DecodeWords): string {
  let phrase = "";
  for (let at = 0; at < words.length;) {
    const word = words[at]!;
    if (at > 0 && !word.glued) phrase += " ";
    if (word.quoted) {
      phrase += unquote(word.text, decode);
      at++;
      continue;
    }
    // Neighbouring atoms are decoded together: the space between two encoded words is not text (RFC 2047 §6.2).
    let run = word.text;
    for (at++; at < words.length && !words[at]!.quoted; at++) run += (words[at]!.glued ? "" : " ") + words[at]!.text;
    phrase += decode(run);
  }
  return phrase.trim();
}

function unquote(quoted: string, decode: DecodeWords): string {
  const closed = quoted.length > 1 && quoted.endsWith('"');
  const inside = quoted
    .slice(1, closed ? -1 : undefined)
    .replace(/\r?\n/g, "")
    .replace(/\\([^])/g, "$1")
    .trim();
  // RFC 2047 §5 forbids encoded words in a quoted string, but many programs write them: nobody is called "=?utf-8?...".
  return decode(inside);
}

function decodeComment(comment: string, decode: DecodeWords): string {
  return decode(
    comment
      .replace(/\r?\n/g, "")
      .replace(/\\([^])/g, "$1")
      .trim(),
  ).trim();
}
