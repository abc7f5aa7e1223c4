// The words that a message is found by. A term is a word before the mark of its field: "surat#" is in the subject, "surat" in
// the body or an attachment's name. A word that is not its own stem has its stem beside it, marked "!", so that both the exact
// word and its relatives are found. Marks sort before letters and digits: all terms of a word are neighbours in the index.
import { stemIndonesian } from "./stem-indonesian.ts";

export const fieldMarks = { subject: "#", from: "$", to: "%", cc: "&", bcc: "'", body: "" } as const;
export type TextField = keyof typeof fieldMarks;

/** "Rp1.500.000" is an amount as "Rp 1.500.000" is: the currency is a word of its own. */
const word = /[Rr][Pp](?=\p{N})|[\p{L}\p{N}\p{M}]+/gu;
/** Anything longer is encoded data or an attempt to fill the index. */
const maxWordLength = 40;
const maxTermsOfMessage = 20_000;
const combining = /[\u0300-\u036f]/g;

/** Text as it is compared: lower case, without accents, full-width forms as the usual ones. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  // oxlint-disable-next-line no-control-regex -- ASCII is the common case and needs nothing
  return /^[\x00-\x7f]*$/.test(lower) ? lower : lower.normalize("NFKD").replace(combining, "").normalize("NFC");
}

/** The words of a text in its order, folded. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text);
  const words = folded.match(word) ?? [];
  const all = mayBeUnspaced.test(folded) ? words.flatMap((each) => piecesOf(each).map(({ piece }) => piece)) : words;
  return all.filter((each) => each.length <= maxWordLength);
}

/** The words of a text, folded, and where they stand in it. Those of a script without spaces overlap. */
export function* placesOf(text: string): Generator<{ word: string; start: number; end: number }> {
  for (const match of text.matchAll(word)) {
    for (const { piece, at } of piecesOf(match[0])) {
      const start = match.index + at;
      yield { word: foldText(piece), start, end: start + piece.length };
    }
  }
}

/**
 * Scripts that put no spaces between words, and Hangul, which writes particles onto them: without a dictionary for each, their
 * words are every two letters that stand together.
 */
const unspaced = /([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+)/u;
/** Where these scripts are among the characters: soon seen that most mail has none of them. */
const mayBeUnspaced =
  /[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{16ff0}-\u{1b16f}\u{20000}-\u{3ffff}]/u;

function piecesOf(each: string): { piece: string; at: number }[] {
  if (!mayBeUnspaced.test(each)) return [{ piece: each, at: 0 }];
  const pieces: { piece: string; at: number }[] = [];
  let at = 0;
  for (const [index, run] of each.split(unspaced).entries()) {
    const letters = index % 2 === 1 ? [...run] : [];
    if (letters.length < 2 && run !== "") pieces.push({ piece: run, at });
    let offset = at;
    for (const [place, letter] of letters.slice(0, -1).entries()) {
      pieces.push({ piece: letter + letters[place + 1]!, at: offset });
      offset += letter.length;
    }
    at += run.length;
  }
  return pieces;
}

/** No word begins with them, so that a search for one letter would not find them. */
function lastLetters(text: string): string[] {
  if (!mayBeUnspaced.test(text)) return [];
  return (foldText(text).match(word) ?? []).flatMap((each) =>
    each.split(unspaced).flatMap((run, index) => (index % 2 === 1 ? [...run].slice(-1) : [])),
  );
}

/** One letter of such a script: there are only words that it is a part of. */
export function isLoneLetter(each: string): boolean {
  return [...each].length === 1 && mayBeUnspaced.test(each) && unspaced.test(each);
}

/** Collects the terms of one message, each once. */
export function createTermSet(): {
  addText(field: TextField, text: string): void;
  addAddress(field: TextField, address: string): void;
  list(): string[];
} {
  const terms = new Set<string>();
  function add(mark: string, each: string): void {
    const term = each + mark;
    if (terms.size >= maxTermsOfMessage || terms.has(term)) return;
    terms.add(term);
    const stem = stemIndonesian(each);
    if (stem !== each) terms.add(`${stem}!${mark}`);
  }
  return {
    addText(field, text) {
      for (const each of wordsOf(text)) add(fieldMarks[field], each);
      for (const each of lastLetters(text)) add(fieldMarks[field], each);
    },
    addAddress(field, address) {
      const mark = fieldMarks[field];
      const folded = foldText(address);
      for (const whole of [folded, ...folded.split("@")]) if (isTerm(whole)) terms.add(whole + mark);
      for (const each of wordsOf(address)) terms.add(each + mark);
    },
    list: () => [...terms].sort(),
  };
}

function isTerm(text: string): boolean {
  return text.length > 0 && text.length <= 254 && !/\s/.test(text);
}

/** The number of a letter, an amount or a date is one thing: its pieces are looked for as they stand together. */
function plainToken(plain: string): SearchToken {
  const words = wordsOf(plain);
  const isPrefix = plain.endsWith("*");
  if (words.length > 1 && !isPrefix && /\p{N}/u.test(plain)) return { kind: "phrase", words };
  return { kind: "words", words, isPrefix: isPrefix && words.length === 1 };
}

/** What one word of a search may match, any of these: in `fields`, exactly or by its stem. */
export function termsMatching(each: string, fields: readonly TextField[], exactly: boolean): string[] {
  const stem = exactly ? each : stemIndonesian(each);
  const forms = exactly ? [each] : [...new Set([each, stem, `${stem}!`])];
  return fields.flatMap((field) => forms.map((form) => form + fieldMarks[field]));
}

export type SearchToken =
  /** All the words, wherever they are. */
  | { kind: "words"; words: string[]; isPrefix: boolean }
  /** A whole address, and the words in it. */
  | { kind: "address"; text: string; words: string[] }
  /** The words one after the other. */
  | { kind: "phrase"; words: string[] };

const token = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'(?=\s|$)|(\S+)/gu;
const maxTokens = 32;

/**
 * RFC 8621 §4.4.1: white space divides tokens, quotes hold a phrase together, a backslash takes a quote literally. A word with
 * an asterisk at its end stands for all that begin so.
 */
export function parseSearch(text: string): SearchToken[] {
  const tokens: SearchToken[] = [];
  for (const [, double, single, plain] of text.replaceAll("\0", " ").matchAll(token)) {
    if (tokens.length >= maxTokens) break;
    if (plain !== undefined) {
      const folded = foldText(plain).replace(/^[<("']+|(?<![>)"',;])[>)"',;]+$/g, "");
      if (isAddressOrDomain(folded)) {
        tokens.push({ kind: "address", text: folded.replace(/^@/, ""), words: wordsOf(plain) });
      } else {
        tokens.push(plainToken(plain));
      }
    } else {
      const words = wordsOf((double ?? single ?? "").replace(/\\(.)/g, "$1"));
      tokens.push({ kind: "phrase", words });
    }
  }
  return tokens;
}

/** "name@domain" or "@domain"; looked at once, however long it is. */
function isAddressOrDomain(text: string): boolean {
  const [, domain, ...more] = text.split("@", 3);
  return domain !== undefined && more.length === 0 && domain.slice(1, -1).includes(".") && !/\s/.test(text);
}
