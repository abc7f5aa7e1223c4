// OpenID Connect Back-Channel Logout 1.0: the provider says that somebody signed out over there, so the sessions that it vouched for
// end here.

import { createHash } from "node:crypto";

import { insertAuditEvent } from "../../store/audit.ts";
import { endProviderSessions, spendToken } from "../../store/provider-sessions.ts";
import { findOpenIdProvider, type SingleSignOnDependencies } from "./openid-sign-in.ts";
import { OpenIdFailure, type LogoutToken } from "./openid.ts";

/** How long a token that was used is remembered: longer than one is taken. */
const REMEMBERED_MS = 3_600_000;

/** `unavailable`: the provider's keys cannot be had; it may come again. */
export type BackChannelResult =
  | { outcome: "done"; ended: number }
  | { outcome: "invalid" }
  | { outcome: "unavailable" };

export async function endByBackChannel(
  dependencies: SingleSignOnDependencies,
  { providerId, token, networkAddress }: { providerId: number; token: string; networkAddress: string },
): Promise<BackChannelResult> {
  const { db, clock, openId, cache, log } = dependencies;
  const provider = await findOpenIdProvider(db, providerId);
  if (!provider || !openId) return { outcome: "invalid" };
  let logout: LogoutToken;
  try {
    logout = await openId.readLogoutToken(provider, token);
  } catch (error) {
    if (!(error instanceof OpenIdFailure)) throw error;
    log?.warn({ provider: providerId, kind: error.kind, reason: error.message }, "a logout token was refused");
    return { outcome: error.kind === "unavailable" ? "unavailable" : "invalid" };
  }
  const { issuer, subject, sid, jti } = logout;
  const now = new Date(clock.now());
  const key = createHash("sha256").update(`${providerId} ${issuer} ${jti}`).digest();
  const ended = await db.write(async (tx) => {
    const expiresAt = new Date(now.getTime() + REMEMBERED_MS);
    if (!(await spendToken(tx, { purpose: "logout token", key, expiresAt }))) return undefined;
    const sessions = await endProviderSessions(tx, { providerId, issuer }, { subject, sid });
    for (const accountId of new Set(sessions.map((one) => one.accountId))) {
      await insertAuditEvent(tx, {
        at: now,
        organisationId: provider.organisationId,
        subjectAccountId: accountId,
        action: "providerSignOut",
        outcome: "success",
        networkAddress,
        detail: { provider: provider.name, ended: sessions.filter((one) => one.accountId === accountId).length },
      });
    }
    return sessions;
  });
  if (!ended) return { outcome: "invalid" };
  for (const { tokenHash } of ended) {
    const sessionHash = tokenHash.toString("hex");
    cache.forget({ sessionHash });
  }
  return { outcome: "done", ended: ended.length };
}
