// Applications that run in a page of another origin, as another webmail does: with a password or token of their own they may speak
// to the routes of programs, and read the answers, like any program (the CORS protocol of the Fetch standard). With our session never:
// credentials are not allowed, so a browser sends no cookie along, and what does not bring its own `Authorization` is told nothing.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const readable = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "accept-ranges, content-disposition, content-range, retry-after",
};
const preflight = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, POST",
  "access-control-allow-headers": "authorization, cache-control, content-type, last-event-id, range",
  // As long as browsers keep it.
  "access-control-max-age": "7200",
};

/** Before the request is refused or answered: a wrong password is to be read as well. */
export function letOtherOriginsRead({ headers }: FastifyRequest, reply: FastifyReply): void {
  if (headers.origin !== undefined && headers.authorization !== undefined) void reply.headers(readable);
}

/** Each route of programs tells browsers, before they send what is asked of them, that they may. */
export function answerPreflights(app: FastifyInstance): void {
  const answered = new Set<string>();
  app.addHook("onRoute", ({ url, config }) => {
    if (config?.access !== "principal" || answered.has(url)) return;
    answered.add(url);
    app.options(url, { config: { access: "public" } }, (_request, reply) => reply.code(204).headers(preflight).send());
  });
}
