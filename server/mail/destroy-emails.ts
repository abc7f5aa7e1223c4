// Removes emails from an account. The journal keeps what was received and sent (invariant: delete hides).
import type { AccountId, EmailId } from "../base/ids.ts";
import { readEmailStates, removeEmails, type EmailState } from "../store/change-emails.ts";
import type { WriteTx } from "../store/database.ts";
import type { AccountChange } from "../store/mail-account.ts";
import { recountThreads } from "../store/mailbox-counts.ts";
import { changeAccount } from "./change-account.ts";
import type { Mail } from "./mail.ts";

export type EmailDestroyOutcome =
  | { outcome: "stateMismatch" }
  | { outcome: "done"; oldState: number; newState: number; destroyed: EmailId[]; notFound: EmailId[] };

/** One transaction. `destroyed` and `notFound` are in the order of `ids`. */
export async function destroyEmails(
  mail: Pick<Mail, "db" | "changes">,
  accountId: AccountId,
  ids: readonly EmailId[],
  { ifInState }: { ifInState?: number } = {},
): Promise<EmailDestroyOutcome> {
  const changed = await changeAccount(mail, accountId, { type: "email", ifInState }, async (tx, change) => {
    const states = await readEmailStates(tx, accountId, ids);
    const result = {
      destroyed: [...new Set(ids)].filter((id) => states.has(id)),
      notFound: ids.filter((id) => !states.has(id)),
    };
    if (states.size === 0) return { touched: [], result };
    await destroyIn(tx, change, [...states.values()]);
    return { touched: ["email", "thread", "mailbox"], result };
  });
  if (changed.outcome === "stateMismatch") return changed;
  const { oldState, newState, result } = changed;
  return { outcome: "done", oldState, newState, ...result };
}

/** Within a change that touches email, thread and mailbox. */
export async function destroyIn(tx: WriteTx, change: AccountChange, states: readonly EmailState[]): Promise<void> {
  await removeEmails(tx, change, states);
  await recountThreads(tx, change, [...new Set(states.map(({ threadId }) => threadId))]);
}
