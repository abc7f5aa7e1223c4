// Contents compressed together: mail of the same days and people repeats itself, and a pack of 128 KiB takes a quarter less than its
// messages do one by one, while one of them is still read in a tenth of a millisecond. A pack begins with its directory: how many,
// and for each its id and its size, as numbers of 48 bits.
import { compressMail, decompressMail } from "./compress.ts";

export interface Packed {
  id: number;
  content: Uint8Array;
}

/** What is put into one pack, at most, unless one content alone is more. */
export const PACK_BYTES = 128 * 1024;
const numberBytes = 6;
/** One content of a megabyte and its directory are far less. */
const maxPackBytes = 4 * 1024 * 1024;

/** `contents` by ascending id. */
export async function writePack(contents: readonly Packed[]): Promise<Uint8Array> {
  const directory = Buffer.alloc(numberBytes * (1 + 2 * contents.length));
  directory.writeUIntBE(contents.length, 0, numberBytes);
  contents.forEach(({ id, content }, index) => {
    directory.writeUIntBE(id, numberBytes * (1 + 2 * index), numberBytes);
    directory.writeUIntBE(content.length, numberBytes * (2 + 2 * index), numberBytes);
  });
  return compressMail(Buffer.concat([directory, ...contents.map(({ content }) => content)]));
}

/** What is in a pack, by id. Each is a part of the whole, which stays in memory as long as one of them does. */
export function openPack(pack: Uint8Array): Map<number, Uint8Array> {
  return new Map(contentsOf(pack));
}

/** Throws when the pack has no such id: what is neither recent nor stored is packed. */
export function readPack(pack: Uint8Array, id: number): Uint8Array {
  for (const [each, content] of contentsOf(pack)) if (each === id) return content;
  throw new Error(`the content of blob ${id} is missing in its pack`);
}

function* contentsOf(pack: Uint8Array): Generator<[id: number, content: Uint8Array]> {
  const octets = decompressMail(pack, maxPackBytes);
  const count = octets.readUIntBE(0, numberBytes);
  let start = numberBytes * (1 + 2 * count);
  for (let index = 0; index < count; index++) {
    const size = octets.readUIntBE(numberBytes * (2 + 2 * index), numberBytes);
    yield [octets.readUIntBE(numberBytes * (1 + 2 * index), numberBytes), octets.subarray(start, start + size)];
    start += size;
  }
}
