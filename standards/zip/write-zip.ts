// A ZIP archive (ISO/IEC 21320-1) whose files are stored, not compressed: letters and pictures are compressed already. The bytes
// of the files are the caller's to put between the headers, so that an archive is never in memory as a whole.

import { fileName } from "./file-name.ts";

export type ZipEntry = { name: string; crc: number; sizeBytes: number };

export type ZipWriter = {
  /** The header that stands before the bytes of this file. The name is made safe, and unique within the archive. */
  begin(entry: ZipEntry): Uint8Array<ArrayBuffer>;
  /** The directory that ends the archive. */
  end(): Uint8Array<ArrayBuffer>;
};

const MAX_ENTRIES = 65_535;
const MAX_BYTES = 0xffff_ffff;
const VERSION = 20;
/** Bit 11: names are UTF-8. */
const UTF8_NAMES = 0x0800;

/** Throws a RangeError past the limits of an archive without Zip64: 65,535 files or 4 GiB. `modifiedAt` is told in UTC. */
export function createZip(modifiedAt: Date): ZipWriter {
  const taken = new Set<string>();
  const directory: Uint8Array[] = [];
  let offset = 0;
  const time = dosTime(modifiedAt);

  return {
    begin({ name, crc, sizeBytes }) {
      const encoded = new TextEncoder().encode(fileName(name, taken));
      const header = record(30 + encoded.length, [
        [4, 0x0403_4b50],
        [2, VERSION],
        ...shared(crc, sizeBytes, encoded.length),
      ]);
      header.set(encoded, 30);
      const listed = record(46 + encoded.length, [
        [4, 0x0201_4b50],
        [2, VERSION],
        [2, VERSION],
        ...shared(crc, sizeBytes, encoded.length),
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]);
      listed.set(encoded, 46);
      directory.push(listed);
      offset += header.length + sizeBytes;
      if (directory.length > MAX_ENTRIES || offset > MAX_BYTES) throw new RangeError("too much for one archive");
      return header;
    },
    end() {
      const sizeBytes = directory.reduce((sum, { length }) => sum + length, 0);
      const end = record(sizeBytes + 22, []);
      let position = 0;
      for (const listed of directory) {
        end.set(listed, position);
        position += listed.length;
      }
      end.set(
        record(22, [
          [4, 0x0605_4b50],
          [2, 0],
          [2, 0],
          [2, directory.length],
          [2, directory.length],
          [4, sizeBytes],
          [4, offset],
          [2, 0],
        ]),
        position,
      );
      return end;
    },
  };

  function shared(crc: number, sizeBytes: number, nameLength: number): [2 | 4, number][] {
    const [date, clock] = time;
    return [
      [2, UTF8_NAMES],
      [2, 0],
      [2, clock],
      [2, date],
      [4, crc],
      [4, sizeBytes],
      [4, sizeBytes],
      [2, nameLength],
      [2, 0],
    ];
  }
}

/** Numbers of two or four bytes one after the other, least byte first. */
function record(length: number, numbers: readonly [2 | 4, number][]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let position = 0;
  for (const [size, value] of numbers) {
    if (size === 2) view.setUint16(position, value, true);
    else view.setUint32(position, value, true);
    position += size;
  }
  return bytes;
}

/** Steps of two seconds from 1980. */
function dosTime(date: Date): [date: number, clock: number] {
  const year = Math.min(2107, Math.max(1980, date.getUTCFullYear()));
  return [
    ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
  ];
}
