// JSON and pages go out compressed to whoever understands it: networks are slow and lossy where this is used. Nothing that is
// compressed holds a secret beside what a stranger wrote, so its size tells nothing (BREACH).

import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import type { FastifyInstance, FastifyRequest } from "fastify";

const compress = promisify(brotliCompress);
/** Fast: each is made for one request. */
const OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const MIN_LENGTH = 1400;
const COMPRESSIBLE = /^(?:application\/(?:json|problem\+json)|text\/html)\b/;

export function compressAnswers(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (typeof payload !== "string" || payload.length < MIN_LENGTH) return payload;
    if (!COMPRESSIBLE.test(String(reply.getHeader("content-type"))) || reply.hasHeader("content-encoding"))
      return payload;
    reply.header("vary", "accept-encoding");
    if (!acceptsBrotli(request)) return payload;
    reply.header("content-encoding", "br").removeHeader("content-length");
    return compress(payload, OPTIONS);
  });
}

export function acceptsBrotli({ headers }: Pick<FastifyRequest, "headers">): boolean {
  return /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\b)/.test(String(headers["accept-encoding"] ?? ""));
}
