// The icon of an organisation: an envelope in its colour with its letter, as a vector and as pixels from the same strokes. Drawn by
// the distance of each pixel from the shapes, so it needs no drawing library and has smooth edges at every size.

import { encodePng } from "./encode-png.ts";
import { GLYPHS, strokesOf, type Stroke } from "./glyphs.ts";

export interface Icon {
  letter: string;
  /** As "#0a7d5c": the paper, and the flap on it. */
  colour: string;
  flap: string;
}

const FIELD = 512;
const RADIUS = 116;
const FLAP: Stroke = [
  [0, 0],
  [256, 196],
  [512, 0],
];
const PEN = 46;
const SCALE = 1.42;
const MIDDLE = { x: 256, y: 318 };

/** Without a letter that we can draw it is an envelope alone. */
function letterStrokes(letter: string): Stroke[] {
  const strokes = strokesOf(GLYPHS[letter] ?? "");
  const width = Math.max(0, ...strokes.flat().map(([x]) => x));
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => [MIDDLE.x + (x - width / 2) * SCALE, MIDDLE.y + (y - 70) * SCALE] as const),
  );
}

/** `isUnread`: with a dot, for the tab. */
export function iconSvg({ letter, colour, flap }: Icon, { isUnread = false } = {}): string {
  const lines = letterStrokes(letter)
    .map((stroke) => `M${stroke.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join("L")}`)
    .join("");
  const dot = isUnread
    ? `<circle cx="404" cy="108" r="108" fill="#fff"/><circle cx="404" cy="108" r="84" fill="#d92c20"/>`
    : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FIELD} ${FIELD}">` +
    `<clipPath id="c"><rect width="${FIELD}" height="${FIELD}" rx="${RADIUS}"/></clipPath>` +
    `<g clip-path="url(#c)"><path d="M0 0h${FIELD}v${FIELD}H0z" fill="${colour}"/>` +
    `<path d="M${FLAP.map((point) => point.join(" ")).join("L")}z" fill="${flap}"/>` +
    `<path d="${lines}" fill="none" stroke="#fff" stroke-width="${PEN}" stroke-linecap="round" stroke-linejoin="round"/>` +
    `</g>${dot}</svg>`
  );
}

/** `isMaskable`: to the edges, for systems that cut their own shape out of it. */
export function iconPng({ letter, colour, flap }: Icon, sizePx: number, { isMaskable = false } = {}): Buffer {
  const strokes = letterStrokes(letter);
  const box = boxOf(strokes);
  const [paper, shade] = [rgbOf(colour), rgbOf(flap)];
  return draw(sizePx, (x, y, unit) => {
    const alpha = isMaskable ? 1 : coverage(distanceToSquare(x, y), unit);
    const onFlap = coverage(distanceToFlap(x, y), unit);
    const isNear = x > box.left && x < box.right && y > box.top && y < box.bottom;
    const onLetter = isNear ? coverage(distanceToStrokes(x, y, strokes) - PEN / 2, unit) : 0;
    const mix = (at: number) => {
      const base = paper[at]! + (shade[at]! - paper[at]!) * onFlap;
      return base + (255 - base) * onLetter;
    };
    return [mix(0), mix(1), mix(2), 255 * alpha];
  });
}

/** Where the letter can be: most pixels are far from it. */
function boxOf(strokes: readonly Stroke[]): { left: number; right: number; top: number; bottom: number } {
  const [xs, ys] = [strokes.flat().map(([x]) => x), strokes.flat().map(([, y]) => y)];
  return {
    left: Math.min(...xs) - PEN,
    right: Math.max(...xs) + PEN,
    top: Math.min(...ys) - PEN,
    bottom: Math.max(...ys) + PEN,
  };
}

/** One colour on nothing, for the line of a phone where only its shape is seen. */
export function badgePng(sizePx: number): Buffer {
  const outline: Stroke[] = [
    [
      [70, 120],
      [442, 120],
      [442, 392],
      [70, 392],
      [70, 120],
      [256, 270],
      [442, 120],
    ],
  ];
  return draw(sizePx, (x, y, unit) => [255, 255, 255, 255 * coverage(distanceToStrokes(x, y, outline) - 22, unit)]);
}

type Paint = (x: number, y: number, unit: number) => readonly [number, number, number, number];

function draw(sizePx: number, paint: Paint): Buffer {
  const unit = FIELD / sizePx;
  const pixels = Buffer.alloc(sizePx * sizePx * 4);
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      const rgba = paint((column + 0.5) * unit, (row + 0.5) * unit, unit).map(Math.round);
      pixels.set(rgba, (row * sizePx + column) * 4);
    }
  }
  return encodePng(sizePx, sizePx, pixels);
}

/** How much of a pixel lies inside, from the distance of its middle to the edge. */
function coverage(distance: number, unit: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance / unit));
}

function distanceToSquare(x: number, y: number): number {
  const half = FIELD / 2 - RADIUS;
  const [dx, dy] = [Math.abs(x - FIELD / 2) - half, Math.abs(y - FIELD / 2) - half];
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - RADIUS;
}

function distanceToFlap(x: number, y: number): number {
  const depth = FLAP[1]![1];
  const across = Math.abs(x - FIELD / 2);
  return (y - depth + (across * depth) / (FIELD / 2)) / Math.hypot(1, depth / (FIELD / 2));
}

function distanceToStrokes(x: number, y: number, strokes: readonly Stroke[]): number {
  let nearest = Infinity;
  for (const stroke of strokes) {
    for (let at = 1; at < stroke.length; at++) {
      const [[ax, ay], [bx, by]] = [stroke[at - 1]!, stroke[at]!];
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      nearest = Math.min(nearest, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  return nearest;
}

function rgbOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
