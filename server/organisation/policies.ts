// What an organisation may set, with the documented defaults. Its row keeps only what differs.

import * as z from "zod";

import { calendarPolicySchema } from "./calendar-policy.ts";
import { lockoutPolicySchema, passwordPolicySchema } from "./password-policy.ts";

const hours = (number: number) => number * 3_600_000;

const contactSchema = z.object({
  /** Who helps, as people know them. */
  name: z.string(),
  telephone: z.string().optional(),
  /** Where to go in person. */
  place: z.string().optional(),
  hours: z.string().optional(),
});

export const policySchema = z.object({
  /** Whom to ask about signing in; stands on the sign-in page. */
  contact: contactSchema.optional(),
  /** Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT). */
  timeZone: z.string().default("Asia/Jakarta"),
  /** Bytes of mail that one account may keep. */
  quotaBytes: z
    .number()
    .int()
    .positive()
    .default(10 * 1024 ** 3),
  look: z
    .object({
      /** The one colour, as "#0a7d5c". */
      accent: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i)
        .optional(),
      /** Under the icon of the installed application. */
      shortName: z.string().min(1).max(24).optional(),
    })
    .prefault({}),
  notifications: z
    .object({
      /** What a notice of new mail may say on a locked screen: sender and subject, the sender alone, or only that there is some. */
      content: z.enum(["subject", "sender", "none"]).default("subject"),
    })
    .prefault({}),
  password: passwordPolicySchema.prefault({}),
  lockout: lockoutPolicySchema.prefault({}),
  calendar: calendarPolicySchema.prefault({}),
  session: z
    .object({
      /** Without any request, the session ends. */
      idleMs: z.number().int().positive().default(hours(8)),
      /** It ends in any case. */
      lifetimeMs: z
        .number()
        .int()
        .positive()
        .default(hours(7 * 24)),
      /** The same two on a public computer (R108). */
      publicIdleMs: z.number().int().positive().default(hours(0.25)),
      publicLifetimeMs: z.number().int().positive().default(hours(4)),
    })
    .prefault({}),
});

export type Policies = z.output<typeof policySchema>;
export type Contact = z.output<typeof contactSchema>;

export const defaultPolicies: Policies = policySchema.parse({});

/** The organisation's policies; `settings` is the jsonb of its row. Throws when what is stored is not valid. */
export function readPolicies(settings: Record<string, unknown>): Policies {
  return policySchema.parse(settings);
}
