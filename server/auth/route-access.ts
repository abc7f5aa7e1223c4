// What every HTTP route declares, whichever surface registers it, and what it finds on the request. server/http enforces it:
// a route without `config.access` does not start.

import type { Principal } from "./principal.ts";

/**
 * public: anybody. session: a signed-in browser; others are sent to the sign-in page.
 * desk: a signed-in member of the service desk or administrator; for others there is no such page.
 * principal: a session or an app password (Basic, Bearer); others get 401.
 */
export type RouteAccess = "public" | "session" | "desk" | "principal";

declare module "fastify" {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Set before the handler on routes with the access "session", "desk" or "principal"; undefined on public ones. */
    principal?: Principal;
  }
}
