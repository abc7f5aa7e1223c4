// Cross-site request forgery: a request that changes something and that a browser says comes from another site's page is
// refused. Programs send neither header; every browser of the last years sends at least one of them with a POST.

import type { FastifyRequest } from "fastify";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

export function isCrossOrigin(
  { method, headers }: Pick<FastifyRequest, "method" | "headers">,
  publicUrl: string,
): boolean {
  if (SAFE.has(method)) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return origin !== new URL(publicUrl).origin && URL.parse(origin)?.host !== host;
}
