// The days and months that a list is grouped under. Asked for each row that is drawn, so what was formatted once is kept: all
// time zones differ by whole quarters of an hour, so within a quarter there is one answer.

import type { Format } from "../../i18n/format.ts";

const QUARTER_MS = 15 * 60_000;
const MAX_KEPT = 5000;

/** `now` is part of the answer: make another when the minute moves on. */
export function createDayGroups(format: Pick<Format, "dayGroup">, now: Date): (receivedAt: string) => string {
  const kept = new Map<number, string>();
  return (receivedAt) => {
    const ms = Date.parse(receivedAt);
    const quarter = Math.floor(ms / QUARTER_MS);
    let group = kept.get(quarter);
    if (group === undefined) {
      if (kept.size > MAX_KEPT) kept.clear();
      group = format.dayGroup(new Date(ms), now);
      kept.set(quarter, group);
    }
    return group;
  };
}
