// Ends a session, whoever shows its token.

import type { Clock } from "../base/clock.ts";
import { insertAuditEvent } from "../store/audit.ts";
import type { Database } from "../store/database.ts";
import { deleteSession } from "../store/sessions.ts";
import { hashSessionToken } from "./session-token.ts";

/** Resolves to the hash of the session that ended, in hexadecimal; undefined when there was none (any more). */
export async function signOut(
  { db, clock }: { db: Database; clock: Clock },
  request: { token: string; networkAddress: string; device: string },
): Promise<string | undefined> {
  const tokenHash = hashSessionToken(request.token);
  if (tokenHash === undefined) return undefined;
  return db.write(async (tx) => {
    const ended = await deleteSession(tx, tokenHash);
    if (ended === undefined) return undefined;
    await insertAuditEvent(tx, {
      at: new Date(clock.now()),
      actorAccountId: ended.accountId,
      subjectAccountId: ended.accountId,
      action: "signOut",
      outcome: "success",
      networkAddress: request.networkAddress,
      device: request.device.slice(0, 200),
    });
    return tokenHash.toString("hex");
  });
}
