// Ids are numbers (content hashes: strings) that the type checker keeps apart, and random tokens from a given source.

import { randomBytes } from "node:crypto";

declare const brand: unique symbol;

/** A `T` that cannot be passed where another kind of id is expected; made by a cast where a value enters (`id as AccountId`). */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type OrganisationId = Branded<number, "OrganisationId">;
export type UnitId = Branded<number, "UnitId">;
export type AccountId = Branded<number, "AccountId">;
export type MailboxId = Branded<number, "MailboxId">;
export type ThreadId = Branded<number, "ThreadId">;
export type EmailId = Branded<number, "EmailId">;
export type IdentityId = Branded<number, "IdentityId">;
export type SubmissionId = Branded<number, "SubmissionId">;
export type SessionId = Branded<number, "SessionId">;
/** The SHA-256 of a blob's bytes in lower-case hexadecimal. */
export type BlobHash = Branded<string, "BlobHash">;

/** A source of unpredictable bytes, fresh for every call. */
export type RandomSource = (sizeBytes: number) => Uint8Array;

export const systemRandom: RandomSource = (sizeBytes) => randomBytes(sizeBytes);

/** A secret for URLs, cookies and headers: base64url without padding, 256 bits unless told otherwise. */
export function createToken(random: RandomSource, sizeBytes = 32): string {
  return Buffer.from(random(sizeBytes)).toString("base64url");
}

// Crockford's base 32: no I, L, O, U, so that a code can be read aloud and typed from paper.
const READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code for people: groups of four readable characters (20 bits each) joined by hyphens, `K7QM-2XVR-…`. */
export function createReadableCode(random: RandomSource, groups = 4): string {
  const bytes = random(groups * 4);
  const characters = Array.from(bytes, (byte) => READABLE[byte & 31]).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

/** A short name for one failure, put into the log and shown to the peer in place of what went wrong. */
export function createErrorId(random: RandomSource): string {
  return Buffer.from(random(6)).toString("hex");
}
