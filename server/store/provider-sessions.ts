// What a provider vouched for: sessions, and sign-ins whose second step is still to come. And what can be used only once.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import type { Identity } from "./identity-providers.ts";
import { sql } from "./sql.ts";

export interface Vouched extends Identity {
  /** Of the session over there. */
  sid: string | null;
  /** Sealed. */
  idToken: Buffer | null;
  /** When the person proved who they are over there; null: not known. */
  provenAt: Date | null;
}

export async function insertProviderSession(
  tx: WriteTx,
  vouched: Vouched,
  { session, pending }: { session?: Buffer; pending?: Buffer },
): Promise<void> {
  const { providerId, issuer, subject, sid, idToken, provenAt } = vouched;
  await tx.run(sql`
    insert into provider_session (provider_id, issuer, subject, sid, id_token, proven_at, session_hash, pending_hash)
    values (${providerId}, ${issuer}, ${subject}, ${sid}, ${idToken}, ${provenAt}, ${session ?? null}, ${pending ?? null})`);
}

/** Of a session or of a step, by the hash of its token. */
export function findVouched(tx: ReadTx, tokenHash: Buffer): Promise<Vouched | undefined> {
  return tx.row(sql<Vouched>`
    select provider_id as "providerId", issuer, subject, sid, id_token as "idToken", proven_at as "provenAt"
    from provider_session where session_hash = ${tokenHash} or pending_hash = ${tokenHash}`);
}

/** Ends the sessions of a subject, of one session over there, or where both agree; gives whose they were. */
export async function endProviderSessions(
  tx: WriteTx,
  { providerId, issuer }: Pick<Identity, "providerId" | "issuer">,
  { subject, sid }: { subject?: string; sid?: string },
): Promise<{ accountId: AccountId; tokenHash: Buffer }[]> {
  const which = sql`
    provider_id = ${providerId} and issuer = ${issuer}
      and (${subject ?? null}::text is null or subject = ${subject ?? null})
      and (${sid ?? null}::text is null or sid = ${sid ?? null})`;
  await tx.run(sql`
    delete from pending_sign_in where token_hash in (select pending_hash from provider_session where ${which})`);
  return tx.rows(sql<{ accountId: AccountId; tokenHash: Buffer }>`
    delete from session where token_hash in (select session_hash from provider_session where ${which})
    returning account_id as "accountId", token_hash as "tokenHash"`);
}

/** False when it was spent before. */
export async function spendToken(
  tx: WriteTx,
  { purpose, key, expiresAt }: { purpose: string; key: Buffer; expiresAt: Date },
): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into spent_token (purpose, key, expires_at) values (${purpose}, ${key}, ${expiresAt}) on conflict do nothing`);
  return inserted === 1;
}

/** Removes those that would be refused for their age. */
export async function forgetSpentTokens(tx: WriteTx, now: Date): Promise<number> {
  return tx.run(sql`delete from spent_token where expires_at <= ${now}`);
}
