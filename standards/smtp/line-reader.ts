// Command lines out of a stream of octets, RFC 5321 §2.3.8: a line ends with CRLF and with nothing else. A CR or LF by
// itself is not an ending and not a character either: what follows it may be somebody's smuggled command.

export type Line =
  | { type: "line"; text: string }
  /** Longer than the limit; its octets are dropped as they come. */
  | { type: "tooLong" }
  /** A CR or LF by itself; nothing after it may be interpreted. */
  | { type: "bareLineBreak" };

export interface LineReader {
  push(octets: Uint8Array): void;
  /** The next whole line, without its CRLF. Text is UTF-8 (RFC 6531 §3.3); what is not becomes U+FFFD. */
  next(): Line | undefined;
  /** Takes everything that has not been read yet, for whoever reads on: DATA, TLS. */
  rest(): Buffer;
}

const CR = 0x0d;
const LF = 0x0a;

export function createLineReader(maxOctets: number): LineReader {
  let unread: Buffer = Buffer.alloc(0);
  let isDropping = false;

  return {
    push(octets) {
      const more = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
      unread = unread.length === 0 ? more : Buffer.concat([unread, more]);
    },
    next() {
      const lf = unread.indexOf(LF);
      const end = lf < 0 ? unread.length : lf;
      const cr = unread.subarray(0, end).indexOf(CR);
      if (cr >= 0 ? cr < end - 1 : lf >= 0) return { type: "bareLineBreak" };
      if (lf < 0) {
        if (unread.length > maxOctets) {
          isDropping = true;
          unread = cr >= 0 ? unread.subarray(cr) : Buffer.alloc(0);
        }
        return undefined;
      }
      const line = unread.subarray(0, cr);
      unread = unread.subarray(lf + 1);
      if (isDropping || line.length + 2 > maxOctets) {
        isDropping = false;
        return { type: "tooLong" };
      }
      return { type: "line", text: line.toString("utf8") };
    },
    rest() {
      const octets = unread;
      unread = Buffer.alloc(0);
      return octets;
    },
  };
}
