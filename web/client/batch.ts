// Everything that is asked for in one tick goes to the server as one JMAP request (RFC 8620 §3.3). A group is a few calls that
// may refer to each other's results; groups are never divided, keep their order, and each gets its own answers.
import { CORE, MAIL, PREFERENCES, SUBMISSION, VACATION_RESPONSE } from "../../standards/jmap/capabilities.ts";
import type { MethodError } from "../../standards/jmap/errors.ts";
import type { Invocation, ResultReference } from "../../standards/jmap/request.ts";
import { RequestFailure } from "./failure.ts";
import type { Repeat, Transport } from "./transport.ts";
import type { Timers } from "./environment.ts";

/** The answers of a group, by the call ids that the group used. */
export type Answers = {
  /** The arguments of the response; throws the method's failure when it failed. */
  get<T>(callId: string): T;
  /** As `get`, and undefined where the method failed. */
  find<T>(callId: string): T | undefined;
  /** The type of the method error, if it failed (RFC 8620 §3.6.2). */
  errorType(callId: string): string | undefined;
  /** The further response of another name that some methods make, as Email/set after EmailSubmission/set (RFC 8621 §7.5). */
  implied<T>(callId: string, name: string): T | undefined;
};

export type Batch = {
  /** Resolves when the request of the tick was answered; rejects with RequestFailure when it was not. */
  send(calls: Invocation[], repeat?: Repeat): Promise<Answers>;
};

type Group = { calls: Invocation[]; resolve: (answers: Answers) => void; reject: (error: unknown) => void };

const using = [CORE, MAIL, SUBMISSION, VACATION_RESPONSE, PREFERENCES];

export type BatchOptions = {
  transport: Transport;
  timers: Timers;
  apiUrl: () => string;
  limits: () => { maxCallsInRequest: number; maxConcurrentRequests: number };
  /** Told of every answered request: the session may have changed (RFC 8620 §3.4). */
  onSessionState: (state: string) => void;
};

export function createBatch({ transport, timers, apiUrl, limits, onSessionState }: BatchOptions): Batch {
  let groups: Group[] = [];
  const requests: { groups: Group[]; repeat: Repeat }[] = [];
  let inFlight = 0;
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    for (const part of divide(groups, limits().maxCallsInRequest)) {
      requests.push({ groups: part, repeat: "whileOffline" });
    }
    groups = [];
    pump();
  }

  function pump(): void {
    while (requests.length > 0 && inFlight < Math.max(1, limits().maxConcurrentRequests - 1)) {
      const { groups: part, repeat } = requests.shift()!;
      inFlight++;
      void post(part, repeat).finally(() => {
        inFlight--;
        pump();
      });
    }
  }

  async function post(part: Group[], repeat: Repeat): Promise<void> {
    try {
      const methodCalls = part.flatMap((group, index) => group.calls.map((call) => qualify(call, index)));
      const response = await transport.post(apiUrl(), { using, methodCalls }, repeat);
      onSessionState(response.sessionState);
      part.forEach((group, index) => {
        group.resolve(readAnswers(response.methodResponses, (callId) => `${index}.${callId}`));
      });
    } catch (error) {
      for (const group of part) group.reject(error);
    }
  }

  return {
    send(calls, repeat = "whileOffline") {
      return new Promise((resolve, reject) => {
        const group = { calls, resolve, reject };
        if (repeat === "never") {
          requests.push({ groups: [group], repeat });
          pump();
          return;
        }
        groups.push(group);
        if (!isScheduled) {
          isScheduled = true;
          timers.setTimeout(flush, 0);
        }
      });
    },
  };
}

/** Answers from responses; `toWireId` says what the group's call id became in the request. */
export function readAnswers(responses: readonly Invocation[], toWireId: (callId: string) => string): Answers {
  const first = (callId: string) => responses.find((response) => response[2] === toWireId(callId));
  return {
    get<T>(callId: string): T {
      const response = first(callId);
      // RFC 8620 §3.6.1: a request that is cut off by the server's failure has answers for the first calls only.
      if (!response) throw new RequestFailure({ kind: "server", status: 0 });
      if (response[0] === "error") {
        const { type, description } = response[1] as MethodError;
        throw new RequestFailure({ kind: "method", type, description: description ?? null });
      }
      return response[1] as T;
    },
    find<T>(callId: string): T | undefined {
      const response = first(callId);
      return response && response[0] !== "error" ? (response[1] as T) : undefined;
    },
    errorType(callId) {
      const response = first(callId);
      return response?.[0] === "error" ? (response[1] as MethodError).type : undefined;
    },
    implied<T>(callId: string, name: string): T | undefined {
      const wireId = toWireId(callId);
      const found = responses.filter((response) => response[2] === wireId).slice(1);
      return found.find((response) => response[0] === name)?.[1] as T | undefined;
    },
  };
}

/** Call ids, also those inside result references, made unique in the request. */
function qualify([name, args, callId]: Invocation, index: number): Invocation {
  const qualified: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(args)) {
    qualified[key] = key.startsWith("#")
      ? { ...(value as ResultReference), resultOf: `${index}.${(value as ResultReference).resultOf}` }
      : value;
  }
  return [name, qualified, `${index}.${callId}`];
}

function divide(groups: Group[], maxCalls: number): Group[][] {
  const parts: Group[][] = [];
  let room = 0;
  for (const group of groups) {
    if (group.calls.length > room) {
      parts.push([]);
      room = maxCalls;
    }
    parts.at(-1)!.push(group);
    room -= group.calls.length;
  }
  return parts;
}
