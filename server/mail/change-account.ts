// The frame of every change of one account's mail: lock, compare the state, work, number, publish after commit.
import type { AccountId } from "../base/ids.ts";
import type { WriteTx } from "../store/database.ts";
import { beginChange, finishChange, type AccountChange, type StateType } from "../store/mail-account.ts";
import type { Mail } from "./mail.ts";

export type ChangeOutcome<T> =
  | { outcome: "stateMismatch" }
  | { outcome: "done"; oldState: number; newState: number; result: T };

export interface ChangeOptions {
  /** The type whose state is compared and reported. */
  type: StateType;
  ifInState?: number | undefined;
}

/** `work` says which types it changed: with none, nothing is numbered and nobody is told. Throws for an unknown account. */
export async function changeAccount<T>(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  { type, ifInState }: ChangeOptions,
  work: (tx: WriteTx, change: AccountChange) => Promise<{ touched: readonly StateType[]; result: T }>,
): Promise<ChangeOutcome<T>> {
  return mail.db.write(async (tx) => {
    const change = await beginChange(tx, accountId);
    if (change === undefined) throw new Error(`there is no mail account ${accountId}`);
    const oldState = change.before[type];
    if (ifInState !== undefined && ifInState !== oldState) return { outcome: "stateMismatch" };
    const { touched, result } = await work(tx, change);
    if (touched.length === 0) return { outcome: "done", oldState, newState: oldState, result };
    const after = await finishChange(tx, change, touched);
    tx.afterCommit(() => mail.changes.publish(accountId, after));
    return { outcome: "done", oldState, newState: after[type], result };
  });
}
