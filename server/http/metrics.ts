// GET /metrics in Prometheus' format, for a scraper on this machine: what passed through a proxy is a stranger's request.

import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

import { refuse } from "./errors.ts";

/** Numbers that are read when somebody asks, by name; each with its help text. */
export type Gauges = Record<string, { help: string; read: () => number | Promise<number> }>;

export function registerMetrics(app: FastifyInstance, gauges: Gauges): void {
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
      collect: async () => gauge.set(await read()),
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
