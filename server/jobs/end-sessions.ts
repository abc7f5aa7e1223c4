// Removes the rows of sessions that have ended, by their age or by lying idle for longer than any policy allows.

import { idleLimitsOf } from "../auth/session-limits.ts";
import type { Clock } from "../base/clock.ts";
import { readPolicies } from "../organisation/policies.ts";
import type { Database } from "../store/database.ts";
import { listOrganisations } from "../store/organisations.ts";
import { forgetSpentTokens } from "../store/provider-sessions.ts";
import { deleteEndedSessions } from "../store/sessions.ts";
import type { Job } from "./start-jobs.ts";

export function endSessionsJob({ db, clock }: { db: Database; clock: Clock }): Job {
  return {
    name: "end-sessions",
    everyMs: 10 * 60_000,
    async run() {
      const organisations = await db.read(listOrganisations);
      const policies = organisations.map(({ settings }) => readPolicies(settings).session);
      const longest = (which: "idleMs" | "publicIdleMs") => Math.max(0, ...policies.map((policy) => policy[which]));
      const now = clock.now();
      const limits = idleLimitsOf({ idleMs: longest("idleMs"), publicIdleMs: longest("publicIdleMs") }, now);
      const ended = await db.write((tx) => deleteEndedSessions(tx, new Date(now), limits));
      await db.write((tx) => forgetSpentTokens(tx, new Date(now)));
      return { ended };
    },
  };
}
