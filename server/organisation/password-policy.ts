// What an organisation may set about passwords and wrong attempts, with the documented defaults. BSSN 4/2021 article 27 asks
// for length, classes, lifetime and a maximum of wrong attempts; KMK 942/2019 has 90 working days. Agencies differ in all else.

import * as z from "zod";

const days = (minimum: number, maximum: number) => z.number().int().min(minimum).max(maximum);

const lifetimeSchema = z.discriminatedUnion("unit", [
  z.object({ unit: z.literal("workingDays"), days: days(1, 1000) }),
  z.object({ unit: z.literal("calendarDays"), days: days(1, 1500) }),
  /** Passwords do not expire. */
  z.object({ unit: z.literal("unlimited") }),
]);

export const passwordPolicySchema = z.object({
  /** Characters; never below 8. */
  minimumLength: z.number().int().min(8).max(64).default(12),
  /** How many of lower case, upper case, digits, others. */
  minimumClasses: z.number().int().min(1).max(4).default(3),
  /** From this length on a passphrase of plain words needs no classes. */
  passphraseLength: z.number().int().min(16).max(64).default(20),
  /** 0 (guessed at once) to 4 (very strong), as estimated with lists of common passwords, words and names. */
  minimumStrength: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(3),
  /** How many earlier passwords may not come back, besides the present one. */
  historyCount: z.number().int().min(0).max(24).default(5),
  /** The day of the change is day 0; the password is good to the end of the last day. */
  lifetime: lifetimeSchema.default({ unit: "workingDays", days: 90 }),
  /** Working days after the last day on which signing in still works, but only to a new password; then the account goes off. */
  graceDays: days(0, 60).default(5),
  /** A date that was announced comes no nearer than this many working days after its new announcement. */
  noticeDays: days(1, 60).default(5),
  /** Reminders, in working days before the last day. */
  reminderDays: z.array(days(1, 60)).max(8).default([14, 7, 3, 1]),
});

export const lockoutPolicySchema = z.object({
  /** Wrong attempts within the window that lock the account for the network address they come from. */
  attempts: z.number().int().min(3).max(100).default(10),
  windowMinutes: z.number().int().min(1).max(1440).default(15),
  /** From this attempt on each answer waits, twice as long each time, up to the maximum. */
  delayedFrom: z.number().int().min(1).max(100).default(4),
  firstDelaySeconds: z.number().min(0).max(60).default(1),
  maximumDelaySeconds: z.number().min(0).max(300).default(30),
  /** A timed lock ends by itself (and earlier when IT support ends it), a manual one only by IT support. */
  unlock: z.enum(["timed", "manual"]).default("timed"),
  lockMinutes: z.number().int().min(1).max(1440).default(15),
});

export type PasswordPolicy = z.output<typeof passwordPolicySchema>;
export type LockoutPolicy = z.output<typeof lockoutPolicySchema>;

/** `settings` is the jsonb of the organisation's row. Throws when what is stored is not valid. */
export function readPasswordPolicy(settings: Record<string, unknown>): PasswordPolicy {
  return passwordPolicySchema.parse(settings.password ?? {});
}
