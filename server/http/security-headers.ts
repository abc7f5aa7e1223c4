// Headers that every answer carries, whichever surface makes it. A handler may set a stricter Content-Security-Policy.

import type { FastifyInstance } from "fastify";

/** Nothing is loaded but from here; pictures also as data and blobs; the only frame is that of a message. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join("; ");

/**
 * The page into which a message is put by ours: no script runs and nothing is fetched, whatever the sandbox of the frame and the
 * cleaning of the message let through.
 */
export const MESSAGE_FRAME_POLICY = [
  "default-src 'none'",
  "img-src blob: data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  // Dialogs: for printing, which we start; the sandbox of a frame that is only read allows none.
  "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals",
].join("; ");

const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
} as const;

const TWO_YEARS_SECONDS = 63_072_000;

export function addSecurityHeaders(app: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  const https = publicUrl.startsWith("https:");
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers(HEADERS).header("content-security-policy", PAGE_POLICY);
    if (https) reply.header("strict-transport-security", `max-age=${TWO_YEARS_SECONDS}`);
  });
  app.addHook("onSend", async (_request, reply) => {
    // What belongs to a person is kept by nobody on the way, and by the browser only where a route says so.
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
