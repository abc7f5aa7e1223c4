// Letters and digits as strokes, so that an icon needs no font: paths of M, L and Q on a field of 100 by 140.

export const GLYPHS: Readonly<Record<string, string>> = {
  A: "M0 140L50 0L100 140M19 90L81 90",
  B: "M0 68L0 140L55 140Q100 140 100 103Q100 68 55 68L0 68L0 0L50 0Q90 0 90 34Q90 68 50 68",
  C: "M100 32Q86 0 52 0Q0 0 0 70Q0 140 52 140Q86 140 100 108",
  D: "M0 0L0 140L40 140Q100 140 100 70Q100 0 40 0L0 0",
  E: "M92 0L0 0L0 140L92 140M0 68L78 68",
  F: "M92 0L0 0L0 140M0 68L78 68",
  G: "M100 32Q86 0 52 0Q0 0 0 70Q0 140 52 140Q100 140 100 80L60 80",
  H: "M0 0L0 140M100 0L100 140M0 68L100 68",
  I: "M50 0L50 140",
  J: "M80 0L80 95Q80 140 40 140Q8 140 0 108",
  K: "M0 0L0 140M95 0L0 85M36 54L100 140",
  L: "M0 0L0 140L88 140",
  M: "M0 140L0 0L55 82L110 0L110 140",
  N: "M0 140L0 0L100 140L100 0",
  O: "M50 0Q0 0 0 70Q0 140 50 140Q100 140 100 70Q100 0 50 0",
  P: "M0 140L0 0L55 0Q100 0 100 40Q100 80 55 80L0 80",
  Q: "M50 0Q0 0 0 70Q0 140 50 140Q100 140 100 70Q100 0 50 0M62 104L104 148",
  R: "M0 140L0 0L55 0Q100 0 100 40Q100 80 55 80L0 80M52 80L100 140",
  S: "M96 30Q84 0 50 0Q4 0 4 35Q4 62 50 69Q100 76 100 105Q100 140 50 140Q14 140 0 108",
  T: "M0 0L104 0M52 0L52 140",
  U: "M0 0L0 88Q0 140 50 140Q100 140 100 88L100 0",
  V: "M0 0L52 140L104 0",
  W: "M0 0L32 140L68 24L104 140L136 0",
  X: "M0 0L100 140M100 0L0 140",
  Y: "M0 0L50 70L100 0M50 70L50 140",
  Z: "M0 0L96 0L0 140L100 140",
};

export type Stroke = readonly (readonly [x: number, y: number])[];

/** The path as lines: a curve becomes many short ones. */
export function strokesOf(path: string): Stroke[] {
  const strokes: [number, number][][] = [];
  for (const [, command, numbers = ""] of path.matchAll(/([MLQ])([\d .-]+)/g)) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers.trim().split(" ").map(Number);
    if (command === "M") strokes.push([[x1, y1]]);
    const stroke = strokes.at(-1);
    if (!stroke) throw new Error(`a path does not begin with M: ${path}`);
    if (command === "L") stroke.push([x1, y1]);
    if (command !== "Q") continue;
    const [x0, y0] = stroke.at(-1)!;
    for (let step = 1; step <= 10; step++) {
      const t = step / 10;
      const mix = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
      stroke.push([mix(x0, x1, x2), mix(y0, y1, y2)]);
    }
  }
  return strokes;
}
