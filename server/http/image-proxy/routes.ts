// GET /proxy/image?url=…: a remote picture of a message, for a signed-in person who asked to see it, so that its server learns
// neither who reads nor where. Absent where nothing may leave this machine.

import type { FastifyInstance } from "fastify";

import { createSemaphore } from "../../base/semaphore.ts";
import { refuse } from "../errors.ts";
import { fetchPicture, type FetchOptions } from "./fetch-picture.ts";

const MAX_AT_ONCE = 20;
const MAX_WAITING = 500;
const MAX_URL_LENGTH = 4096;

export function registerImageProxy(app: FastifyInstance, options: FetchOptions): void {
  const turns = createSemaphore({ limit: MAX_AT_ONCE, maxWaiting: MAX_WAITING });
  app.get<{ Querystring: { url?: unknown } }>(
    "/proxy/image",
    { config: { access: "session" } },
    async (request, reply) => {
      const { url } = request.query;
      const site = request.headers["sec-fetch-site"];
      if (typeof url !== "string" || url.length > MAX_URL_LENGTH) return refuse(request, reply, "badRequest");
      if (site !== undefined && site !== "same-origin") return refuse(request, reply, "crossOrigin");
      const picture = await turns.run(() => fetchPicture(url, options));
      if (!picture) return refuse(request, reply, "notFound");
      return reply
        .type(picture.type)
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cache-control", "no-store")
        .send(picture.content);
    },
  );
}
