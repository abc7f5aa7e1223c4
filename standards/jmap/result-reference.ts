// Result references, RFC 8620 §3.7: arguments named `#name` take their value from an earlier response.
import { parsePointer } from "./json-pointer.ts";
import type { Invocation, ResultReference } from "./request.ts";
import { isObject } from "./types.ts";

/** Why the arguments cannot be used: the MethodErrorType and what is wrong. */
export type ReferenceProblem = { type: "invalidResultReference" | "invalidArguments"; description: string };

/** What a reference may collect; more is refused rather than held in memory. */
const maxCollected = 100_000;

export function isResultReference(value: unknown): value is ResultReference {
  return (
    isObject(value) &&
    typeof value.resultOf === "string" &&
    typeof value.name === "string" &&
    typeof value.path === "string"
  );
}

export function hasReferences(args: Record<string, unknown>): boolean {
  for (const key in args) if (key.startsWith("#")) return true;
  return false;
}

/**
 * The arguments with every reference replaced by what it refers to; the same object when it has none. `read` gives a response that is
 * referred to the form in which it can be looked into.
 */
export function resolveReferences(
  args: Record<string, unknown>,
  responses: readonly Invocation[],
  read: (response: Invocation) => Invocation = (response) => response,
): { args: Record<string, unknown> } | { problem: ReferenceProblem } {
  let resolved: Record<string, unknown> | undefined;
  for (const key in args) {
    if (!key.startsWith("#")) continue;
    const name = key.slice(1);
    // RFC 8620 §3.7: the same argument in both forms is an error.
    if (Object.hasOwn(args, name)) {
      return { problem: { type: "invalidArguments", description: `${name} is given twice, once as a reference` } };
    }
    const reference = args[key];
    if (!isResultReference(reference)) {
      return { problem: { type: "invalidArguments", description: `${key} is not a result reference` } };
    }
    const found = evaluate(reference, responses, read);
    if (found === undefined) {
      return { problem: { type: "invalidResultReference", description: `${key} refers to nothing` } };
    }
    resolved ??= { ...args };
    delete resolved[key];
    resolved[name] = found;
  }
  return { args: resolved ?? args };
}

/** Undefined when the reference fails: no such call, another name (an error, say), or a path to nothing. */
function evaluate(
  reference: ResultReference,
  responses: readonly Invocation[],
  read: (response: Invocation) => Invocation,
): unknown {
  const response = responses.find((invocation) => invocation[2] === reference.resultOf);
  const path = parsePointer(reference.path);
  if (!response || response[0] !== reference.name || !path) return undefined;
  return follow(read(response)[1], path, 0);
}

/** RFC 8620 §3.7: `*` maps the rest of the path over an array; results that are arrays are joined. */
function follow(value: unknown, path: readonly string[], from: number): unknown {
  if (from === path.length) return value;
  const token = path[from]!;
  if (Array.isArray(value)) {
    if (token === "*") {
      const collected: unknown[] = [];
      for (const item of value) {
        const found = follow(item, path, from + 1);
        if (found === undefined || collected.length > maxCollected) return undefined;
        // One by one: a spread of many would overflow the stack.
        for (const inner of Array.isArray(found) ? (found as unknown[]) : [found]) collected.push(inner);
      }
      return collected;
    }
    return /^(?:0|[1-9]\d{0,8})$/.test(token) ? follow(value[Number(token)], path, from + 1) : undefined;
  }
  return isObject(value) && Object.hasOwn(value, token) ? follow(value[token], path, from + 1) : undefined;
}
