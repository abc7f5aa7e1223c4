// How the plain HTTP parts of JMAP answer what goes wrong: problem documents (RFC 7807), and what is our fault logged once.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { RequestError } from "../../../standards/jmap/errors.ts";
import { isOutOfService } from "../../base/errors.ts";
import { createErrorId } from "../../base/ids.ts";
import type { JmapDependencies } from "../dependencies.ts";
import { RequestFailure } from "../request-errors.ts";

export function replyFailure(
  reply: FastifyReply,
  error: unknown,
  { log, random }: Pick<JmapDependencies, "log" | "random">,
): void {
  if (error instanceof RequestFailure) {
    send(reply, error.problem);
    return;
  }
  const errorId = createErrorId(random);
  log.error({ err: error, errorId }, "a JMAP request failed");
  if (isOutOfService(error)) {
    void reply.header("retry-after", 5);
    send(reply, {
      type: "about:blank",
      status: 503,
      title: "Not available",
      detail: `Not available for now, try again later (${errorId})`,
    });
    return;
  }
  send(reply, {
    type: "about:blank",
    status: 500,
    title: "Internal error",
    detail: `Internal error ${errorId}`,
  });
}

function send(reply: FastifyReply, problem: RequestError): void {
  replyJson(reply.code(problem.status), problem, "application/problem+json");
}

/**
 * A handler that sends for itself, failures included. The framework is not told of its promise: it would wait for the
 * answer to be flushed, or send nothing of its own on top of it.
 */
export function soon(
  answer: (request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, reply) => void answer(request, reply);
}

/** The same for what answers an error of the framework's own. */
export function soonFailing(
  answer: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<void>,
): (error: unknown, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => void answer(error, request, reply);
}

export function replyJson(reply: FastifyReply, value: unknown, type?: string): void {
  replyText(reply, JSON.stringify(value), type);
}

/** JSON as octets: to a text the framework would add a charset, which JSON has none of (RFC 8259 §11). */
export function replyText(reply: FastifyReply, text: string, type = "application/json"): void {
  void reply.type(type).header("cache-control", "no-store").send(Buffer.from(text));
}
