// Chooses and applies the transfer encoding of a body (RFC 2045 §6): what can stay readable stays so, decoding always gives back
// the same octets.

export type EncodedBody = { encoding: string; octets: Buffer };

export type BodyOptions = {
  /** 8bit and UTF-8 text as they are: for 8BITMIME only. */
  eightBit?: boolean;
};

const maxLine = 998;
const maxEncodedLine = 76;

/** Text, in UTF-8 and with CRLF. Line breaks of `text` may be LF or CRLF. */
export function encodeText(text: string, options: BodyOptions = {}): EncodedBody {
  const octets = Buffer.from(text.toWellFormed().replace(/\r\n|\r|\n/g, "\r\n"));
  return plainBody(octets, options) ?? smallerBody(octets);
}

/** Octets of any type, kept exactly. */
export function encodeOctets(content: Uint8Array, type: string, options: BodyOptions = {}): EncodedBody {
  const octets = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (type.startsWith("message/") && type !== "message/external-body") {
    // RFC 2046 §5.2.1: a message is never encoded, so it is as it is.
    const shape = shapeOf(octets);
    return { encoding: shape.isBinary ? "binary" : shape.isAscii ? "7bit" : "8bit", octets };
  }
  if (!type.startsWith("text/")) return { encoding: "base64", octets: base64Lines(octets) };
  return plainBody(octets, options) ?? smallerBody(octets);
}

/** RFC 2045 §6.7, with soft breaks at 76 columns and "From " at the start of a line hidden from mbox programs. */
export function quotedPrintable(octets: Buffer): Buffer {
  const out = Buffer.allocUnsafe(octets.length * 3 + Math.ceil((octets.length * 3) / (maxEncodedLine - 3)) * 3 + 8);
  let length = 0;
  let column = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at]!;
    if (octet === 0x0d && octets[at + 1] === 0x0a) {
      out[length++] = octet;
      out[length++] = octets[++at]!;
      column = 0;
      continue;
    }
    const isSpace = octet === 0x20 || octet === 0x09;
    const isLast = at + 1 === octets.length || (octets[at + 1] === 0x0d && octets[at + 2] === 0x0a);
    const isPlain = isSpace ? !isLast : octet > 0x20 && octet < 0x7f && octet !== 0x3d;
    const isHidden = column === 0 && ((octet === 0x46 && startsWithFrom(octets, at)) || octet === 0x2e);
    const width = isPlain && !isHidden ? 1 : 3;
    if (column + width > maxEncodedLine - (isLast ? 0 : 1)) {
      out[length++] = 0x3d;
      out[length++] = 0x0d;
      out[length++] = 0x0a;
      column = 0;
    }
    if (width === 1) out[length++] = octet;
    else {
      out[length++] = 0x3d;
      out[length++] = hexDigit(octet >> 4);
      out[length++] = hexDigit(octet & 15);
    }
    column += width;
  }
  return out.subarray(0, length);
}

/** RFC 2045 §6.8: lines of 76. */
export function base64Lines(octets: Buffer): Buffer {
  const encoded = octets.toString("base64");
  const lines = Math.ceil(encoded.length / maxEncodedLine);
  const out = Buffer.allocUnsafe(encoded.length + Math.max(0, lines - 1) * 2);
  let length = 0;
  for (let at = 0; at < encoded.length; at += maxEncodedLine) {
    if (at > 0) length += out.write("\r\n", length, "latin1");
    length += out.write(encoded.slice(at, at + maxEncodedLine), length, "latin1");
  }
  return out;
}

function plainBody(octets: Buffer, { eightBit = false }: BodyOptions): EncodedBody | null {
  const shape = shapeOf(octets);
  if (shape.isBinary || shape.hasFromLine) return null;
  if (shape.isAscii) return { encoding: "7bit", octets };
  return eightBit ? { encoding: "8bit", octets } : null;
}

function smallerBody(octets: Buffer): EncodedBody {
  const quoted = quotedPrintable(octets);
  const base64Length = Math.ceil(octets.length / 3) * 4;
  // Readable in its source is worth a fifth more.
  if (quoted.length <= base64Length * 1.2) return { encoding: "quoted-printable", octets: quoted };
  return { encoding: "base64", octets: base64Lines(octets) };
}

/** `isBinary`: NUL, a CR or LF alone, or a line over 998 octets (RFC 2045 §2.7 to §2.9). */
function shapeOf(octets: Buffer): { isAscii: boolean; isBinary: boolean; hasFromLine: boolean } {
  const shape = { isAscii: true, isBinary: false, hasFromLine: startsWithFrom(octets, 0) };
  let lineStart = 0;
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at]!;
    if (octet > 0x7e) {
      if (octet > 0x7f) shape.isAscii = false;
    } else if (octet === 0 || (octet === 0x0d && octets[at + 1] !== 0x0a)) shape.isBinary = true;
    else if (octet === 0x0a) {
      if (octets[at - 1] !== 0x0d) shape.isBinary = true;
      if (at - 1 - lineStart > maxLine) shape.isBinary = true;
      lineStart = at + 1;
      if (octets[lineStart] === 0x46 && startsWithFrom(octets, lineStart)) shape.hasFromLine = true;
    }
  }
  if (octets.length - lineStart > maxLine) shape.isBinary = true;
  return shape;
}

function startsWithFrom(octets: Buffer, at: number): boolean {
  return octets.toString("latin1", at, at + 5) === "From ";
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value;
}
