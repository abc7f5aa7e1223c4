// Push over HTTP: the event source of RFC 8620 §7.3.
import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { TypeStates } from "../../../standards/jmap/push.ts";
import type { AccountId } from "../../base/ids.ts";
import type { Principal } from "../../auth/principal.ts";
import type { EndedProof } from "../../auth/principal-cache.ts";
import type { ChangeListener } from "../../mail/change-feed.ts";
import { statesOf, type AccountStates } from "../../store/mail-account.ts";
import { formatAccountId } from "../ids.ts";
import { limits } from "../limits.ts";
import { changedStates, formatEventId, newestOf, parseEventId } from "../push-states.ts";
import { limitPassed, problem } from "../request-errors.ts";
import { createRunning } from "../running.ts";
import { paths } from "../session.ts";
import type { JmapContext } from "./api.ts";
import { callerOf } from "./caller.ts";
import { replyFailure, soon } from "./fail.ts";

const minPingSeconds = 5;
const maxPingSeconds = 900;
/** How often it is asked whether the caller may still listen, and whether the accounts are still the same. */
const recheckMs = 30_000;

type Options = { types: ReadonlySet<string> | null; closeAfterState: boolean; pingSeconds: number };

type Listener = {
  principal: Principal;
  options: Options;
  accounts: readonly AccountId[];
  close: () => void;
  closed: Promise<void>;
};

/** Open streams, so that the end of a session or of the server ends them. */
export interface EventSources {
  /** At once, what may no longer listen; all are looked at again from time to time, since another process may have ended them. */
  recheck(ended: EndedProof): void;
  closeAll(): void;
  /** How many are open. */
  readonly count: number;
}

export function registerEventSource(app: FastifyInstance, context: JmapContext): EventSources {
  const { deps, access } = context;
  const running = createRunning(limits.maxEventSourcesPerAccount);
  const open = new Set<{ principal: Principal; close: () => void; recheck: () => void }>();

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const principal = callerOf(request);
      const options = readOptions(request);
      const accounts = (await access.list(principal)).map(({ accountId }) => accountId);
      if (!running.enter(principal.accountId)) throw limitPassed("maxEventSources");
      reply.hijack();
      const response = reply.raw;
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      const listener = { principal, options, accounts, close, closed };
      const entry = { principal, close, recheck: () => void recheck(request, listener) };
      open.add(entry);
      response.once("close", close);
      void stream(request, reply, listener).catch((error: unknown) => {
        deps.log.error({ err: error }, "an event source failed");
        close();
      });
      void closed.then(() => {
        open.delete(entry);
        running.leave(principal.accountId);
        response.end();
      });
    } catch (error) {
      replyFailure(reply, error, deps);
    }
  }

  async function stream(request: FastifyRequest, reply: FastifyReply, listener: Listener): Promise<void> {
    const { options, accounts, close, closed } = listener;
    const response = reply.raw;
    const seen = new Map<AccountId, number>();
    const tell = (changed: TypeStates) => {
      write(response, "state", { "@type": "StateChange", changed }, formatEventId(seen));
      if (options.closeAfterState) close();
    };
    // Who hears that the stream is open hears of every change after that: what comes while the states are read is told next.
    let early: [AccountId, AccountStates][] | undefined = [];
    const hear: ChangeListener = (accountId, states) => {
      if (early) return void early.push([accountId, states]);
      const since = seen.get(accountId);
      seen.set(accountId, Math.max(since ?? 0, newestOf(states)));
      const changed = changedStates(accountId, states, options.types, since);
      if (changed) tell(changed);
    };
    void closed.then(deps.mail.changes.subscribe(accounts, hear));
    const current = await readStates(accounts);
    const missed = missedSince(request, current, options.types);
    for (const [accountId, states] of current) seen.set(accountId, newestOf(states));
    startStream(reply);
    if (missed) tell(missed);
    const waiting = early;
    early = undefined;
    for (const change of waiting) hear(...change);
    const timers: NodeJS.Timeout[] = [];
    if (options.pingSeconds > 0) {
      const ping = () => write(response, "ping", { interval: options.pingSeconds });
      timers.push(setInterval(ping, options.pingSeconds * 1000).unref());
    }
    timers.push(setInterval(() => void recheck(request, listener), recheckMs).unref());
    await closed;
    timers.forEach(clearInterval);
  }

  async function recheck(request: FastifyRequest, { principal, accounts, close }: Listener): Promise<void> {
    try {
      if (!(await mayStillListen(request, principal, accounts))) close();
    } catch (error) {
      deps.log.warn({ err: error }, "an event source could not be checked and is closed");
      close();
    }
  }

  async function readStates(accounts: readonly AccountId[]): Promise<Map<AccountId, AccountStates>> {
    return deps.mail.db.read(async (tx) => {
      const found = new Map<AccountId, AccountStates>();
      for (const accountId of accounts) {
        const states = await statesOf(tx, accountId);
        if (states) found.set(accountId, states);
      }
      return found;
    });
  }

  async function mayStillListen(
    { headers, ip }: FastifyRequest,
    principal: Principal,
    accounts: readonly AccountId[],
  ): Promise<boolean> {
    const { authorization, cookie } = headers;
    const now = await deps.authenticate({ authorization, cookie, isUnattended: true }, ip);
    if (now?.accountId !== principal.accountId) return false;
    const visible = (await access.list(principal)).map(({ accountId }) => accountId);
    // A client reconnects by itself, and then hears of what it may hear of now.
    return visible.length === accounts.length && visible.every((accountId) => accounts.includes(accountId));
  }

  app.get(paths.eventSource, { config: { access: "principal" }, exposeHeadRoute: false }, soon(answer));
  return {
    recheck(ended) {
      for (const { principal, close, recheck: again } of open) {
        if ("accountId" in ended) {
          if (principal.accountId === ended.accountId) again();
        } else if (principal.sessionHash === ended.sessionHash) close();
      }
    },
    closeAll() {
      for (const entry of open) entry.close();
    },
    get count() {
      return open.size;
    },
  };
}

