// A clock that moves only when a test moves it.

import type { Clock } from "../../server/base/clock.ts";

export interface TestClock extends Clock {
  advance(milliseconds: number): void;
  set(time: number | string): void;
}

/** Starts at `start`: an instant such as "2026-03-02T08:00:00+07:00" or milliseconds since 1970. */
export function createTestClock(start: number | string = "2026-03-02T08:00:00+07:00"): TestClock {
  let time = toMilliseconds(start);
  return {
    now: () => time,
    advance: (milliseconds) => void (time += milliseconds),
    set: (to) => void (time = toMilliseconds(to)),
  };
}

function toMilliseconds(time: number | string): number {
  return typeof time === "number" ? time : Temporal.Instant.from(time).epochMilliseconds;
}
