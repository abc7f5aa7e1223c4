// GET /healthz: the process serves. GET /readyz: what it depends on answers.

import type { FastifyInstance } from "fastify";

import type { Log } from "../base/log.ts";

/** Each check rejects when its part does not answer; its name is the only thing told. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const PATIENCE_MS = 3000;

export function registerHealth(app: FastifyInstance, { checks, log }: { checks: ReadinessChecks; log: Log }): void {
  const config = { access: "public" } as const;
  app.get("/healthz", { config }, () => ({ status: "ok" }));
  app.get("/readyz", { config }, async (_request, reply) => {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await withinTime(check());
          return [name, "ok"] as const;
        } catch (error) {
          log.warn({ err: error, part: name }, "not ready");
          return [name, "failed"] as const;
        }
      }),
    );
    const ready = parts.every(([, state]) => state === "ok");
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ok" : "unavailable", ...Object.fromEntries(parts) });
  });
}

/** What has no answer after seconds counts as failed: who asks for the state of the server does not wait for a database that hangs. */
export async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
