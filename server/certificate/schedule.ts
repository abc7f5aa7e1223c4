// When a certificate is renewed, and when a failed try is repeated. Nobody should ask an authority at the same moment as everybody else, and
// no authority is asked again and again: Let's Encrypt allows five failures an hour, and other limits for a week.

import type { RandomSource } from "../base/ids.ts";

const FIRST_DELAY_MS = 15 * 60_000;
const LONGEST_DELAY_MS = 12 * 3_600_000;
/** So long an authority may keep us away. */
const LONGEST_WISH_MS = 7 * 24 * 3_600_000;

/** After two thirds of its life, up to a thirtieth earlier. */
export function renewAt(life: { notBefore: Date; notAfter: Date }, random: RandomSource): Date {
  const [from, to] = [life.notBefore.getTime(), life.notAfter.getTime()];
  return new Date(from + (to - from) * (2 / 3 - fraction(random) / 30));
}

/** `failures` counts this one. Twice as long each time, up to a quarter longer, and never before the authority wishes. */
export function retryAt(
  { failedAt, failures, retryAfterMs = 0 }: { failedAt: Date; failures: number; retryAfterMs?: number },
  random: RandomSource,
): Date {
  const doubled = FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 20);
  const delayMs = Math.min(doubled, LONGEST_DELAY_MS) * (1 + fraction(random) / 4);
  return new Date(failedAt.getTime() + Math.max(delayMs, Math.min(retryAfterMs, LONGEST_WISH_MS)));
}

/** From 0 up to 1. */
function fraction(random: RandomSource): number {
  return (random(1)[0] ?? 0) / 256;
}
