// The mail data between 354 and its end, RFC 5321 §4.5.2: removes the dots that transparency added, ends at CRLF.CRLF and at
// nothing else. A CR or LF by itself stops it (§2.3.8): programs that take other endings than ours would see other messages.

export type DataResult =
  | { type: "more" }
  /** `rest` is what followed the end. */
  | { type: "end"; rest: Buffer }
  | { type: "bareLineBreak" };

export interface DataReader {
  push(octets: Uint8Array): DataResult;
  /** Octets of the message so far, the final CRLF included; counted on when they are no longer kept. */
  readonly size: number;
  /** Drops what has been kept and keeps nothing more; reading to the end goes on. */
  discard(): void;
  /** The message; only after the end, empty after `discard`. */
  message(): Buffer;
}

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;

type State = "lineStart" | "dot" | "dotCr" | "line" | "cr";

export function createDataReader(): DataReader {
  let state: State = "lineStart";
  let size = 0;
  let isKept = true;
  let pieces: Buffer[] = [];

  function keep(piece: Buffer): void {
    if (piece.length === 0) return;
    size += piece.length;
    if (isKept) pieces.push(piece);
  }

  function push(octets: Uint8Array): DataResult {
    const chunk = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    let from = 0;
    let at = 0;
    while (at < chunk.length) {
      const octet = chunk[at];
      switch (state) {
        case "lineStart":
          if (octet === DOT) {
            keep(chunk.subarray(from, at));
            from = at += 1;
            state = "dot";
          } else {
            state = "line";
          }
          break;
        case "dot":
          state = octet === CR ? "dotCr" : "line";
          if (octet === CR) at += 1;
          break;
        case "dotCr":
          if (octet !== LF) return { type: "bareLineBreak" };
          return { type: "end", rest: chunk.subarray(at + 1) };
        case "cr":
          if (octet !== LF) return { type: "bareLineBreak" };
          at += 1;
          state = "lineStart";
          break;
        case "line": {
          const lf = chunk.indexOf(LF, at);
          const end = lf < 0 ? chunk.length : lf;
          const cr = indexBefore(chunk, CR, at, end);
          if (lf < 0 ? cr >= 0 && cr < end - 1 : cr < 0 || cr < lf - 1) return { type: "bareLineBreak" };
          state = lf < 0 ? (cr < 0 ? "line" : "cr") : "lineStart";
          at = lf < 0 ? end : lf + 1;
          break;
        }
      }
    }
    // A CR that follows a dot at the line's start is not the message's, whether its LF has come or not.
    keep(chunk.subarray(from, state === "dotCr" ? Math.max(from, chunk.length - 1) : chunk.length));
    return { type: "more" };
  }

  return {
    push,
    get size() {
      return size;
    },
    discard() {
      isKept = false;
      pieces = [];
    },
    message: () => Buffer.concat(pieces),
  };
}

/** The first place of `octet` in [from, end), or -1. Never looks beyond: the next one may be megabytes away. */
function indexBefore(chunk: Buffer, octet: number, from: number, end: number): number {
  const found = chunk.subarray(from, end).indexOf(octet);
  return found < 0 ? -1 : from + found;
}
