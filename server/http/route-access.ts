// Deny by default: every route says who may use it, and is guarded before its body is read.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Auth } from "../auth/auth.ts";
import type { Principal } from "../auth/principal.ts";
import type { RouteAccess } from "../auth/route-access.ts";
import { isCrossOrigin } from "./cross-origin.ts";
import { refuse } from "./errors.ts";
import { answerPreflights, letOtherOriginsRead } from "./other-origins.ts";

/** Call before any route is registered. A route without `config.access` throws when it is registered. */
export function guardRoutes(app: FastifyInstance, { auth, publicUrl }: { auth: Auth; publicUrl: string }): void {
  app.decorateRequest("principal", undefined);
  app.addHook("onRoute", (route) => {
    if (route.config?.access === undefined) {
      throw new Error(`${String(route.method)} ${route.url} does not declare who may use it (config.access)`);
    }
  });
  answerPreflights(app);
  app.addHook("onRequest", async (request, reply) => {
    if (hasSeveralHosts(request.raw)) return refuse(request, reply, "badRequest");
    const access = request.routeOptions.config.access;
    const foreign = isCrossOrigin(request, publicUrl);
    if (access === undefined || access === "public") {
      return foreign ? refuse(request, reply, "crossOrigin") : undefined;
    }
    if (access === "principal") letOtherOriginsRead(request, reply);
    const { authorization, cookie, accept } = request.headers;
    // R108: what a window does by itself, on hearing of new mail, does not keep a session that nobody uses.
    const isUnattended = request.headers["surel-unattended"] !== undefined || accept === "text/event-stream";
    // A foreign page may make the browser send its cookie along, but not a header of its own choosing.
    const credentials = access === "principal" ? { authorization, cookie, isUnattended } : { cookie };
    if (foreign && credentials.authorization === undefined) return refuse(request, reply, "crossOrigin");
    request.principal = await auth.authenticate(credentials, request.ip);
    if (request.principal === undefined) return refuseStranger(request, reply, access);
    return access === "desk" && !isDesk(request.principal) ? refuse(request, reply, "notFound") : undefined;
  });
}

/** RFC 9112 §3.2: which of them is meant, somebody on the way may see otherwise. */
function hasSeveralHosts({ rawHeaders }: FastifyRequest["raw"]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === "host") hosts += 1;
  return hosts > 1;
}

function isDesk({ role, via }: Principal): boolean {
  return via === "session" && (role === "service-desk" || role === "administrator");
}

function refuseStranger(
  request: FastifyRequest,
  reply: FastifyReply,
  access: Exclude<RouteAccess, "public">,
): FastifyReply {
  if (access !== "principal" && (request.method === "GET" || request.method === "HEAD")) {
    return reply.header("cache-control", "no-store").redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
  }
  // A browser that is told of Basic would open a dialog of its own over the application.
  if (request.headers["sec-fetch-mode"] === undefined) {
    reply.header("www-authenticate", 'Basic realm="Surel", charset="UTF-8", Bearer realm="Surel"');
  }
  return refuse(request, reply, "notSignedIn");
}
