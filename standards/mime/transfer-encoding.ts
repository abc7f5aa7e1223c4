// Undoes content transfer encodings: base64 and quoted-printable (RFC 2045 §6.7 and §6.8), and uuencode. Decoding and counting
// are one function each, so that the size of a part is exactly the length of what is decoded. Linear, never throws.

/** Without `out` the decoder only counts. Returns the number of decoded octets. */
type Decode = (raw: Buffer, start: number, end: number, out: Buffer | null) => number;

const decoders: Record<string, Decode> = {
  base64: decodeBase64,
  "quoted-printable": decodeQuotedPrintable,
  uuencode: decodeUuencode,
  "x-uuencode": decodeUuencode,
  "x-uue": decodeUuencode,
};
const identities = new Set(["7bit", "8bit", "binary"]);

/** Whether the name of an encoding (lower case) is one that is understood. */
export function isKnownEncoding(encoding: string): boolean {
  return identities.has(encoding) || encoding in decoders;
}

/** The number of octets that `decodeTransfer` returns for the same range. */
export function decodedSize(raw: Buffer, encoding: string, start: number, end: number): number {
  const decode = decoderOf(encoding);
  return decode ? decode(raw, start, end, null) : end - start;
}

/** The decoded octets; a view of `raw` when there is nothing to decode, as for an unknown encoding. */
export function decodeTransfer(raw: Buffer, encoding: string, start: number, end: number): Buffer {
  const decode = decoderOf(encoding);
  if (!decode) return raw.subarray(start, end);
  const clean = decode === decodeBase64 ? decodeCleanBase64(raw, start, end) : null;
  if (clean) return clean;
  // Every encoding shrinks, so the range is room enough; base64 knows better.
  const out = Buffer.allocUnsafe(decode === decodeBase64 ? Math.ceil(((end - start) * 3) / 4) : end - start);
  return out.subarray(0, decode(raw, start, end, out));
}

function decoderOf(encoding: string): Decode | null {
  return Object.hasOwn(decoders, encoding) ? decoders[encoding]! : null;
}

const padding = 64;
const equals = 0x3d;
const whiteSpace = 65;
const base64Values = new Uint8Array(256).fill(255);
for (const [value, character] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="].entries()) {
  base64Values[character.charCodeAt(0)] = value;
}
for (const character of " \t\r\n") base64Values[character.charCodeAt(0)] = whiteSpace;

/** Nearly all base64 is as it should be and left to the native decoder; null when this is not. */
function decodeCleanBase64(raw: Buffer, start: number, end: number): Buffer | null {
  let at = start;
  for (; at < end; at++) {
    const value = base64Values[raw[at]!]!;
    if (value >= padding && value !== whiteSpace) break;
  }
  for (; at < end; at++) {
    const value = base64Values[raw[at]!]!;
    if (value !== padding && value !== whiteSpace) return null;
  }
  return Buffer.from(raw.toString("latin1", start, end), "base64");
}

/**
 * RFC 2045 §6.8: other characters are ignored; padding ends a quantum, after which another may begin, unless what follows is text:
 * mailing lists put their own below.
 */
function decodeBase64(raw: Buffer, start: number, end: number, out: Buffer | null): number {
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = start; at < end; at++) {
    const value = base64Values[raw[at]!]!;
    if (value < padding) {
      bits = (bits << 6) | value;
      if (++held === 4) {
        if (out) {
          out[length] = bits >> 16;
          out[length + 1] = bits >> 8;
          out[length + 2] = bits;
        }
        length += 3;
        held = 0;
        bits = 0;
      }
    } else if (value === padding) {
      length = flush();
      if (raw[at + 1] !== equals && isTextAfter(raw, at + 1, end)) return length;
    }
  }
  return flush();

  function flush(): number {
    let after = length;
    if (held === 2) {
      if (out) out[after] = bits >> 4;
      after += 1;
    } else if (held === 3) {
      if (out) {
        out[after] = bits >> 10;
        out[after + 1] = bits >> 2;
      }
      after += 2;
    }
    held = 0;
    bits = 0;
    return after;
  }
}

