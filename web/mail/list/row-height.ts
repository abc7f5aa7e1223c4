// The height of a row, the one number that the virtual list needs. It must agree with conversation-row.css.

import type { Preferences } from "../../../standards/jmap/preferences.ts";

const STACKED = { comfortable: 88, standard: 76, compact: 50 } as const;
const ONE_LINE = { comfortable: 56, standard: 46, compact: 36 } as const;

export const ONE_LINE_FROM_PX = 704;

export function rowHeightPx(density: Preferences["density"], listWidthPx: number): number {
  return (listWidthPx >= ONE_LINE_FROM_PX ? ONE_LINE : STACKED)[density];
}
