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

/** Undefined when the pack has no such id. */
export function findInPack(pack: Uint8Array, id: number): Uint8Array | undefined {
  const octets = decompressMail(pack, maxPackBytes);
  const count = octets.readUIntBE(0, numberBytes);
  let start = numberBytes * (1 + 2 * count);
  for (let index = 0; index < count; index++) {
    const size = octets.readUIntBE(numberBytes * (2 + 2 * index), numberBytes);
    if (octets.readUIntBE(numberBytes * (1 + 2 * index), numberBytes) === id)
      return octets.subarray(start, start + size);
    start += size;
  }
  return undefined;
}

/** Throws when the pack has no such id: what is neither recent nor stored is packed. */
export function readPack(pack: Uint8Array, id: number): Uint8Array {
  const content = findInPack(pack, id);
  if (content === undefined) throw new Error(`the content of blob ${id} is missing in its pack`);
  return content;
}
