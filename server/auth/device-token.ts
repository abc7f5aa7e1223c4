// The browser's own token: 256 random bits in a cookie that stays, new at every sign-in.

import type { CookieSerializeOptions } from "@fastify/cookie";

import { createToken, type RandomSource } from "../base/ids.ts";

export { hashSessionToken as hashDeviceToken } from "./session-token.ts";

export interface LastingCookie {
  name: string;
  options: CookieSerializeOptions;
}

export function createDeviceToken(random: RandomSource): string {
  return createToken(random);
}

/** A cookie beside the session's, under the same rules; without `maxAgeSeconds` it goes with the browser window. */
export function ownCookie(publicUrl: string, what: string, maxAgeSeconds?: number): LastingCookie {
  const secure = publicUrl.startsWith("https:");
  return {
    name: `${secure ? "__Host-" : ""}surel-${what}`,
    options: { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: maxAgeSeconds },
  };
}
