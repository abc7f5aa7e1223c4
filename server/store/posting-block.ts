// A block of the inverted index: terms in the order of their octets, each with the ascending ids of the emails that have it.
// Terms share the beginning of the one before, ids are differences, numbers are base 128, and the whole is compressed: a posting
// takes little more than one octet. Terms are handled as "binary" strings, one character an octet of UTF-8, whose order in
// JavaScript is that of PostgreSQL's bytea.
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** The ids of a term as they are stored: the first whole, then the differences. */
export interface Posting {
  term: string;
  ids: Uint8Array;
}

/** Blocks are closed at this size, before compression. */
const blockBytes = 32 * 1024;
/** No block of ours is larger: one term with all emails of an account beyond any limit. */
const maxBlockBytes = 512 * 1024 * 1024;

/** Blocks are written in the background and stay long. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

export interface Block {
  firstTerm: Buffer;
  content: Uint8Array;
}

export function toBinary(term: string): string {
  // oxlint-disable-next-line no-control-regex -- nearly every term is ASCII
  return /^[\x00-\x7f]*$/.test(term) ? term : Buffer.from(term, "utf8").toString("latin1");
}

/** Collects postings, in order, into blocks; each full one is handed out by `add`, the rest by `finish`. */
export function createBlockWriter(): { add(posting: Posting): Block | undefined; finish(): Block | undefined } {
  let octets = Buffer.allocUnsafe(4 * blockBytes);
  let size = 0;
  let firstTerm = "";
  let previous = "";
  function close(): Block | undefined {
    if (size === 0) return undefined;
    const block = {
      firstTerm: Buffer.from(firstTerm, "latin1"),
      content: zstdCompressSync(octets.subarray(0, size), compression),
    };
    size = 0;
    previous = "";
    return block;
  }
  return {
    add({ term, ids }) {
      const full = size > 0 && size + ids.length > blockBytes ? close() : undefined;
      if (size === 0) firstTerm = term;
      const needed = size + term.length + ids.length + 3 * maxNumberBytes;
      if (needed > octets.length) octets = Buffer.concat([octets], 2 * needed);
      const shared = sharedLength(previous, term);
      size = writeNumber(octets, shared, size);
      size = writeNumber(octets, term.length - shared, size);
      size += octets.write(term.slice(shared), size, "latin1");
      size = writeNumber(octets, ids.length, size);
      octets.set(ids, size);
      size += ids.length;
      previous = term;
      return full;
    },
    finish: close,
  };
}

function sharedLength(one: string, other: string): number {
  const end = Math.min(one.length, other.length);
  let length = 0;
  while (length < end && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

/** The postings of a block in order. `ids` are views that stay valid. */
export function* readBlock(content: Uint8Array): Generator<Posting> {
  const octets: Buffer = zstdDecompressSync(content, { maxOutputLength: maxBlockBytes });
  const at = { place: 0 };
  let term = "";
  while (at.place < octets.length) {
    const shared = readNumber(octets, at);
    const rest = readNumber(octets, at);
    term = term.slice(0, shared) + octets.toString("latin1", at.place, at.place + rest);
    at.place += rest;
    const length = readNumber(octets, at);
    const start = at.place;
    at.place += length;
    yield { term, ids: octets.subarray(start, at.place) };
  }
}

/** Moves the place behind the number. */
function readNumber(octets: Uint8Array, at: { place: number }): number {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const octet = octets[at.place++]!;
    value += (octet & 127) * shift;
    if (octet < 128) return value;
  }
}

/** Calls `visit` with each id, ascending. */
export function forEachId(ids: Uint8Array, visit: (id: number) => void): void {
  let id = 0;
  for (let place = 0; place < ids.length;) {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const octet = ids[place++]!;
      value += (octet & 127) * shift;
      if (octet < 128) break;
    }
    id += value;
    visit(id);
  }
}

/** `ids` ascending. */
export function encodeIds(ids: readonly number[]): Uint8Array {
  const octets = Buffer.allocUnsafe(ids.length * maxNumberBytes);
  let size = 0;
  let previous = 0;
  for (const id of ids) {
    size = writeNumber(octets, id - previous, size);
    previous = id;
  }
  return octets.subarray(0, size);
}

/** One list of several; they must follow each other. */
export function joinIds(lists: readonly Uint8Array[]): Uint8Array {
  const [first] = lists;
  if (lists.length === 1 && first) return first;
  const octets = Buffer.allocUnsafe(lists.reduce((sum, { length }) => sum + length, 0) + lists.length * maxNumberBytes);
  let size = 0;
  let last = 0;
  for (const list of lists) {
    // Only the first number of a list is not a difference already.
    const rest = { place: 0 };
    size = writeNumber(octets, readNumber(list, rest) - last, size);
    octets.set(list.subarray(rest.place), size);
    size += list.length - rest.place;
    forEachId(list, (id) => void (last = id));
  }
  return octets.subarray(0, size);
}

/** Of a 32-bit number. */
const maxNumberBytes = 5;

function writeNumber(octets: Buffer, number: number, place: number): number {
  let value = number;
  let at = place;
  while (value >= 128) {
    octets[at++] = (value % 128) + 128;
    value = Math.floor(value / 128);
  }
  octets[at++] = value;
  return at;
}
