// Ids as clients see them: a letter for the type and the number, so that an id of one type is never taken for another's.
// A blob is named by its hash, and a part of a message by the hash and the part, or the parts on the way to it.
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

/** A whole blob; with one part id a decoded part of the message that it is; with more, of the message that this part is. */
export type BlobName = { readonly hash: BlobHash; readonly partIds: readonly string[] };

/** Messages within messages are read this deep; also keeps an id within its 255 characters. */
const maxNestedMessages = 8;
const maxIdLength = 255;
const blobPattern = /^b([0-9a-f]{64})((?:_[0-9]+(?:-[0-9]+)*)*)$/;

export const formatBlobId = (hash: BlobHash): string => `b${hash}`;

/** Null for what no id can name. */
export function formatPartBlobId({ hash, partIds }: BlobName, partId: string): string | null {
  const id = [`b${hash}`, ...partIds, partId].join("_").replaceAll(".", "-");
  return partIds.length < maxNestedMessages && id.length <= maxIdLength ? id : null;
}

export function parseBlobId(id: string): BlobName | undefined {
  const [, hash, path = ""] = id.length <= maxIdLength ? (blobPattern.exec(id) ?? []) : [];
  const partIds = path.split("_").slice(1);
  return hash === undefined || partIds.length > maxNestedMessages
    ? undefined
    : { hash: hash as BlobHash, partIds: partIds.map((partId) => partId.replaceAll("-", ".")) };
}

/** State strings are modseq numbers. Undefined for what no state of ours looks like. */
export function parseState(state: string): number | undefined {
  const number = Number(state);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === state ? number : undefined;
}
