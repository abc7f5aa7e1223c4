// Errors of a whole request: RFC 8620 §3.6.1, answered as problem documents (RFC 7807).
import type { RequestError } from "../../standards/jmap/errors.ts";

const urn = "urn:ietf:params:jmap:error:";

/** Thrown where a request is read; the route answers it. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly problem: RequestError;
  constructor(problem: RequestError) {
    super(problem.detail ?? problem.type);
    this.problem = problem;
  }
}

export const notJson = (detail: string) =>
  new RequestFailure({ type: `${urn}notJSON`, status: 400, title: "Not I-JSON", detail });

export const notRequest = (detail: string) =>
  new RequestFailure({ type: `${urn}notRequest`, status: 400, title: "Not a JMAP request", detail });

export const unknownCapability = (capability: string) =>
  new RequestFailure({
    type: `${urn}unknownCapability`,
    status: 400,
    title: "Unknown capability",
    detail: `This server has no capability ${JSON.stringify(capability.slice(0, 100))}.`,
  });

/** `limit` is the name of the limit as the session resource spells it. */
export const limitPassed = (limit: string) =>
  new RequestFailure({
    type: `${urn}limit`,
    status: 400,
    title: "Limit passed",
    detail: `The request is over the limit ${limit}.`,
    limit,
  });

/** Problems of upload, download and event source, which have no types of their own. */
export const problem = (status: number, title: string) => new RequestFailure({ type: "about:blank", status, title });
