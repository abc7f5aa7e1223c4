// Reads an mbox file (RFC 4155 in its mboxrd form) message by message, in bounded memory.

import { createReadStream } from "node:fs";

import { StartupError } from "../base/errors.ts";
import { MAX_MESSAGE_BYTES } from "../base/limits.ts";

export interface MboxMessage {
  raw: Uint8Array;
  /** From the separator line; undefined when that does not say. */
  receivedAt?: Date;
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
    return { raw: Buffer.concat(taken), receivedAt: dateOf(line) };
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
