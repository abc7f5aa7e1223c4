// How long an answer takes tells nothing: what must be the same for everybody leaves at the next of fixed moments after its request
// came, whatever was done for it. Invariant: who is let in does not wait.

import { setTimeout as sleep } from "node:timers/promises";

import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Which answers leave only at such a moment: all, or those that refuse. */
    evenTime?: "all" | "refusals";
  }
}

/**
 * From one moment to the next. Well above what an attempt takes while nobody waits (a hash and a dozen statements), so that nearly all leave
 * at the first; and little for somebody who mistyped.
 */
export const EVEN_MS = 250;

export type Wait = (ms: number) => Promise<unknown>;

/** Register it after whatever else changes an answer before it is sent. */
export function keepEvenTime(app: FastifyInstance, { wait = sleep }: { wait?: Wait }): void {
  app.addHook("onSend", async (request, reply) => {
    const { evenTime } = request.routeOptions.config;
    if (evenTime === undefined || (evenTime === "refusals" && reply.statusCode < 400)) return;
    await wait(EVEN_MS - (reply.elapsedTime % EVEN_MS));
  });
}
