// The height of a row, the one number that the virtual list needs. It must agree with conversation-row.css.

import type { Preferences } from "../../../standards/jmap/preferences.ts";

const STACKED = { comfortable: 88, standard: 76, compact: 50 } as const;
const ONE_LINE = { comfortable: 56, standard: 46, compact: 36 } as const;

const ONE_LINE_FROM_PX = 704;

/** Nothing to lay out, names above subject and preview, or with room all in one line. */
export type RowShape = "hidden" | "stacked" | "oneLine";

export function rowShape(listWidthPx: number): RowShape {
  if (listWidthPx <= 0) return "hidden";
  return listWidthPx >= ONE_LINE_FROM_PX ? "oneLine" : "stacked";
}

export function rowHeightPx(density: Preferences["density"], shape: RowShape): number {
  return (shape === "oneLine" ? ONE_LINE : STACKED)[density];
}