/** Clients need not send all three; an empty value is none (the template's `{types}` not filled in). */
function readOptions({ query }: FastifyRequest): Options {
  const { types = "*", closeafter = "no", ping = "0" } = query as Record<string, string | undefined>;
  if (closeafter !== "state" && closeafter !== "no" && closeafter !== "") throw problem(400, "closeafter is not valid");
  const seconds = Number(ping);
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw problem(400, "ping is not valid");
  return {
    types: types === "*" || types === "" ? null : new Set(types.split(",").slice(0, 100)),
    closeAfterState: closeafter === "state",
    pingSeconds: seconds === 0 ? 0 : Math.min(Math.max(seconds, minPingSeconds), maxPingSeconds),
  };
}

function missedSince(
  { headers }: FastifyRequest,
  current: ReadonlyMap<AccountId, AccountStates>,
  types: ReadonlySet<string> | null,
): TypeStates | undefined {
  const last = headers["last-event-id"];
  if (typeof last !== "string" || last === "") return undefined;
  const seen = parseEventId(last);
  const missed: TypeStates = {};
  for (const [accountId, states] of current) {
    Object.assign(missed, changedStates(accountId, states, types, seen.get(formatAccountId(accountId))));
  }
  return Object.keys(missed).length > 0 ? missed : undefined;
}

function startStream(reply: FastifyReply): void {
  const response = reply.raw;
  // What every answer carries, of which nobody reminds a stream.
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    // A proxy that gathers output would hold events back.
    "x-accel-buffering": "no",
  });
  response.write(": \n\n");
}

function write(response: ServerResponse, event: string, data: unknown, id?: string): void {
  if (response.writableEnded || response.destroyed) return;
  response.write(`event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}
