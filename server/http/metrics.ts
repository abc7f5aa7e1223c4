// GET /metrics in Prometheus' format, for a scraper on this machine: what passed through a proxy is a stranger's request.

import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

import type { Log } from "../base/log.ts";
import { refuse } from "./errors.ts";
import { withinTime } from "./health.ts";

/** Numbers that are read when somebody asks, by name; each with its help text. */
export type Gauges = Record<string, { help: string; read: () => number | Promise<number> }>;

/** A number that cannot be read is left out: the others are wanted most when something is wrong. */
export function registerMetrics(app: FastifyInstance, { gauges, log }: { gauges: Gauges; log: Log }): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Versions are nobody's business.
  registry.removeSingleMetric("nodejs_version_info");
  const duration = new Histogram({
    name: "surel_http_request_seconds",
    help: "Time to answer HTTP requests",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  for (const [name, { help, read }] of Object.entries(gauges)) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        try {
          gauge.set(await withinTime(Promise.resolve(read())));
        } catch (error) {
          log.warn({ err: error, gauge: name }, "a number of /metrics cannot be read");
          gauge.remove();
        }
      },
    });
  }
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get("/metrics", { config: { access: "public" } }, async (request, reply) => {
    const isLocal = /^(?:127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "");
    const isRelayed =
      "x-forwarded-for" in request.headers || "forwarded" in request.headers || "via" in request.headers;
    if (!isLocal || isRelayed) return refuse(request, reply, "notFound");
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
