// From the octets of a POST to a request that has the right form (RFC 8620 §3.3), or the RequestFailure to answer.
import { isUtf8 } from "node:buffer";
import type { Invocation, Request } from "../../standards/jmap/request.ts";
import { isId, isObject } from "../../standards/jmap/types.ts";
import { findJsonDefect } from "./json-scan.ts";
import { limits } from "./limits.ts";
import { limitPassed, notJson, notRequest, unknownCapability } from "./request-errors.ts";

/** `capabilities` are those that `using` may name. */
export function parseRequest(octets: Buffer, capabilities: ReadonlySet<string>): Request {
  return checkRequest(parseIJson(octets), capabilities);
}

/** RFC 8620 §1.5: JSON that is I-JSON as well. */
function parseIJson(octets: Buffer): unknown {
  if (!isUtf8(octets)) throw notJson("The request is not UTF-8.");
  const text = octets.toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notJson("The request does not parse as JSON.");
  }
  const defect = findJsonDefect(text, limits.maxNestingDepth);
  if (defect === "tooDeep") throw limitPassed("maxNestingDepth");
  if (defect === "duplicateName") throw notJson("An object has the same name twice.");
  if (defect === "loneSurrogate") throw notJson("A string holds half a surrogate pair.");
  if (defect === "numberTooLarge") throw notJson("A number is larger than a double can hold.");
  return value;
}

/** Also for requests that never were text, such as the first screen's. */
export function checkRequest(value: unknown, capabilities: ReadonlySet<string>): Request {
  if (!isObject(value)) throw notRequest("The request is not an object.");
  const { using, methodCalls, createdIds } = value;
  if (!Array.isArray(using) || !using.every((urn) => typeof urn === "string")) {
    throw notRequest("using is not an array of strings.");
  }
  if (!Array.isArray(methodCalls) || !methodCalls.every(isInvocation)) {
    throw notRequest("methodCalls is not an array of [name, arguments, id].");
  }
  if (createdIds !== undefined && !isIdMap(createdIds)) throw notRequest("createdIds is not a map of ids to ids.");
  const unknown = using.find((urn) => !capabilities.has(urn));
  if (unknown !== undefined) throw unknownCapability(unknown);
  if (methodCalls.length > limits.maxCallsInRequest) throw limitPassed("maxCallsInRequest");
  return { using, methodCalls, ...(createdIds === undefined ? {} : { createdIds }) };
}

function isInvocation(value: unknown): value is Invocation {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    typeof value[0] === "string" &&
    isObject(value[1]) &&
    typeof value[2] === "string"
  );
}

function isIdMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.entries(value).every(([from, to]) => isId(from) && isId(to));
}
