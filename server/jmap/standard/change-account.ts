// One change of an account's records in one transaction, published after its commit.
import type { WriteTx } from "../../store/database.ts";
import { beginChange, finishChange, type AccountChange, type StateType } from "../../store/mail-account.ts";
import { accountNotFound, stateMismatch } from "../method-errors.ts";
import type { MethodCall } from "../method.ts";
import { change as noteChange, type SetRun } from "./set.ts";

/** `work` says whether anything has changed. It may be run again from its start after a deadlock. */
export async function changeAccount<T>(
  call: MethodCall,
  run: SetRun<T>,
  type: StateType,
  work: (tx: WriteTx, change: AccountChange) => Promise<boolean>,
): Promise<void> {
  const { accountId } = call.account;
  await noteChange(run, ({ ifInState }) =>
    call.db.write(async (tx) => {
      const change = await beginChange(tx, accountId);
      if (!change) throw accountNotFound();
      const oldState = change.before[type];
      if (ifInState !== undefined && ifInState !== oldState) throw stateMismatch();
      if (!(await work(tx, change))) return { outcome: "done" as const, oldState, newState: oldState };
      const states = await finishChange(tx, change, [type]);
      tx.afterCommit(() => call.deps.mail.changes.publish(accountId, states));
      return { outcome: "done" as const, oldState, newState: states[type] };
    }),
  );
}
