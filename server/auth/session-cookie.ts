// The session's cookie: not for scripts, not for other sites, and under https bound to this very host.

import type { CookieSerializeOptions } from "@fastify/cookie";

export interface SessionCookie {
  name: string;
  options: CookieSerializeOptions;
}

/** Without an expiry of its own: it goes when the browser is closed, and the session's row decides before that. */
export function sessionCookie(publicUrl: string): SessionCookie {
  const secure = publicUrl.startsWith("https:");
  return {
    name: secure ? "__Host-surel-session" : "surel-session",
    options: { path: "/", httpOnly: true, sameSite: "lax", secure },
  };
}

/** The value of a cookie in a Cookie header; the first where several have the name. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.slice(0, 8192).split(";") ?? []) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
