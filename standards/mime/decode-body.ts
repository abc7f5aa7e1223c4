// The content of a part: octets without their transfer encoding, and text in Unicode (RFC 8621 §4.1.4).
import { isAscii, isUtf8 } from "node:buffer";
import { decodeCharset, isKnownCharset } from "./charset.ts";
import { decodeTransfer, isKnownEncoding } from "./transfer-encoding.ts";
import type { Part } from "./types.ts";

export type DecodedText = {
  text: string;
  /** Malformed octets, an unknown charset or an unknown transfer encoding (RFC 8621 §4.1.4). */
  isEncodingProblem: boolean;
};

/** The decoded octets of the part: `part.size` of them. A view of `raw` when nothing is encoded: do not write to it. */
export function decodePart(raw: Uint8Array, part: Part): Uint8Array {
  return decodeTransfer(asBuffer(raw), encodingOf(part), part.bodyStart, part.bodyEnd);
}

/** The text of the part with LF as line break. For a part that is no text its octets are read as one. */
export function decodeText(raw: Uint8Array, part: Part): DecodedText {
  const octets = decodePart(raw, part);
  const { text, isProblem } = decodeCharset(octets, charsetOf(part, octets));
  return {
    text: text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text,
    isEncodingProblem: isProblem || !isKnownEncoding(encodingOf(part)),
  };
}

/** The text of about the first `octets` raw octets of the part: what a preview or an index with a limit needs. */
export function decodeTextStart(raw: Uint8Array, part: Part, octets: number): string {
  const bodyEnd = Math.min(part.bodyEnd, part.bodyStart + octets);
  const { text } = decodeText(raw, { ...part, bodyEnd });
  // The cut may have split a character.
  let length = text.length;
  if (bodyEnd < part.bodyEnd) while (text[length - 1] === "\ufffd") length--;
  return text.slice(0, length);
}

const metaCharset = /<meta\s[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i;
const metaOctets = 2048;

/** RFC 8621 §4.1.4 allows a guess: HTML without a charset in its header may carry one itself. */
function charsetOf(part: Part, octets: Uint8Array): string {
  const charset = part.charset ?? "us-ascii";
  if (part.type !== "text/html" || !/^us-ascii$/i.test(charset) || isAscii(octets) || isUtf8(octets)) return charset;
  const declared = metaCharset.exec(asBuffer(octets.subarray(0, metaOctets)).toString("latin1"))?.[1];
  return declared !== undefined && isKnownCharset(declared) ? declared : charset;
}

function encodingOf(part: Part): string {
  // RFC 2045 §6.4: a multipart has no encoding but the identities.
  return part.partId === null ? "binary" : part.encoding;
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}
