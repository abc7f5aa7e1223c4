// /mail/ and whatever is under it is the application's page; its files are public, since they say nothing of anybody.

import type { FastifyInstance } from "fastify";

import { acceptsBrotli } from "../compress-answers.ts";
import { refuse } from "../errors.ts";
import { IMMUTABLE } from "../page-assets.ts";
import { MESSAGE_FRAME_POLICY } from "../security-headers.ts";
import type { BuiltWeb } from "./built-web.ts";
import type { OpenMail } from "./mail-page.ts";

export function registerMailApp(
  app: FastifyInstance,
  { loadWeb, openMail }: { loadWeb(): Promise<BuiltWeb | undefined>; openMail: OpenMail },
): void {
  app.get("/mail", { config: { access: "session" } }, (_request, reply) => reply.redirect("/mail/", 303));
  app.get("/mail/*", { config: { access: "session" } }, async (request, reply) => {
    const page = request.principal && (await openMail(request.principal, reply));
    if (page === undefined) return refuse(request, reply, "unavailable");
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(page);
  });
  app.get<{ Params: { "*": string } }>("/assets/*", { config: { access: "public" } }, async (request, reply) => {
    const file = (await loadWeb())?.files.get(`/assets/${request.params["*"]}`);
    if (!file) return refuse(request, reply, "notFound");
    reply.type(file.type).header("cache-control", file.immutable ? IMMUTABLE : "public, max-age=300");
    reply.header("vary", "accept-encoding");
    // The only pages among the files are frames for messages.
    if (file.type.startsWith("text/html")) {
      reply.header("content-security-policy", MESSAGE_FRAME_POLICY).header("x-frame-options", "SAMEORIGIN");
    }
    if (!file.brotli || !acceptsBrotli(request)) return reply.send(file.content);
    return reply.header("content-encoding", "br").send(file.brotli);
  });
}
