// Between the right password and the second step. What holds such a token can take that step and nothing else.

import type { AccountId } from "../base/ids.ts";
import type { ReadTx, WriteTx } from "./database.ts";
import { sql } from "./sql.ts";

export type PendingStage = "second-step" | "enrolment" | "passkey" | "new-password";

export interface PendingSignIn {
  /** Null at the stage "passkey" alone: nobody has said who they are. */
  accountId: AccountId | null;
  stage: PendingStage;
  /** Where to go afterwards. */
  next: string | null;
  challenge: string | null;
  /** Sealed. */
  totpSecret: Buffer | null;
  /** What was chosen on the way, for the session at its end. */
  publicComputer: boolean;
  trust: boolean;
  attemptsLeft: number;
}

const columns = sql`account_id as "accountId", stage, next, challenge, totp_secret as "totpSecret",
  public_computer as "publicComputer", trust, attempts_left as "attemptsLeft"`;

export async function insertPendingSignIn(
  tx: WriteTx,
  pending: Omit<PendingSignIn, "totpSecret" | "attemptsLeft"> & {
    tokenHash: Buffer;
    attempts: number;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { tokenHash, accountId, stage, next, challenge, publicComputer, trust, attempts, createdAt, expiresAt } =
    pending;
  await tx.run(sql`
    insert into pending_sign_in (token_hash, account_id, stage, next, challenge, public_computer, trust, attempts_left,
                                 created_at, expires_at)
    values (${tokenHash}, ${accountId}, ${stage}, ${next}, ${challenge}, ${publicComputer}, ${trust}, ${attempts},
            ${createdAt}, ${expiresAt})`);
}

/** Unless its time or its attempts are over, or the account is disabled. */
export function findPendingSignIn(tx: ReadTx, tokenHash: Buffer, now: Date): Promise<PendingSignIn | undefined> {
  return tx.row(sql<PendingSignIn>`
    select ${columns}
    from pending_sign_in left join account on account.id = account_id
    where token_hash = ${tokenHash} and expires_at > ${now} and attempts_left > 0
      and (account_id is null or account.state = 'active')`);
}

/** Takes one attempt before it is looked at, so that attempts at the same moment count; undefined when none is left. */
export function takePendingAttempt(tx: WriteTx, tokenHash: Buffer, now: Date): Promise<PendingSignIn | undefined> {
  return tx.row(sql<PendingSignIn>`
    update pending_sign_in set attempts_left = attempts_left - 1
    where token_hash = ${tokenHash} and expires_at > ${now} and attempts_left > 0
      and (account_id is null or exists (select 1 from account where account.id = account_id and state = 'active'))
    returning ${columns}`);
}

export async function updatePendingSignIn(
  tx: WriteTx,
  tokenHash: Buffer,
  change: { challenge: string } | { totpSecret: Buffer },
): Promise<void> {
  if ("challenge" in change) {
    await tx.run(sql`update pending_sign_in set challenge = ${change.challenge} where token_hash = ${tokenHash}`);
  } else {
    await tx.run(sql`update pending_sign_in set totp_secret = ${change.totpSecret} where token_hash = ${tokenHash}`);
  }
}

/** False when it was gone: somebody else finished it. */
export async function deletePendingSignIn(tx: WriteTx, tokenHash: Buffer): Promise<boolean> {
  return (await tx.run(sql`delete from pending_sign_in where token_hash = ${tokenHash}`)) === 1;
}

export async function deletePendingSignInsOf(tx: WriteTx, accountId: AccountId): Promise<void> {
  await tx.run(sql`delete from pending_sign_in where account_id = ${accountId}`);
}
