// JSON and pages go out compressed to whoever understands it: networks are slow and lossy where this is used. Nothing that is
// compressed holds a secret beside what a stranger wrote, so its size tells nothing (BREACH).

import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import type { FastifyInstance, FastifyRequest } from "fastify";

const compress = promisify(brotliCompress);
/** Fast: each is made for one request. JSON is asked for all the time, and a quarter of it is left either way. */
const PAGE_QUALITY = 4;
const JSON_QUALITY = 2;
const MIN_LENGTH = 1400;
const COMPRESSIBLE = /^(?:(application\/(?:json|problem\+json))|text\/html)\b/;

export function compressAnswers(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if ((typeof payload !== "string" && !Buffer.isBuffer(payload)) || payload.length < MIN_LENGTH) return payload;
    const type = COMPRESSIBLE.exec(String(reply.getHeader("content-type")));
    if (!type || reply.hasHeader("content-encoding") || reply.hasHeader("content-disposition")) return payload;
    reply.header("vary", "accept-encoding");
    if (!acceptsBrotli(request)) return payload;
    reply.header("content-encoding", "br").removeHeader("content-length");
    const quality = type[1] === undefined ? PAGE_QUALITY : JSON_QUALITY;
    return compress(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
  });
}

export function acceptsBrotli({ headers }: Pick<FastifyRequest, "headers">): boolean {
  return /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\b)/.test(String(headers["accept-encoding"] ?? ""));
}
