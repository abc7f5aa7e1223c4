// Mail data as it goes over the wire, RFC 5321 §4.5.2: every line ends with CRLF, a dot at a line's start is doubled, and
// CRLF.CRLF ends it.

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const lineBreak = Buffer.from("\r\n");
const dot = Buffer.from(".");

/** The message with every CR and LF that stands alone made a CRLF (RFC 5321 §2.3.8). The same object when there is none. */
export function normalizeLineBreaks(raw: Uint8Array): Buffer {
  const octets = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = nextBreak(octets, 0); at >= 0; at = nextBreak(octets, at)) {
    if (octets[at] === CR && octets[at + 1] === LF) {
      at += 2;
      continue;
    }
    pieces.push(octets.subarray(from, at), lineBreak);
    from = at += 1;
  }
  return pieces.length === 0 ? octets : Buffer.concat([...pieces, octets.subarray(from)]);
}

function nextBreak(octets: Buffer, from: number): number {
  const lf = octets.indexOf(LF, from);
  const end = lf < 0 ? octets.length : lf;
  const cr = octets.subarray(from, end).indexOf(CR);
  return cr < 0 ? lf : from + cr;
}

/** The pieces to write, the final dot included. Line breaks must be CRLF already. */
export function stuffDots(message: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  if (message[0] === DOT) pieces.push(dot);
  for (let at = message.indexOf("\n."); at >= 0; at = message.indexOf("\n.", at + 1)) {
    pieces.push(message.subarray(from, at + 1), dot);
    from = at + 1;
  }
  pieces.push(message.subarray(from));
  const isComplete = message.length === 0 || message.at(-1) === LF;
  pieces.push(Buffer.from(isComplete ? ".\r\n" : "\r\n.\r\n"));
  return pieces;
}
