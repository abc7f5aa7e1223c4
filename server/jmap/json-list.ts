// Lists that are JSON text before their answer is written: what has been made once for many answers goes into each as it is.
import type { Invocation, Response } from "../../standards/jmap/request.ts";

/** The `list` of a response, each object as its text. To whoever looks into it, it is the array of these objects. */
export class JsonList {
  readonly texts: readonly string[];

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  toJSON(): unknown[] {
    return this.texts.map((text) => JSON.parse(text) as unknown);
  }
}

/** A response whose list can be looked into, as references to results do (RFC 8620 §3.7). */
export function readable(response: Invocation): Invocation {
  const [name, args, callId] = response;
  return args.list instanceof JsonList ? [name, { ...args, list: args.list.toJSON() }, callId] : response;
}

/** The text of JSON.stringify but for the order of names. */
export function formatResponse({ methodResponses, ...rest }: Response): string {
  return `{"methodResponses":[${methodResponses.map(formatInvocation).join(",")}],${JSON.stringify(rest).slice(1)}`;
}

function formatInvocation(response: Invocation): string {
  const [name, { list, ...rest }, callId] = response;
  if (!(list instanceof JsonList)) return JSON.stringify(response);
  const args = `{"list":[${list.texts.join(",")}],${JSON.stringify(rest).slice(1)}`;
  return `[${JSON.stringify(name)},${args},${JSON.stringify(callId)}]`;
}
