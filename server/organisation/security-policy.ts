// What an organisation may set about second factors, recovery and remembered browsers, with the documented defaults.

import * as z from "zod";

import { lockoutPolicySchema, type LockoutPolicy } from "./password-policy.ts";

/** `off`: never asked. `optional`: asked of whoever has set one up. `required`: whoever has none sets one up when signing in. */
const rule = z.enum(["off", "optional", "required"]).default("optional");

export const securityPolicySchema = z.object({
  /** By role. */
  secondFactor: z.object({ employee: rule, administrator: rule, "service-desk": rule, partner: rule }).prefault({}),
  /** How long a trusted browser is not asked for the second step; 0: it always is. */
  trustDays: z.number().int().min(0).max(365).default(30),
  /** How long a browser counts as the person's own, which others' wrong attempts do not shut out. */
  rememberDays: z.number().int().min(0).max(730).default(180),
  /** Changing how one signs in asks for the password again when the last proof is older. */
  stepUpMinutes: z.number().int().min(1).max(120).default(10),
  resetLinkMinutes: z.number().int().min(5).max(240).default(30),
  /** How long a one-time code of the desk opens the first sign-in. */
  activationHours: z.number().int().min(1).max(336).default(24),
  /** How long an initial password that a command made opens the first sign-in: it travels in a letter. */
  initialPasswordHours: z.number().int().min(1).max(2160).default(336),
  /**
   * Links to a new password that one network may ask for in an hour, whatever the accounts: a whole agency may be behind one address.
   * Each account has a limit of its own besides.
   */
  resetRequestsPerHour: z.number().int().min(10).max(100_000).default(300),
  codeMinutes: z.number().int().min(2).max(60).default(10),
});

export type SecurityPolicy = z.output<typeof securityPolicySchema>;

/** `settings` is the jsonb of the organisation's row. Throws when what is stored is not valid. */
export function readSecurityPolicy(settings: Record<string, unknown>): SecurityPolicy {
  return securityPolicySchema.parse(settings.security ?? {});
}

export function readLockoutPolicy(settings: Record<string, unknown>): LockoutPolicy {
  return lockoutPolicySchema.parse(settings.lockout ?? {});
}
