// Runs the calls of one request in order (RFC 8620 §3.3 to §3.7). Reads that stand next to each other share one connection;
// a write never runs while the request holds one, so that requests cannot wait for each other's connections.
import type { Invocation, Request, Response } from "../../standards/jmap/request.ts";
import { hasReferences, resolveReferences } from "../../standards/jmap/result-reference.ts";
import { isOutOfService } from "../base/errors.ts";
import { createErrorId, type AccountId } from "../base/ids.ts";
import type { Principal } from "../auth/principal.ts";
import type { ReadTx } from "../store/database.ts";
import { statesOf, type AccountStates } from "../store/mail-account.ts";
import type { Account, AccountAccess } from "./account-access.ts";
import type { JmapDependencies } from "./dependencies.ts";
import { checkArguments } from "./guards.ts";
import { formatAccountId, parseAccountId } from "./ids.ts";
import { readable } from "./json-list.ts";
import {
  accountNotFound,
  accountReadOnly,
  forbidden,
  fromAccountNotFound,
  invalidArguments,
  MethodFailure,
  serverFail,
  serverUnavailable,
  unknownMethod,
} from "./method-errors.ts";
import type { Method, MethodCall } from "./method.ts";
import { methods } from "./methods.ts";
import { asksNext, createReadNotes, type AskedNext, type ReadNotes } from "./read-notes.ts";
import { sessionState } from "./session.ts";

/** One request that is being answered. */
interface Running {
  deps: JmapDependencies;
  principal: Principal;
  accounts: readonly Account[];
  using: ReadonlySet<string>;
  responses: Invocation[];
  created: Map<string, string>;
  states: Map<AccountId, Promise<AccountStates>>;
  notes: Map<AccountId, ReadNotes>;
  audited: Set<string>;
  /** The connection of reads next to each other. */
  tx: ReadTx | undefined;
}

type Call = [name: string, args: Record<string, unknown>, callId: string];

/** Answers every call; rejects only when not even the caller's accounts can be read. `request` has been checked. */
export async function dispatch(
  { deps, access }: { deps: JmapDependencies; access: AccountAccess },
  principal: Principal,
  request: Request,
): Promise<Response> {
  const accounts = await access.list(principal);
  const running: Running = {
    deps,
    principal,
    accounts,
    using: new Set(request.using),
    responses: [],
    created: new Map(Object.entries(request.createdIds ?? {})),
    states: new Map(),
    notes: new Map(),
    audited: new Set(),
    tx: undefined,
  };
  await runAll(running, request.methodCalls);
  return {
    methodResponses: running.responses,
    ...(request.createdIds && { createdIds: Object.fromEntries(running.created) }),
    sessionState: sessionState(accounts, deps),
  };
}

async function runAll(running: Running, calls: readonly Call[]): Promise<void> {
  for (let at = 0; at < calls.length;) {
    let end = at;
    while (end < calls.length && isPlainRead(running, calls[end]!)) end += 1;
    if (end === at) {
      await runCall(running, calls[at]!);
      at += 1;
    } else {
      await runReads(running, calls.slice(at, end));
      at = end;
    }
  }
}

/** Which account a read is about must be known before a connection is held: the audit trail needs one of its own. */
function isPlainRead(running: Running, [name, args]: Call): boolean {
  return findMethod(running, name)?.effect === "read" && !("#accountId" in args) && !("#fromAccountId" in args);
}

async function runReads(running: Running, calls: readonly Call[]): Promise<void> {
  let answered = 0;
  try {
    for (const [name, args] of calls) await auditForeign(running, name, args);
    await running.deps.mail.db.read(async (tx) => {
      running.tx = tx;
      while (answered < calls.length) {
        const end = endOfGroup(running, calls, answered);
        const group = calls
          .slice(answered, end)
          .map((call, place) => ({ call, asked: asksNext(calls, answered + place) }));
        const answers = await Promise.all(group.map(({ call, asked }) => answerCall(running, call, asked)));
        running.responses.push(...answers.map(({ response }) => response));
        answered = end;
      }
    });
  } catch (error) {
    // No connection was to be had: each call that waits for one fails.
    const failure = describeFailure(running, error, calls[answered]?.[0]);
    for (const [, , callId] of calls.slice(answered)) running.responses.push(["error", failure, callId]);
  } finally {
    running.tx = undefined;
    running.notes.clear();
  }
}

/** Calls that wait for nothing are under way together, so that their statements are: light ones, and one that may not be. */
function endOfGroup(running: Running, calls: readonly Call[], start: number): number {
  let heavy = 0;
  let end = start;
  for (; end < calls.length; end++) {
    const [name, args] = calls[end]!;
    if (!findMethod(running, name)?.isLight) heavy += 1;
    if (heavy > 1 || (end > start && hasReferences(args))) break;
  }
  return end;
}

async function runCall(running: Running, call: Call): Promise<void> {
  const { response, next } = await answerCall(running, call);
  running.responses.push(response);
  for (const following of next) await runCall(running, following);
}

