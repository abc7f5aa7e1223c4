// The secret of a session: 256 random bits that only the browser keeps.

import { hash } from "node:crypto";

import { createToken, type RandomSource } from "../base/ids.ts";

export function createSessionToken(random: RandomSource): string {
  return createToken(random);
}

/** What the database knows of it; undefined for what cannot be one. */
export function hashSessionToken(token: string): Buffer | undefined {
  return /^[\w-]{43}$/.test(token) ? hash("sha256", token, "buffer") : undefined;
}
