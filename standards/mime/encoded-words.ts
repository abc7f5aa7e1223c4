// Reads the encoded words of RFC 2047. Neighbours in one charset are decoded together, because programs split characters
// between them.
import { decodeCharset, isKnownCharset } from "./charset.ts";
import { decodeTransfer } from "./transfer-encoding.ts";

const strictWord = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;
const looseWord = /=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi;

/** Decodes where RFC 2047 §5 allows encoded words: with white space or an end on both sides. All else stays as written. */
export function decodeWords(text: string): string {
  return text.includes("=?") ? decode(text, strictWord, true) : text;
}

/** Decodes whatever looks like an encoded word: for file names, where the rules are broken more often than kept. */
export function decodeWordsAnywhere(text: string): string {
  return text.includes("=?") ? decode(text, looseWord, false) : text;
}

function decode(text: string, pattern: RegExp, isStrict: boolean): string {
  let decoded = "";
  let end = 0;
  let charset: string | null = null;
  let pending: Buffer[] = [];

  const flush = () => {
    if (charset !== null) decoded += wordText(Buffer.concat(pending), charset);
    charset = null;
    pending = [];
  };

  for (const word of text.matchAll(pattern)) {
    const after = word.index + word[0].length;
    if (isStrict && !(isBoundary(text, word.index - 1) && isBoundary(text, after))) continue;
    if (!isKnownCharset(word[1]!)) continue;
    const between = text.slice(end, word.index);
    // RFC 2047 §6.2: white space between neighbouring encoded words is not shown.
    const isNeighbour = charset !== null && /^\s*$/.test(between);
    const label = word[1]!.replace(/\*.*$/, "").toLowerCase();
    if (!isNeighbour || label !== charset) flush();
    if (!isNeighbour) decoded += between;
    charset = label;
    pending.push(word[2]!.toLowerCase() === "b" ? fromB(word[3]!) : fromQ(word[3]!));
    end = after;
  }
  flush();
  return decoded + text.slice(end);
}

function wordText(octets: Buffer, charset: string): string {
  // RFC 8621 §4.1.2.2: controls that were hidden in encoded words are dropped.
  // eslint-disable-next-line no-control-regex -- controls are what is removed
  return decodeCharset(octets, charset).text.replace(/[\x00-\x1f\x7f-\x9f]/g, "");
}

function isBoundary(text: string, at: number): boolean {
  return at < 0 || at >= text.length || /\s/.test(text[at]!);
}

function fromB(text: string): Buffer {
  const raw = Buffer.from(text);
  return decodeTransfer(raw, "base64", 0, raw.length);
}

/** RFC 2047 §4.2: as quoted-printable, with "_" for the space. */
function fromQ(text: string): Buffer {
  // A last "_" or space is text here, so it is encoded before white space at the end is dropped.
  const raw = Buffer.from(text.replace(/[_ ]/g, "=20"));
  return decodeTransfer(raw, "quoted-printable", 0, raw.length);
}
