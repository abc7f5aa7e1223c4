// Octets to text in every charset that mail uses: the platform's decoders first (the Encoding Standard's labels), iconv-lite
// for the rest, and for what is mislabelled UTF-8 if it is valid, otherwise windows-1252.
import { isAscii, isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { eucFromIso2022Kr, gbkFromHz } from "./seven-bit-charsets.ts";

export type Decoded = {
  text: string;
  /** Malformed octets, or a charset nobody knows. */
  isProblem: boolean;
};

/** Labels seen in mail that neither the Encoding Standard nor iconv-lite knows. */
const aliases: Record<string, string> = {
  "ansi_x3.4-1986": "us-ascii",
  ansi: "windows-1252",
  "cp-850": "cp850",
  "iso-2022-jp-1": "iso-2022-jp",
  "iso-2022-jp-2": "iso-2022-jp",
  "iso-2022-jp-3": "iso-2022-jp",
  "iso-2022-jp-ms": "iso-2022-jp",
  "iso-646-us": "us-ascii",
  "iso-8859-8-i": "iso-8859-8",
  "iso-8859-8-e": "iso-8859-8",
  ms932: "shift_jis",
  cp932: "shift_jis",
  ms936: "gbk",
  cp936: "gbk",
  ms949: "euc-kr",
  cp949: "euc-kr",
  ms950: "big5",
  cp950: "big5",
  "unicode-1-1-utf-7": "utf-7",
  utf7: "utf-7",
  utf8mb4: "utf-8",
  "win-1251": "windows-1251",
  "x-gb18030": "gb18030",
  "x-mac-ce": "maccenteuro",
};

/** Labels that say nothing: the content decides. */
const unlabelled = new Set(["", "us-ascii", "ascii", "ansi_x3.4-1968", "default", "default_charset", "unknown-8bit"]);

const maxLabel = 60;
const esc = 0x1b;

type Decoder = (octets: Uint8Array) => Decoded;

/** Decodes by the label, however it is spelled. An unknown label is a problem, and the text is the best guess. */
export function decodeCharset(octets: Uint8Array, label: string): Decoded {
  const name = normalizeLabel(label);
  if (!isStateful(name) && isAscii(octets)) return { text: asciiText(octets), isProblem: false };
  if (unlabelled.has(name)) return { text: octetsToText(octets), isProblem: true };
  if (name === "utf-8" || name === "utf8") return decodeUtf8(octets);
  const decoder = decoderFor(name);
  return decoder ? decoder(octets) : { text: octetsToText(octets), isProblem: true };
}

/** Whether the label names a charset that can be decoded. */
export function isKnownCharset(label: string): boolean {
  const name = normalizeLabel(label);
  return unlabelled.has(name) || decoderFor(name) !== null;
}

/**
 * Text of octets that carry no label: UTF-8 where they are valid UTF-8, otherwise the charset `nearby`, which something beside them
 * declares, where they are valid in that, otherwise windows-1252.
 */
export function octetsToText(octets: Uint8Array, nearby: string | null = null): string {
  const isShifted = nearby !== null && octets.includes(esc) && isStateful(normalizeLabel(nearby));
  if (isAscii(octets) && !isShifted) return asciiText(octets);
  if (isUtf8(octets) && !isShifted) return asBuffer(octets).toString("utf8", hasByteOrderMark(octets) ? 3 : 0);
  const decoded = nearby === null ? null : decoderFor(normalizeLabel(nearby))?.(octets);
  return decoded && !decoded.isProblem ? decoded.text : windows1252.decode(octets);
}

/** Whether the label is neither of ASCII nor of UTF-8, which need none to be seen. Cheap: whether it can be decoded shows at its use. */
export function isTelling(label: string): boolean {
  if (label === "us-ascii" || label === "utf-8" || label === "UTF-8") return false;
  const name = normalizeLabel(label);
  return !unlabelled.has(name) && !/^(?:x-)?(?:utf|unicode|ucs)/.test(name);
}

const windows1252 = new TextDecoder("windows-1252");

function decodeUtf8(octets: Uint8Array): Decoded {
  const text = asBuffer(octets).toString("utf8", hasByteOrderMark(octets) ? 3 : 0);
  if (isUtf8(octets)) return { text, isProblem: false };
  // Nothing beyond ASCII that is UTF-8 at all: it never was, the label is wrong.
  const isMislabelled = !/[^\0-\x7f\ufffd]/.test(text);
  return { text: isMislabelled ? windows1252.decode(octets) : text, isProblem: true };
}

function hasByteOrderMark(octets: Uint8Array): boolean {
  return octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;
}

function decoderFor(name: string): Decoder | null {
  const label = aliases[name] ?? name;
  // The Encoding Standard replaces everything in these by one U+FFFD.
  if (label === "iso-2022-kr" || label === "csiso2022kr")
    return (octets) => decodeVia("euc-kr", eucFromIso2022Kr(octets));
  if (label === "hz-gb-2312" || label === "hz") return (octets) => decodeVia("gbk", gbkFromHz(octets));
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    // An unknown label is no failure: the other library knows more of them.
    return iconvDecoder(label);
  }
  const isEscaped = decoder.encoding === "iso-2022-jp";
  return (octets) => {
    const text = decoder.decode(isEscaped ? withoutIdleEscapes(octets) : octets);
    return { text, isProblem: text.includes("\ufffd") };
  };
}

/** An escape right before another is an error to the Encoding Standard, and what joined encoded words consist of. */
function withoutIdleEscapes(octets: Uint8Array): Uint8Array {
  const text = asciiText(octets);
  // eslint-disable-next-line no-control-regex -- ESC is what is meant
  return Buffer.from(text.replace(/\x1b[($]{1,2}[@A-Z](?=\x1b[($])/g, ""), "latin1");
}

function decodeVia(label: string, octets: Uint8Array): Decoded {
  const text = new TextDecoder(label).decode(octets);
  return { text, isProblem: text.includes("\ufffd") };
}

function iconvDecoder(label: string): Decoder | null {
  if (!iconv.encodingExists(label)) return null;
  return (octets) => {
    // UTF-7 can spell half a character, which no JSON may have.
    const text = iconv.decode(asBuffer(octets), label).toWellFormed();
    return { text, isProblem: text.includes("\ufffd") };
  };
}

function normalizeLabel(label: string): string {
  // Quotes, a language suffix (RFC 2231 §5), underscores for dashes, "charset=" twice.
  const bare = /[\w.:+-][^\s"';,*=]*/.exec(label.toLowerCase().replace("charset=", ""))?.[0] ?? "";
  const name = bare.slice(0, maxLabel);
  return /^(?:utf_|iso_8859_|iso8859_|iso_2022|windows_|us_)/.test(name) ? name.replaceAll("_", "-") : name;
}

/** ASCII octets are not ASCII text in the charsets that shift by escapes. */
function isStateful(name: string): boolean {
  return /^(?:x-)?(?:iso-2022|csiso2022|hz|utf-?7|utf-?16|utf-?32|unicode|ucs)/.test(name);
}

function asciiText(octets: Uint8Array): string {
  return asBuffer(octets).toString("latin1");
}

function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}
