// Header fields from values: the reverse of header-forms.ts. Folded to 78 columns where white space allows (RFC 5322 §2.1.1),
// ASCII by RFC 2047 unless UTF-8 is asked for (RFC 6532). Nothing given here can begin a field of its own: a value with a line
// break or another control is refused by a TypeError; `headerProblem` tells beforehand.
import { quotePhrase } from "../address/format-address.ts";
import { isAscii, parseMailbox, toAsciiDomain } from "../address/mailbox.ts";
import type { AddressGroup, EmailAddress } from "../address/types.ts";
import { formatDate } from "./date.ts";
import { encodeWords } from "./encode-words.ts";

/** A field by its value in one of the forms of RFC 8621 §4.1.2; `date` is RFC 3339 and keeps its offset. */
export type HeaderToBuild =
  | { name: string; raw: string }
  | { name: string; text: string }
  | { name: string; addresses: readonly EmailAddress[] }
  | { name: string; groups: readonly AddressGroup[] }
  | { name: string; messageIds: readonly string[] }
  | { name: string; date: string }
  | { name: string; urls: readonly string[] };

export type HeaderOptions = {
  /** UTF-8 as it is instead of encoded words: for SMTPUTF8 only. */
  utf8?: boolean;
};

const fieldName = /^[\x21-\x39\x3b-\x7e]{1,76}$/;
// eslint-disable-next-line no-control-regex -- controls are what is refused
const control = /[\x00-\x08\x0a-\x1f\x7f]/;
// eslint-disable-next-line no-control-regex -- controls are what is refused
const rawControl = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const maxColumns = 78;
const maxLineOctets = 998;

/** Why the field cannot be written, in words for a log; null when it can. */
export function headerProblem(header: HeaderToBuild, options: HeaderOptions = {}): string | null {
  try {
    formatHeaderField(header, options);
    return null;
  } catch (problem) {
    // The TypeError is the verdict that is asked for here.
    if (problem instanceof TypeError) return problem.message;
    throw problem;
  }
}

/** The field with its final CRLF. */
export function formatHeaderField(header: HeaderToBuild, options: HeaderOptions = {}): string {
  const { name } = header;
  if (!fieldName.test(name)) throw new TypeError("a header field name is not valid");
  if ("raw" in header) return checkLines(`${name}:${checkRaw(name, header.raw)}\r\n`, name);
  return checkLines(`${fold(`${name}:`, tokensOf(header, options))}\r\n`, name);
}

/** Tokens that begin with their white space, if any, before which a line may be folded. */
function tokensOf(header: Exclude<HeaderToBuild, { raw: string }>, { utf8 = false }: HeaderOptions): string[] {
  const { name } = header;
  if ("text" in header) return textTokens(check(name, header.text), utf8, name.length + 2);
  if ("addresses" in header) return addressTokens(name, header.addresses, utf8);
  if ("groups" in header) return groupTokens(name, header.groups, utf8);
  if ("messageIds" in header) return header.messageIds.map((id) => ` <${checkBracketed(name, id)}>`);
  if ("urls" in header) return commaSeparated(header.urls.map((url) => [` <${checkBracketed(name, url)}>`]));
  return [` ${dateValue(name, header.date)}`];
}

/** RFC 5322 §2.2.3: a line is folded before white space; nothing is added or lost when it is unfolded. */
function fold(start: string, tokens: string[]): string {
  let folded = start;
  let column = start.length;
  for (const [index, token] of tokens.entries()) {
    const length = Buffer.byteLength(token);
    // A first line of only the name is what some programs take for an empty field: it is used for long words only.
    const mayFold = /^[ \t]/.test(token) && (index > 0 || column + length > maxLineOctets);
    if (mayFold && column + length > maxColumns) {
      folded += `\r\n${token}`;
      column = length;
    } else {
      folded += token;
      column += length;
    }
  }
  return folded;
}

/** Unstructured text; runs of words that ASCII cannot say become encoded words with the spaces between them. */
function textTokens(text: string, utf8: boolean, lineStart: number): string[] {
  const words = text.trim().match(/\s*\S+/g) ?? [];
  const tokens: string[] = [];
  for (let at = 0; at < words.length;) {
    let run = "";
    while (at < words.length && mustEncode(words[at]!, utf8)) run += words[at++];
    if (run !== "") {
      const content = run.replace(/^\s/, "");
      tokens.push(...encodeWords(content, Math.min(lineStart, 40)).map((word) => ` ${word}`));
    } else {
      const word = words[at++]!;
      tokens.push(at === 1 ? ` ${word}` : word);
    }
  }
  return tokens;
}

