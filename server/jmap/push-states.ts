// The states that are pushed, and where a client that was away had got to: RFC 8620 §7.
import { pushTypes, type PushType, type TypeStates } from "../../standards/jmap/push.ts";
import type { AccountId } from "../base/ids.ts";
import type { AccountStates, StateType } from "../store/mail-account.ts";
import { formatAccountId } from "./ids.ts";

const stateOf: Record<PushType, StateType> = {
  Mailbox: "mailbox",
  Thread: "thread",
  Email: "email",
  EmailDelivery: "delivery",
  Identity: "identity",
  EmailSubmission: "submission",
  Preferences: "preferences",
  VacationResponse: "vacation",
};

/** The states of the types that are wanted, or of those of them that are newer than `since`. */
export function changedStates(
  accountId: AccountId,
  states: AccountStates,
  types: ReadonlySet<string> | null,
  since = -1,
): TypeStates | undefined {
  const changed: Record<string, string> = {};
  for (const type of pushTypes) {
    const state = states[stateOf[type]];
    if ((types === null || types.has(type)) && state > since) changed[type] = String(state);
  }
  return Object.keys(changed).length > 0 ? { [formatAccountId(accountId)]: changed } : undefined;
}

/** The newest of all changes that these states tell of. */
export function newestOf(states: AccountStates): number {
  return Math.max(...Object.values(states));
}

/** An event's id: how far each account had come, as "a1-57,a9-12". */
export function formatEventId(seen: ReadonlyMap<AccountId, number>): string {
  return [...seen].map(([accountId, modseq]) => `${formatAccountId(accountId)}-${modseq}`).join(",");
}

/** Accounts that the id does not name are absent; what is no id of ours names none. */
export function parseEventId(id: string): Map<string, number> {
  const seen = new Map<string, number>();
  if (id.length > 10_000) return seen;
  for (const entry of id.split(",")) {
    const match = /^(a\d{1,15})-(\d{1,15})$/.exec(entry);
    if (match) seen.set(match[1]!, Number(match[2]));
  }
  return seen;
}
