// One dance with an OpenID provider: what the browser keeps of it while it is away, sealed, so that the answer is taken only from
// the browser that asked, once, within minutes, and only from the provider that was asked.

import * as z from "zod";

import type { Clock } from "../../base/clock.ts";
import type { SecretBox } from "../secret-box.ts";

export const ATTEMPT_MINUTES = 10;
const MAX_NEXT = 1000;
const CONTEXT = "single sign-on attempt";

const schema = z.object({
  provider: z.number().int(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Signing in, tying the identity to an account that is signed in, or showing again who one is. */
  purpose: z.enum(["sign-in", "link", "prove"]),
  /** Who is signed in, for the last two. */
  account: z.number().int().optional(),
  next: z.string().optional(),
  /** R108: said before leaving. */
  isPublicComputer: z.boolean().default(false),
  begunAt: z.number(),
});

export type Attempt = z.output<typeof schema>;

/** For the cookie. */
export function sealAttempt(secrets: SecretBox, attempt: Attempt): string {
  const { next = "", ...rest } = attempt;
  const kept: Attempt = next !== "" && next.length <= MAX_NEXT ? { ...rest, next } : rest;
  return secrets.seal(Buffer.from(JSON.stringify(kept)), CONTEXT).toString("base64url");
}

/** Undefined when it is none of ours, or too old. */
export function openAttempt(secrets: SecretBox, clock: Clock, cookie: string): Attempt | undefined {
  if (!/^[\w-]{40,4000}$/.test(cookie)) return undefined;
  let text: string;
  try {
    text = secrets.open(Buffer.from(cookie, "base64url"), CONTEXT).toString("utf8");
  } catch {
    // Not sealed by us: no attempt at all.
    return undefined;
  }
  const attempt = schema.parse(JSON.parse(text));
  const age = clock.now() - attempt.begunAt;
  return age >= 0 && age <= ATTEMPT_MINUTES * 60_000 ? attempt : undefined;
}
