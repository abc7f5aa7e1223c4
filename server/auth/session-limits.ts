// When a session that nobody uses is over: after the idle time of its kind, and on a public computer soon after its last window
// was closed.

import type { Policies } from "../organisation/policies.ts";
import type { IdleLimits, SessionHolder } from "../store/sessions.ts";

/** A page that is left for another of ours, or loaded again, tells of its closing as well: until then the next one may come. */
const CLOSING_MS = 15_000;

export function isSessionIdle(
  { lastUsedAt, isPublicComputer, closingAt }: Pick<SessionHolder, "lastUsedAt" | "isPublicComputer" | "closingAt">,
  limits: IdleLimits,
): boolean {
  if (closingAt && closingAt < limits.closedSince) return true;
  return lastUsedAt < (isPublicComputer ? limits.publicIdleSince : limits.idleSince);
}

export function idleLimitsOf(
  { idleMs, publicIdleMs }: Pick<Policies["session"], "idleMs" | "publicIdleMs">,
  nowMs: number,
): IdleLimits {
  return {
    idleSince: new Date(nowMs - idleMs),
    publicIdleSince: new Date(nowMs - publicIdleMs),
    closedSince: new Date(nowMs - CLOSING_MS),
  };
}