/** Whether the first line after the padding that has anything is no line of base64. */
function isTextAfter(raw: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at < end && base64Values[raw[at]!] === whiteSpace) at++;
  const start = at;
  while (at < end && base64Values[raw[at]!]! <= padding) at++;
  if (at === start) return at < end;
  while (at < end && (raw[at] === 0x20 || raw[at] === 0x09 || raw[at] === 0x0d)) at++;
  return at < end && raw[at] !== 0x0a;
}

const hexValues = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  hexValues[value.toString(16).charCodeAt(0)] = value;
  hexValues[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** RFC 2045 §6.7: white space before a line break goes; an "=" that encodes nothing stays as it is. */
function decodeQuotedPrintable(raw: Buffer, start: number, end: number, out: Buffer | null): number {
  let length = 0;
  let kept = 0; // length without the white space that may turn out to be trailing
  for (let at = start; at < end; at++) {
    const octet = raw[at]!;
    if (octet === 0x3d) {
      const high = at + 2 < end ? hexValues[raw[at + 1]!]! : -1;
      const low = at + 2 < end ? hexValues[raw[at + 2]!]! : -1;
      if (high >= 0 && low >= 0) {
        if (out) out[length] = (high << 4) | low;
        kept = ++length;
        at += 2;
        continue;
      }
      const afterBreak = softBreak(raw, at + 1, end);
      if (afterBreak >= 0) {
        kept = length;
        at = afterBreak - 1;
        continue;
      }
    } else if (octet === 0x0a || (octet === 0x0d && (at + 1 === end || raw[at + 1] === 0x0a))) {
      length = kept;
    }
    if (out) out[length] = octet;
    length++;
    if (octet !== 0x20 && octet !== 0x09) kept = length;
  }
  return kept;
}

/** After the line break that "=" hides, white space before it included; -1 when there is none. */
function softBreak(raw: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (raw[at] === 0x20 || raw[at] === 0x09)) at++;
  if (at === end) return end;
  if (raw[at] === 0x0a) return at + 1;
  return raw[at] === 0x0d && (at + 1 === end || raw[at + 1] === 0x0a) ? Math.min(at + 2, end) : -1;
}

/** The file between "begin" and "end"; other text is ignored, unless there is no file. */
function decodeUuencode(raw: Buffer, start: number, end: number, out: Buffer | null): number {
  let length = 0;
  let isInside = false;
  for (let at = start; at < end;) {
    const found = raw.indexOf(0x0a, at);
    const next = found < 0 || found >= end ? end : found + 1;
    if (!isInside) isInside = raw.toString("latin1", at, Math.min(at + 6, end)) === "begin ";
    else if (raw.toString("latin1", at, Math.min(at + 3, end)) === "end") return length;
    else {
      const count = Math.min((raw[at]! - 0x20) & 63, Math.floor(((next - at - 1) * 3) / 4));
      if (out) for (let index = 0; index < count; index++) out[length + index] = uuencodedOctet(raw, at + 1, index);
      length += count;
    }
    at = next;
  }
  if (isInside) return length;
  if (out) raw.copy(out, 0, start, end);
  return end - start;
}

/** The octet of that index in the groups of four characters that start there; never reads beyond its own group. */
function uuencodedOctet(raw: Buffer, start: number, index: number): number {
  const at = start + Math.floor(index / 3) * 4 + (index % 3);
  const high = (raw[at]! - 0x20) & 63;
  const low = ((raw[at + 1] ?? 0x20) - 0x20) & 63;
  if (index % 3 === 0) return (high << 2) | (low >> 4);
  return index % 3 === 1 ? (high << 4) | (low >> 2) : (high << 6) | low;
}
