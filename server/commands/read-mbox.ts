// Reads an mbox file (RFC 4155 in its mboxrd form) message by message, in bounded memory.

import { createReadStream } from "node:fs";

import { StartupError } from "../base/errors.ts";
import { MAX_MESSAGE_BYTES } from "../base/limits.ts";

export interface MboxMessage {
  raw: Uint8Array;
  /** From the separator line; undefined when that does not say. */
  receivedAt?: Date;
  /** What the program that kept it wrote of it into its header; undefined where it wrote nothing. */
  keywords?: readonly string[];
}

const LF = 0x0a;
const CR = 0x0d;

/** Messages above the limit of size are left out: `onTooLarge` counts them. */
export async function* readMbox(path: string, onTooLarge: () => void): AsyncGenerator<MboxMessage> {
  let lines: Buffer[] = [];
  let size = 0;
  let separator: string | undefined;
  let afterBlank = true;

  function take(): MboxMessage | undefined {
    const [taken, octets, line] = [lines, size, separator];
    lines = [];
    size = 0;
    if (line === undefined) return undefined;
    if (octets > MAX_MESSAGE_BYTES) {
      onTooLarge();
      return undefined;
    }
    // The empty line before a separator belongs to the separator.
    if (taken.at(-1)?.every((octet) => octet === LF || octet === CR)) taken.pop();
    const raw = Buffer.concat(taken);
    const known = statusOf(raw);
    if (known?.isDeleted) return undefined;
    return { raw, receivedAt: dateOf(line), keywords: known?.keywords };
  }

  for await (const line of linesOf(path)) {
    if (afterBlank && line.subarray(0, 5).equals(FROM)) {
      const message = take();
      if (message) yield message;
      separator = line.toString("latin1").trim();
      afterBlank = false;
      continue;
    }
    if (separator === undefined && line.some((octet) => octet !== LF && octet !== CR)) {
      throw new StartupError(`${path} is no mbox: its first line does not begin with "From ".`);
    }
    size += line.length;
    if (size <= MAX_MESSAGE_BYTES) lines.push(unquoted(line));
    afterBlank = line.every((octet) => octet === LF || octet === CR);
  }
  const last = take();
  if (last) yield last;
}

const FROM = Buffer.from("From ");

/** ">From " was "From ", ">>From " was ">From ". */
function unquoted(line: Buffer): Buffer {
  return line[0] === 0x3e && /^>+From /.test(line.toString("latin1", 0, 64)) ? line.subarray(1) : line;
}

function dateOf(separator: string): Date | undefined {
  const words = separator.split(/\s+/).slice(2).join(" ");
  const time = Date.parse(/[+-]\d{4}|GMT|UTC/.test(words) ? words : `${words} UTC`);
  return Number.isNaN(time) ? undefined : new Date(time);
}

/**
 * What is known of a message: Status and X-Status have a letter for each thing (mutt, Dovecot, mailx), X-Mozilla-Status a bit
 * (Thunderbird, which leaves the deleted in the file until it is compacted).
 */
function statusOf(raw: Buffer): { keywords: string[]; isDeleted: boolean } | undefined {
  const header = /^[^]*?(?=\r?\n\r?\n|$)/.exec(raw.toString("latin1", 0, MAX_HEADER_OCTETS))?.[0] ?? "";
  const letters = [...header.matchAll(/^(?:X-)?Status:[ \t]*([A-Z]*)/gim)].map(([, found]) => found).join("");
  const bits = /^X-Mozilla-Status:[ \t]*([\da-f]{4})\b/im.exec(header)?.[1];
  if (letters === "" && bits === undefined) return undefined;
  const known = Number.parseInt(bits ?? "0", 16);
  const keywords = marks
    .filter(({ letter, bit }) => letters.includes(letter) || (known & bit) !== 0)
    .map(({ keyword }) => keyword);
  return { keywords, isDeleted: (known & 0x0008) !== 0 };
}

const MAX_HEADER_OCTETS = 64 * 1024;

const marks = [
  { keyword: "$seen", letter: "R", bit: 0x0001 },
  { keyword: "$answered", letter: "A", bit: 0x0002 },
  { keyword: "$flagged", letter: "F", bit: 0x0004 },
  { keyword: "$draft", letter: "T", bit: 0x0000 },
  { keyword: "$forwarded", letter: "-", bit: 0x1000 },
];

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = Buffer.concat([rest, piece as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      yield bytes.subarray(start, end + 1);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    // A line without end is taken in pieces.
    if (rest.length > 4 * 1024 * 1024) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield rest;
}
