// The height of a row, the one number that the virtual list needs. It must agree with conversation-row.css.

import type { Preferences } from "../../../standards/jmap/preferences.ts";

const STACKED = { comfortable: 88, standard: 76, compact: 50 } as const;
const ONE_LINE = { comfortable: 56, standard: 46, compact: 36 } as const;

const ONE_LINE_FROM_PX = 704;

/** With room, a row is one line. */
export function isOneLine(listWidthPx: number): boolean {
  return listWidthPx >= ONE_LINE_FROM_PX;
}

export function rowHeightPx(density: Preferences["density"], listWidthPx: number): number {
  return (isOneLine(listWidthPx) ? ONE_LINE : STACKED)[density];
}
