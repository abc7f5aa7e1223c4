// How content is kept: compressed by zstd when that helps, mail with a dictionary of what all mail has in common.
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import {
  constants,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
  type ZstdOptions,
} from "node:zlib";

/** 0 stored, 1 zstd, 2 zstd with the dictionary. */
export type Codec = 0 | 1 | 2;

export interface Compressed {
  /** A Codec, as its column has it. */
  codec: number;
  bytes: Uint8Array;
}

/** Octets that mail has in common, the commonest last. Content was written with it: it may never change, only be succeeded. */
const dictionary = readFileSync(new URL("./mail-dictionary.txt", import.meta.url));
const compressLater = promisify(zstdCompress);
const decompressLater = promisify(zstdDecompress);
/** Up to this size the dictionary matters, and the work is done at once: a thread would cost more than it saves. */
const smallBytes = 128 * 1024;
/** Of what stays by itself for seconds only: mail is packed then. A third of the time for a twelfth more octets. */
const quickLevel = 1;
const packedLevel = 6;
const { ZSTD_c_compressionLevel } = constants;

export async function compress(content: Uint8Array): Promise<Compressed> {
  const isSmall = content.length <= smallBytes;
  const bytes = isSmall ? zstdCompressSync(content, withDictionary(quickLevel)) : await compressLater(content);
  return bytes.length < content.length ? { codec: isSmall ? 2 : 1, bytes } : { codec: 0, bytes: content };
}

/** `size` is that of the content: more than that is never produced. */
export async function decompress({ codec, bytes }: Compressed, size: number): Promise<Uint8Array> {
  if (codec === 0) return bytes;
  const options = { maxOutputLength: Math.max(size, 1), ...(codec === 2 && { dictionary }) };
  return size <= smallBytes ? zstdDecompressSync(bytes, options) : decompressLater(bytes, options);
}

/** With the dictionary, and for good: by a thread, beside what has to be answered. */
export function compressMail(content: Uint8Array): Promise<Buffer> {
  return compressLater(content, withDictionary(packedLevel));
}

function withDictionary(level: number): ZstdOptions {
  return { dictionary, params: { [ZSTD_c_compressionLevel]: level } };
}

/** The reverse of `compressMail`; throws rather than producing more than `maxBytes`. */
export function decompressMail(bytes: Uint8Array, maxBytes: number): Buffer {
  return zstdDecompressSync(bytes, { dictionary, maxOutputLength: maxBytes });
}
