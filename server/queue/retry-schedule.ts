// When to try again, RFC 5321 §4.5.4.1: soon at first, then ever more rarely, for as long as the message lives.

const minute = 60_000;
const intervals = [1, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * minute);

/** RFC 5321 §4.5.4.1 suggests to tell the sender after some hours. */
export const delayNoticeMs = 4 * 60 * minute;

/** After `attempts` failures; up to a tenth later than the schedule says, so that what failed together does not return together. */
export function nextAttemptAt(attempts: number, now: Date, random: () => number): Date {
  const interval = intervals[Math.min(attempts, intervals.length) - 1] ?? minute;
  return new Date(now.getTime() + Math.round(interval * (1 + random() / 10)));
}
