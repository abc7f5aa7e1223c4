// Splits a header into its fields by offsets (RFC 5322 §2.2). Takes LF as well as CRLF, white space before the colon (§4.5),
// an mbox "From " line before the first field, and a line that is no field among fields.
import type { HeaderField, MimeLimits } from "./types.ts";

export type HeaderBlock = {
  fields: HeaderField[];
  start: number;
  /** After the empty line; or where the first line stands that cannot be header. */
  bodyStart: number;
  /** Octets of the fields that were read. */
  fieldBytes: number;
  isTruncated: boolean;
  isMalformed: boolean;
};

const newline = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;

/** Reads the header that starts at `start`; `isDelimiter` says whether a line belongs to a surrounding multipart. */
export function scanHeader(
  raw: Buffer,
  start: number,
  limits: Pick<MimeLimits, "maxHeaderBytes" | "maxHeaderFields">,
  isDelimiter: (lineStart: number) => boolean,
): HeaderBlock {
  const size = raw.length;
  const block: HeaderBlock = {
    fields: [],
    start,
    bodyStart: size,
    fieldBytes: 0,
    isTruncated: false,
    isMalformed: false,
  };
  const { fields } = block;
  let at = start;
  if (isMboxLine(raw, at)) block.start = at = afterLine(raw, at);

  while (at < size) {
    const first = raw[at]!;
    if (first === newline || (first === carriageReturn && raw[at + 1] === newline)) {
      block.bodyStart = at + (first === newline ? 1 : 2);
      return block;
    }
    if (first === 0x2d && isDelimiter(at)) {
      block.bodyStart = at;
      return block;
    }
    const colonAt = findColon(raw, at);
    if (colonAt < 0) {
      block.isMalformed = true;
      const next = afterLine(raw, at);
      // One stray line among fields is skipped; otherwise the empty line is missing and the body begins here.
      const isStray = fields.length > 0 || isSpoiltField(raw, at);
      if (!isStray || findColon(raw, next) < 0) {
        if (isBlank(raw, at, next)) {
          block.bodyStart = next;
          return block;
        }
        if (fields.length === 0 || !isLineBreak(raw, next) || isEndOfText(raw, next, isDelimiter)) {
          block.bodyStart = at;
          return block;
        }
      }
      at = next;
      continue;
    }
    const next = afterField(raw, at);
    if (block.fieldBytes + next - at > limits.maxHeaderBytes || fields.length >= limits.maxHeaderFields) {
      block.isTruncated = true;
    } else {
      block.fieldBytes += next - at;
      let nameEnd = colonAt;
      while (isWhiteSpace(raw[nameEnd - 1])) nameEnd--;
      fields.push({
        name: raw.toString("latin1", at, nameEnd),
        start: at,
        valueStart: colonAt + 1,
        end: Math.max(colonAt + 1, withoutLineBreak(raw, at, next)),
      });
    }
    at = next;
  }
  return block;
}

/** Offset of the colon after a field name, or -1 when the line has no field name (RFC 5322 §3.6.8). */
function findColon(raw: Buffer, lineStart: number): number {
  const size = raw.length;
  let at = lineStart;
  while (at < size && raw[at]! > 0x20 && raw[at]! < 0x7f && raw[at] !== colon) at++;
  if (at === lineStart) return -1;
  while (isWhiteSpace(raw[at])) at++;
  return raw[at] === colon ? at : -1;
}

/** What cannot be text at the very beginning: a folded line of nothing, or a name with octets that no name has. */
function isSpoiltField(raw: Buffer, lineStart: number): boolean {
  if (isWhiteSpace(raw[lineStart])) return true;
  let at = lineStart;
  while (at < raw.length && raw[at] !== 0x20 && raw[at] !== newline && raw[at] !== colon) at++;
  return raw[at] === colon;
}

function afterField(raw: Buffer, start: number): number {
  let next = afterLine(raw, start);
  while (isWhiteSpace(raw[next])) {
    const after = afterBlankLines(raw, next);
    if (after > next && !isHeader(raw, after)) break;
    next = after > next ? after : afterLine(raw, next);
  }
  return next;
}

/** After the lines of nothing but white space that stand there, if any do. */
function afterBlankLines(raw: Buffer, lineStart: number): number {
  let line = lineStart;
  for (let at = line; isWhiteSpace(raw[at]); at = line) {
    while (isWhiteSpace(raw[at])) at++;
    // At the end of the input it is the end of the field.
    if (!isLineBreak(raw, at)) break;
    line = afterLine(raw, at);
  }
  return line;
}

/** RFC 5322 §4.2: white space alone folds a field, but some write it for the empty line: then text follows. */
function isHeader(raw: Buffer, at: number): boolean {
  return at >= raw.length || isWhiteSpace(raw[at]) || isLineBreak(raw, at) || findColon(raw, at) >= 0;
}

/** Whether nothing but empty lines is left of the part. */
function isEndOfText(raw: Buffer, from: number, isDelimiter: (lineStart: number) => boolean): boolean {
  let at = from;
  while (isLineBreak(raw, at)) at = afterLine(raw, at);
  return at >= raw.length || (raw[at] === 0x2d && isDelimiter(at));
}

function isBlank(raw: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (raw[at]! > 0x20) return false;
  return true;
}

function isLineBreak(raw: Buffer, at: number): boolean {
  return raw[at] === newline || (raw[at] === carriageReturn && raw[at + 1] === newline);
}

function afterLine(raw: Buffer, from: number): number {
  const found = raw.indexOf(newline, from);
  return found < 0 ? raw.length : found + 1;
}

function withoutLineBreak(raw: Buffer, start: number, next: number): number {
  let end = next;
  if (end > start && raw[end - 1] === newline) end--;
  if (end > start && end < next && raw[end - 1] === carriageReturn) end--;
  return end;
}

function isWhiteSpace(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09;
}

function isMboxLine(raw: Buffer, at: number): boolean {
  const from = raw[at] === 0x3e ? at + 1 : at;
  return raw[from] === 0x46 && raw.toString("latin1", from, from + 5) === "From ";
}
