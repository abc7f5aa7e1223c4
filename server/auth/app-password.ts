// Passwords of other programs: 100 random bits as readable groups, shown once. Spaces, hyphens and case do not matter when
// they are typed.

import { hash } from "node:crypto";

import { createReadableCode, type RandomSource } from "../base/ids.ts";

const GROUPS = 5;

export function createAppPasswordSecret(random: RandomSource): string {
  return createReadableCode(random, GROUPS);
}

/** What the database knows of it; undefined for what cannot be one. */
export function hashAppPassword(typed: string): Buffer | undefined {
  if (typed.length > 64) return undefined;
  const plain = typed.replace(/[\s-]/g, "").toUpperCase();
  return /^[0-9A-HJKMNP-TV-Z]{20}$/.test(plain) ? hash("sha256", plain, "buffer") : undefined;
}
