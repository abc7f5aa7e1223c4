// Where this server speaks HTTPS itself, plain HTTP only leads there. A password or an app password that came in the clear is not taken: its
// program would go on sending it so.

import type { FastifyInstance } from "fastify";

import { refuse } from "./errors.ts";

/** For machines of ours and for the certificate authority, which know no HTTPS of ours yet. */
const ALSO_PLAIN: ReadonlySet<string | undefined> = new Set([
  "/healthz",
  "/readyz",
  "/metrics",
  "/.well-known/acme-challenge/:token",
]);

/** Call before other hooks that answer. */
export function requireHttps(app: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  app.addHook("onRequest", async (request, reply) => {
    const { protocol, method, headers, url, routeOptions } = request;
    if (protocol === "https" || ALSO_PLAIN.has(routeOptions.url)) return undefined;
    const isHarmless = (method === "GET" || method === "HEAD") && headers.authorization === undefined;
    if (!isHarmless) return refuse(request, reply, "needsHttps");
    // RFC 9112 §3.2.2: a request may name a whole address, which must not be glued to ours.
    return reply.redirect(publicUrl + (url.startsWith("/") ? url : "/"), 308);
  });
}
