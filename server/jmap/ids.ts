// Ids as clients see them: a letter for the type and the number, so that an id of one type is never taken for another's.
// A blob is named by its hash, and a part of a message by the hash and the part.
import type { AccountId, BlobHash, EmailId, IdentityId, MailboxId, SubmissionId, ThreadId } from "../base/ids.ts";

export const formatAccountId = (id: AccountId): string => `a${id}`;
export const formatMailboxId = (id: MailboxId): string => `m${id}`;
export const formatEmailId = (id: EmailId): string => `e${id}`;
export const formatThreadId = (id: ThreadId): string => `t${id}`;
export const formatIdentityId = (id: IdentityId): string => `i${id}`;
export const formatSubmissionId = (id: SubmissionId): string => `s${id}`;
export const formatPushSubscriptionId = (id: number): string => `p${id}`;

export const parseAccountId = (id: string) => parseNumber(id, "a") as AccountId | undefined;
export const parseMailboxId = (id: string) => parseNumber(id, "m") as MailboxId | undefined;
export const parseEmailId = (id: string) => parseNumber(id, "e") as EmailId | undefined;
export const parseThreadId = (id: string) => parseNumber(id, "t") as ThreadId | undefined;
export const parseIdentityId = (id: string) => parseNumber(id, "i") as IdentityId | undefined;
export const parseSubmissionId = (id: string) => parseNumber(id, "s") as SubmissionId | undefined;
export const parsePushSubscriptionId = (id: string) => parseNumber(id, "p");

/** The store's ids are of four octets. */
const maxNumber = 2 ** 31 - 1;

/** Undefined unless it is exactly what the formatter would write: one id has one spelling. */
function parseNumber(id: string, letter: string): number | undefined {
  if (id.charAt(0) !== letter || id.length > 11) return undefined;
  const number = Number(id.slice(1));
  return number > 0 && number <= maxNumber && id === `${letter}${number}` ? number : undefined;
}

/** A whole blob, or one decoded part of the message that it is. */
export type BlobName = { hash: BlobHash; partId: string | null };

const blobPattern = /^b([0-9a-f]{64})(?:_([0-9]+(?:\.[0-9]+)*))?$/;

export const formatBlobId = (hash: BlobHash, partId?: string): string =>
  partId === undefined ? `b${hash}` : `b${hash}_${partId.replaceAll(".", "-")}`;

export function parseBlobId(id: string): BlobName | undefined {
  const match = blobPattern.exec(id.replaceAll("-", "."));
  return match && id === formatBlobId(match[1] as BlobHash, match[2])
    ? { hash: match[1] as BlobHash, partId: match[2] ?? null }
    : undefined;
}

/** State strings are modseq numbers. Undefined for what no state of ours looks like. */
export function parseState(state: string): number | undefined {
  const number = Number(state);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === state ? number : undefined;
}