function mustEncode(word: string, utf8: boolean): boolean {
  return (!utf8 && !isAscii(word)) || word.includes("=?") || Buffer.byteLength(word) > maxLineOctets - maxColumns;
}

function addressTokens(name: string, addresses: readonly EmailAddress[], utf8: boolean): string[] {
  return commaSeparated(addresses.map((address) => mailboxTokens(name, address, utf8)));
}

function groupTokens(name: string, groups: readonly AddressGroup[], utf8: boolean): string[] {
  const lists: string[][] = [];
  let loose: string[][] = [];
  for (const group of groups) {
    const members = group.addresses.map((address) => mailboxTokens(name, address, utf8));
    if (group.name === null) loose.push(...members);
    else {
      lists.push(...loose);
      loose = [];
      const phrase = phraseTokens(check(name, group.name), utf8);
      lists.push([...appended(phrase, ":"), ...appended(commaSeparated(members), ";", true)]);
    }
  }
  return commaSeparated([...lists, ...loose]);
}

function mailboxTokens(name: string, address: EmailAddress, utf8: boolean): string[] {
  const email = emailOf(name, address.email, utf8);
  if (address.name) return [...phraseTokens(check(name, address.name), utf8), ` <${email}>`];
  return [parseMailbox(email) ? ` ${email}` : ` <${email}>`];
}

/** A domain beyond ASCII becomes A-labels where UTF-8 is not asked for; a local part has no other form than its own. */
function emailOf(name: string, email: string, utf8: boolean): string {
  if (control.test(email) || /[<>]/.test(email)) throw new TypeError(`an address of ${name} is not valid`);
  const at = email.lastIndexOf("@");
  if (utf8 || at < 0 || isAscii(email)) return email;
  return `${email.slice(0, at)}@${toAsciiDomain(email.slice(at + 1)) ?? email.slice(at + 1)}`;
}

function phraseTokens(phrase: string, utf8: boolean): string[] {
  const text = phrase.replace(/\s+/g, " ").trim();
  if (!utf8 && !isAscii(text)) return encodeWords(text, 20).map((word) => ` ${word}`);
  if (Buffer.byteLength(text) > maxLineOctets / 2) return encodeWords(text, 20).map((word) => ` ${word}`);
  return quotePhrase(text)
    .split(/(?= )/)
    .map((word, index) => (index === 0 ? ` ${word}` : word));
}

function commaSeparated(lists: string[][]): string[] {
  return lists.flatMap((tokens, index) => (index < lists.length - 1 ? appended(tokens, ",") : tokens));
}

function appended(tokens: string[], mark: string, evenIfEmpty = false): string[] {
  if (tokens.length === 0) return evenIfEmpty ? [mark] : [];
  return [...tokens.slice(0, -1), tokens.at(-1)! + mark];
}

function dateValue(name: string, date: string): string {
  const parsed = new Date(date);
  if (Number.isNaN(parsed.getTime())) throw new TypeError(`the date of ${name} is not valid`);
  const offset = /([+-])(\d\d):(\d\d)$/.exec(date);
  const minutes = offset ? Number(offset[2]) * 60 + Number(offset[3]) : 0;
  return formatDate(parsed, offset?.[1] === "-" ? -minutes : minutes);
}

function check(name: string, value: string): string {
  if (control.test(value)) throw new TypeError(`the value of ${name} has a control character`);
  return value.toWellFormed();
}

function checkBracketed(name: string, value: string): string {
  // eslint-disable-next-line no-control-regex -- controls and spaces are what is refused
  if (value === "" || /[\x00-\x20\x7f<>]/.test(value)) throw new TypeError(`an identifier of ${name} is not valid`);
  return value;
}

/** A raw value may be folded, but no line of it may be empty or begin without white space. */
function checkRaw(name: string, raw: string): string {
  const isFolded = raw.split("\r\n").every((line, index) => index === 0 || /^[ \t]+[^ \t]/.test(line));
  if (rawControl.test(raw) || !isFolded || /\r(?!\n)|(?<!\r)\n/.test(raw)) {
    throw new TypeError(`the raw value of ${name} is not valid`);
  }
  return raw.toWellFormed();
}

/** RFC 5322 §2.1.1. */
function checkLines(field: string, name: string): string {
  if (field.length > maxLineOctets / 4 && field.split("\r\n").some((line) => Buffer.byteLength(line) > maxLineOctets)) {
    throw new TypeError(`a line of ${name} is too long`);
  }
  return field;
}
