// A picture made of coloured boxes, as a PNG (ISO/IEC 15948): a chart, a banner.

import { crc32, deflateSync } from "node:zlib";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  colour: number;
}

/** Colours are 0xRRGGBB; later boxes cover earlier ones. */
export function makePng(
  size: { width: number; height: number; background: number },
  boxes: readonly Box[],
): Uint8Array {
  const { width, height, background } = size;
  const stride = width * 3 + 1;
  const pixels = Buffer.alloc(stride * height);
  const fill = ({ x, y, width: columns, height: rows, colour }: Box) => {
    for (let row = y; row < Math.min(height, y + rows); row++) {
      for (let column = x; column < Math.min(width, x + columns); column++) {
        pixels.writeUIntBE(colour, row * stride + 1 + column * 3, 3);
      }
    }
  };
  fill({ x: 0, y: 0, width, height, colour: background });
  for (const box of boxes) fill(box);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A bar chart of a few values from 0 to 100. */
export function makeChart(values: readonly number[]): Uint8Array {
  const bars = values.map((value, index) => ({
    x: 36 + index * 64,
    y: 188 - Math.round(value * 1.6),
    width: 40,
    height: Math.round(value * 1.6),
    colour: value >= 80 ? 0x0f7d5c : value >= 60 ? 0x0f6377 : 0xc0792b,
  }));
  const grid = [28, 68, 108, 148, 188].map((y) => ({ x: 20, y, width: 460, height: 1, colour: 0xd5dde0 }));
  return makePng({ width: 500, height: 210, background: 0xffffff }, [...grid, ...bars]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
