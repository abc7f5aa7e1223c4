// What a method is, and what it gets when it is called.
import type { Capability } from "../../standards/jmap/capabilities.ts";
import type { AccountId } from "../base/ids.ts";
import type { Principal } from "../auth/principal.ts";
import type { Database, ReadTx } from "../store/database.ts";
import type { AccountStates } from "../store/mail-account.ts";
import type { Account } from "./account-access.ts";
import type { JmapDependencies } from "./dependencies.ts";
import type { ArgumentShape } from "./guards.ts";
import type { AskedNext, ReadNotes } from "./read-notes.ts";

/** What the caller needs on the account that the arguments name; "self": the method is about the caller and names none. */
export type Right = "self" | "read" | "write" | "submit";

export interface Method<Arguments = never> {
  capability: Capability;
  right: Right;
  /** "read" runs on the one connection that reads next to each other share; "nothing" needs no database. */
  effect: "nothing" | "read" | "write";
  /** Reads rows only, and not many: it may be under way beside another read. */
  isLight?: true;
  /** Also names `fromAccountId`, which is read. */
  from?: true;
  arguments: ArgumentShape;
  run(call: MethodCall, args: Arguments): Promise<object>;
}

/** One call that is being answered. */
export interface MethodCall {
  readonly deps: JmapDependencies;
  readonly principal: Principal;
  readonly using: ReadonlySet<string>;
  /** The account of the arguments. For a right of "self" the caller's own. */
  readonly account: Account;
  /** Of `fromAccountId`; otherwise the same as `account`. */
  readonly fromAccount: Account;
  /** Reads on the connection of this call. Never wait for another connection inside: requests could wait for each other. */
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
  readonly db: Database;
  /** The states of an account as they were before anything was read; forgotten after each write of the request. */
  states(accountId: AccountId): Promise<AccountStates>;
  /** Notes states that are being read by the way, unless they are known already; call before anything else is read. */
  noteStates(accountId: AccountId, states: Promise<AccountStates>): void;
  /** Whether `states` would answer without asking the database. */
  hasStates(accountId: AccountId): boolean;
  /** By creation id, of this request and of its `createdIds`. */
  readonly created: Map<string, string>;
  /** Runs another method after this one, with the same call id (RFC 8621 §7.5). */
  runNext(name: string, args: Record<string, unknown>): void;
  /** Found by other reads of the same run on the same account: a next call need not ask again. */
  readonly notes: ReadNotes;
  /** What calls after this one ask about what it finds. */
  readonly asksNext: AskedNext;
}

/** A method with its arguments' type, which its `arguments` prove before `run` is called. */
export function defineMethod<Arguments>(method: Method<Arguments>): Method {
  return method;
}