/** `next` is what is to be run after it, under its id. */
async function answerCall(
  running: Running,
  [name, given, callId]: Call,
  asked: AskedNext = "nothing",
): Promise<{ response: Invocation; next: Call[] }> {
  const next: Call[] = [];
  try {
    const method = findMethod(running, name);
    if (!method) throw unknownMethod();
    const args = resolve(given, running.responses);
    checkArguments(method.arguments, args);
    if (!running.tx) await auditForeign(running, name, args);
    const runNext: MethodCall["runNext"] = (name, following) => void next.push([name, following, callId]);
    const call = startCall(running, method, args, { runNext, asksNext: asked });
    if (method.effect === "write") running.states.clear();
    try {
      return { response: [name, (await method.run(call, args as never)) as Record<string, unknown>, callId], next };
    } finally {
      if (method.effect === "write") running.states.clear();
    }
  } catch (error) {
    return { response: ["error", describeFailure(running, error, name), callId], next };
  }
}

/** RFC 8620 §3.6.2: a method of a capability that the request does not use is unknown to it. */
function findMethod(running: Running, name: string): Method | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && running.using.has(method.capability) ? method : undefined;
}

function resolve(args: Record<string, unknown>, responses: readonly Invocation[]): Record<string, unknown> {
  const resolved = resolveReferences(args, responses, readable);
  if ("problem" in resolved) throw new MethodFailure(resolved.problem.type, resolved.problem.description);
  return resolved.args;
}

function startCall(
  running: Running,
  method: Method,
  args: Record<string, unknown>,
  rest: Pick<MethodCall, "runNext" | "asksNext">,
): MethodCall {
  const { deps, principal, using, created, tx } = running;
  const account = findAccount(running, method, args);
  const { db } = deps.mail;
  const read: MethodCall["read"] = (work) => (tx ? work(tx) : db.read(work));
  return {
    deps,
    principal,
    using,
    account,
    fromAccount: method.from ? findFromAccount(running, args) : account,
    read,
    db,
    states(accountId) {
      let states = running.states.get(accountId);
      if (!states) running.states.set(accountId, (states = read((reader) => readStates(reader, accountId))));
      return states;
    },
    noteStates(accountId, states) {
      // Whoever asks for them hears of a failure; perhaps nobody does.
      states.catch(() => undefined);
      if (!running.states.has(accountId)) running.states.set(accountId, states);
    },
    hasStates: (accountId) => running.states.has(accountId),
    created,
    notes: notesOf(running, account.accountId),
    ...rest,
  };
}

function notesOf({ notes }: Running, accountId: AccountId): ReadNotes {
  let found = notes.get(accountId);
  if (!found) notes.set(accountId, (found = createReadNotes()));
  return found;
}

async function readStates(tx: ReadTx, accountId: AccountId): Promise<AccountStates> {
  const states = await statesOf(tx, accountId);
  if (!states) throw accountNotFound();
  return states;
}

/** Deny by default: an account that is not in the caller's list does not exist for them. */
function findAccount({ accounts }: Running, { right }: Method, args: Record<string, unknown>): Account {
  if (right === "self") {
    const own = accounts.find((account) => account.isOwn);
    if (!own) throw accountNotFound();
    return own;
  }
  if (typeof args.accountId !== "string") throw invalidArguments("accountId is missing");
  const id = parseAccountId(args.accountId);
  const account = accounts.find((candidate) => candidate.accountId === id);
  if (!account) throw accountNotFound();
  if (right === "write" && !account.mayWrite) throw accountReadOnly();
  if (right === "submit" && !account.maySubmit) throw forbidden("you may not send for this account");
  return account;
}

function findFromAccount({ accounts }: Running, args: Record<string, unknown>): Account {
  const id = typeof args.fromAccountId === "string" ? parseAccountId(args.fromAccountId) : undefined;
  const account = accounts.find((candidate) => candidate.accountId === id);
  if (!account) throw fromAccountNotFound();
  return account;
}

/** What went wrong by our fault is logged once, under the id that the client sees. */
function describeFailure({ deps }: Running, error: unknown, method: string | undefined): Record<string, unknown> {
  if (error instanceof MethodFailure) return error.error;
  const errorId = createErrorId(deps.random);
  deps.log.error({ err: error, errorId, method }, "a JMAP method failed");
  return (isOutOfService(error) ? serverUnavailable : serverFail)(errorId).error;
}

/** Every use of a mailbox that is not one's own is in the audit trail before it is answered: once a request and method. */
async function auditForeign(running: Running, method: string, args: Record<string, unknown>): Promise<void> {
  const { deps, principal, accounts, audited } = running;
  if (accounts.length < 2) return;
  for (const { accountId, isOwn } of accounts) {
    const id = formatAccountId(accountId);
    const key = `${id} ${method}`;
    if (isOwn || (args.accountId !== id && args.fromAccountId !== id) || audited.has(key)) continue;
    audited.add(key);
    await deps.audit({
      actorAccountId: principal.accountId,
      organisationId: principal.organisationId,
      subjectAccountId: accountId,
      method,
    });
  }
}
