// Every use of a mailbox that is not one's own goes into the audit trail, before it is answered. One row a minute for the same
// person, mailbox and method says as much as one for each of a hundred requests.

import type { Clock } from "../base/clock.ts";
import type { AccountId, OrganisationId } from "../base/ids.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";

export interface ForeignAccess {
  actorAccountId: AccountId;
  organisationId: OrganisationId;
  subjectAccountId: AccountId;
  /** What was done, as "Email/get" or "download". */
  method: string;
}

const SAME_MS = 60_000;
const MAX_KEPT = 50_000;

/** The returned function resolves when the row is committed; when it rejects, the access must not be answered. */
export function createForeignAccessRecorder(options: {
  db: Database;
  clock: Clock;
}): (access: ForeignAccess) => Promise<void> {
  const { db, clock } = options;
  const recorded = new Map<string, { at: number; written: Promise<void> }>();

  return async ({ actorAccountId, organisationId, subjectAccountId, method }) => {
    const now = clock.now();
    const key = `${actorAccountId} ${subjectAccountId} ${method}`;
    const earlier = recorded.get(key);
    if (earlier && now >= earlier.at && now - earlier.at < SAME_MS) return earlier.written;
    const event = { organisationId, actorAccountId, subjectAccountId, detail: { method } } as const;
    const written = db.write((tx) =>
      insertAuditEvent(tx, { ...event, at: new Date(now), action: "foreignAccess", outcome: "success" }),
    );
    recorded.delete(key);
    recorded.set(key, { at: now, written });
    written.catch(() => recorded.delete(key));
    for (const [oldest, { at }] of recorded) {
      if (recorded.size <= MAX_KEPT && now - at < SAME_MS) break;
      recorded.delete(oldest);
    }
    return written;
  };
}
