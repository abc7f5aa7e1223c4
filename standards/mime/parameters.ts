// A value with parameters: Content-Type (RFC 2045 §5.1), Content-Disposition (RFC 2183), with the continuations and charsets
// of RFC 2231. Best effort on what programs write without quotes.
import { decodeCharset, octetsToText } from "./charset.ts";

export type Parameterized = {
  /** As written, without comments and surrounding white space. */
  value: string;
  /** By lower-case name, RFC 2231 already undone; of several with one name the first. */
  parameters: Map<string, string>;
};

type Section = { number: number; isExtended: boolean; text: string };

/** Reads an unfolded field value. */
export function parseParameterized(text: string): Parameterized {
  const parameters = new Map<string, string>();
  const sections = new Map<string, Section[]>();
  let at = text.indexOf(";");
  const value = withoutComments(at < 0 ? text : text.slice(0, at)).trim();
  if (at < 0) return { value, parameters };

  while (at < text.length) {
    // At a semicolon, or at what follows a quoted string when the semicolon is missing.
    at = skipSpace(text, text[at] === ";" ? at + 1 : at);
    const nameStart = at;
    while (at < text.length && !isNameEnd(text.charCodeAt(at))) at++;
    const name = text.slice(nameStart, at).toLowerCase();
    at = skipSpace(text, at);
    if (text[at] !== "=") {
      if (at === nameStart || text[at] !== ";") at = nextSemicolon(text, at);
      continue;
    }
    at = skipSpace(text, at + 1);
    let parameter: string;
    if (text[at] === '"') [parameter, at] = quotedString(text, at);
    else [parameter, at] = bareValue(text, at, name);
    record(name, parameter, parameters, sections);
  }
  for (const [name, list] of sections) parameters.set(name, joinSections(list));
  return { value, parameters };
}

/** The text without RFC 5322 comments; quoted strings are left alone. */
export function withoutComments(text: string): string {
  if (!text.includes("(")) return text;
  let kept = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "\\") {
      if (depth === 0) kept += text.slice(at, at + 2);
      at++;
    } else if (depth === 0 && character === '"') {
      isQuoted = !isQuoted;
      kept += character;
    } else if (!isQuoted && character === "(") depth++;
    else if (depth > 0 && character === ")") depth--;
    else if (depth === 0) kept += character;
  }
  return kept;
}

function record(name: string, text: string, parameters: Map<string, string>, sections: Map<string, Section[]>): void {
  const star = name.indexOf("*");
  if (star < 0) {
    if (!parameters.has(name)) parameters.set(name, text);
    return;
  }
  const base = name.slice(0, star);
  const isExtended = name.endsWith("*");
  const number = Number.parseInt(name.slice(star + 1), 10) || 0;
  const list = sections.get(base);
  if (!list) sections.set(base, [{ number, isExtended, text }]);
  else list.push({ number, isExtended, text });
}

/** RFC 2231 §3 and §4: sections in the order of their numbers up to the first gap, one charset for all. */
function joinSections(sections: Section[]): string {
  sections.sort((one, other) => one.number - other.number);
  let charset = "";
  const octets: Buffer[] = [];
  let expected = sections[0]!.number;
  for (const { number, isExtended, text } of sections) {
    if (number < expected) continue;
    if (number > expected) break;
    expected++;
    if (!isExtended) {
      octets.push(Buffer.from(text));
      continue;
    }
    const label = octets.length === 0 ? /^([^']*)'[^']*'/.exec(text) : null;
    if (label) charset = label[1]!;
    octets.push(percentDecoded(label ? text.slice(label[0].length) : text));
  }
  const joined = octets.length === 1 ? octets[0]! : Buffer.concat(octets);
  return charset === "" ? octetsToText(joined) : decodeCharset(joined, charset).text;
}

function percentDecoded(text: string): Buffer {
  if (!text.includes("%")) return Buffer.from(text);
  const raw = Buffer.from(text);
  let to = 0;
  for (let at = 0; at < raw.length; at++) {
    const hex = raw[at] === 0x25 ? raw.toString("latin1", at + 1, at + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      raw[to++] = Number.parseInt(hex, 16);
      at += 2;
    } else raw[to++] = raw[at]!;
  }
  return raw.subarray(0, to);
}

function quotedString(text: string, start: number): [string, number] {
  let inside = "";
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return [inside + text.slice(from, at), at + 1];
    // Only what must be escaped is unescaped: file names come with the backslashes of a path.
    if (character === "\\" && (text[at + 1] === '"' || text[at + 1] === "\\")) {
      inside += text.slice(from, at);
      from = ++at;
    }
  }
  return [inside + text.slice(from), text.length];
}

function bareValue(text: string, start: number, name: string): [string, number] {
  const end = nextSemicolon(text, start);
  const bare = text.slice(start, end).trim();
  // File names and boundaries are written with spaces and brackets and without quotes; nothing else is.
  if (/^(?:file)?name|^boundary/.test(name)) return [bare, end];
  return [/^[^\s(]*/.exec(bare)![0], end];
}

function nextSemicolon(text: string, from: number): number {
  const found = text.indexOf(";", from);
  return found < 0 ? text.length : found;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
    if (text[at] !== "(") return at;
    let depth = 0;
    do {
      if (text[at] === "\\") at++;
      else if (text[at] === "(") depth++;
      else if (text[at] === ")") depth--;
      at++;
    } while (depth > 0 && at < text.length);
  }
}

function isNameEnd(code: number): boolean {
  // White space, ";" and "=".
  return code <= 0x20 || code === 0x3b || code === 0x3d;
}
