// Requests and responses of the API, RFC 8620 §3.2 to §3.4.
import type { Id, State } from "./types.ts";

/** Name, arguments and the caller's id for the call. */
export type Invocation<Arguments = Record<string, unknown>> = [name: string, args: Arguments, callId: string];

export type Request = {
  using: string[];
  methodCalls: Invocation[];
  createdIds?: Record<Id, Id>;
};

export type Response = {
  methodResponses: Invocation[];
  createdIds?: Record<Id, Id>;
  sessionState: State;
};

/** RFC 8620 §3.7. */
export type ResultReference = {
  resultOf: string;
  name: string;
  /** A JSON pointer that may hold `*`. */
  path: string;
};
