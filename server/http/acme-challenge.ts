// GET /.well-known/acme-challenge/TOKEN, RFC 8555 §8.3: by the answer a certificate authority sees that these names lead to us.

import type { FastifyInstance } from "fastify";

import { refuse } from "./errors.ts";

/** Undefined when nobody asked for a challenge with this token. */
export type FindChallenge = (token: string) => Promise<string | undefined>;

export function registerAcmeChallenge(app: FastifyInstance, findChallenge: FindChallenge): void {
  app.get<{ Params: { token: string } }>(
    "/.well-known/acme-challenge/:token",
    { config: { access: "public" } },
    async (request, reply) => {
      const answer = await findChallenge(request.params.token);
      if (answer === undefined) return refuse(request, reply, "notFound");
      return reply.type("application/octet-stream").send(answer);
    },
  );
}
