// Reads the encoded words of RFC 2047. Neighbours in one charset are decoded together, because programs split characters
// between them.
import { decodeCharset, isKnownCharset } from "./charset.ts";
import { decodeTransfer } from "./transfer-encoding.ts";

/**
 * An encoded word with what programs do to it: spaces and question marks that are not encoded. It ends at its own "?=" and has no
 * other word in it. The bound on question marks keeps the search linear.
 */
const encodedWord = /=\?([^?\s]+)\?([bq])\?([^?]*(?:(?<!=)\?(?!=)[^?]*){0,10})\?=/gi;

/**
 * Decodes the words whose charset is known, wherever they are: RFC 2047 §5 wants white space around them and none in quoted strings
 * and parameters, but those are written so often that every program decodes them, and nobody means them as they stand.
 */
export function decodeWords(text: string): string {
  return text.includes("=?") ? decode(text) : text;
}

type Pending = { charset: string; octets: Buffer[]; base64: string };

function decode(text: string): string {
  let decoded = "";
  let end = 0;
  let pending: Pending | null = null;

  for (const word of text.matchAll(encodedWord)) {
    if (!isKnownCharset(word[1]!)) continue;
    const between = text.slice(end, word.index);
    const charset = word[1]!.replace(/\*.*$/, "").toLowerCase();
    // RFC 2047 §6.2: white space between neighbouring encoded words is not shown.
    const isNeighbour = pending !== null && /^\s*$/.test(between);
    if (pending && !(isNeighbour && charset === pending.charset)) {
      decoded += wordText(pending);
      pending = null;
    }
    if (!isNeighbour) decoded += between;
    pending ??= { charset, octets: [], base64: "" };
    if (word[2]!.toLowerCase() === "b") addBase64(pending, word[3]!.replace(/\s+/g, ""));
    else addOctets(pending, fromQ(word[3]!));
    end = word.index + word[0].length;
  }
  if (pending) decoded += wordText(pending);
  return decoded + text.slice(end);
}

/** Some programs cut base64 anywhere: what two words make whole together is one. */
function addBase64(pending: Pending, base64: string): void {
  const isCut = pending.base64.length % 4 !== 0 && !pending.base64.endsWith("=");
  if (isCut && (pending.base64.length + base64.length) % 4 === 0) pending.base64 += base64;
  else {
    addOctets(pending, null);
    pending.base64 = base64;
  }
}

/** What is held as base64 comes before. */
function addOctets(pending: Pending, octets: Buffer | null): void {
  if (pending.base64 !== "") pending.octets.push(fromB(pending.base64));
  pending.base64 = "";
  if (octets) pending.octets.push(octets);
}

function wordText(pending: Pending): string {
  addOctets(pending, null);
  // RFC 8621 §4.1.2.2: controls that were hidden in encoded words are dropped.
  // eslint-disable-next-line no-control-regex -- controls are what is removed
  return decodeCharset(Buffer.concat(pending.octets), pending.charset).text.replace(/[\x00-\x1f\x7f-\x9f]/g, "");
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
