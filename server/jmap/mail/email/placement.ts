// Where an email is and how it is marked, from a client's JSON: mailboxIds, keywords and receivedAt of Email/set, /import and
// /copy (RFC 8621 §4.1.1).
import { isUtcDate } from "../../../../standards/jmap/types.ts";
import type { MailboxId } from "../../../base/ids.ts";
import { isKeyword } from "../../../mail/email-limits.ts";
import { isObject } from "../../guards.ts";
import { parseMailboxId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import type { MethodCall } from "../../method.ts";
import { invalidProperties, setError, type Reading } from "../../set-errors.ts";

export type Placement = { mailboxIds: MailboxId[]; keywords: string[]; receivedAt: Date };

/** To be used after `reading` has finished. What is not given is as of `original`, or of a new email. */
export async function readPlacement(
  call: MethodCall,
  reading: Reading,
  { mailboxIds, keywords, receivedAt }: Record<string, unknown>,
  original: Partial<Pick<Placement, "keywords" | "receivedAt">> = {},
): Promise<Placement> {
  const read = {
    mailboxIds: await reading.read(() => readMailboxIds(call, mailboxIds)),
    keywords: await reading.read(() =>
      keywords === undefined && original.keywords ? original.keywords : readKeywords(keywords),
    ),
    receivedAt: await reading.read(() =>
      receivedAt == null && original.receivedAt
        ? original.receivedAt
        : readReceivedAt(receivedAt, call.deps.clock.now()),
    ),
  };
  return read as Placement;
}

/** At least one; creation ids are replaced. Whether they exist is for the store to say. */
export function readMailboxIds(call: MethodCall, value: unknown): MailboxId[] {
  if (!isObject(value) || !Object.values(value).every((member) => member === true))
    throw invalidProperties(["mailboxIds"]);
  const ids = Object.keys(value).map((id) => readMailboxId(call, id));
  if (ids.length === 0) throw invalidProperties(["mailboxIds"], "an email is in at least one mailbox");
  if (ids.length > limits.maxMailboxesPerEmail) throw setError("tooManyMailboxes");
  return [...new Set(ids)];
}

export function readMailboxId(call: MethodCall, id: string): MailboxId {
  const known = id.startsWith("#") ? call.created.get(id.slice(1)) : id;
  const number = known === undefined ? undefined : parseMailboxId(known);
  if (number === undefined) throw invalidProperties(["mailboxIds"], "there is no such mailbox");
  return number;
}

/** In lower case, each once. */
export function readKeywords(value: unknown): string[] {
  if (value == null) return [];
  if (!isObject(value) || !Object.values(value).every((member) => member === true))
    throw invalidProperties(["keywords"]);
  const keywords = Object.keys(value);
  if (!keywords.every(isKeyword)) throw invalidProperties(["keywords"]);
  if (keywords.length > limits.maxKeywordsPerEmail) throw setError("tooManyKeywords");
  return [...new Set(keywords.map((keyword) => keyword.toLowerCase()))];
}

/** Now when absent; like the date of a message without fractions of a second. */
function readReceivedAt(value: unknown, now: number): Date {
  if (value == null) return new Date(now);
  if (!isUtcDate(value)) throw invalidProperties(["receivedAt"]);
  return new Date(Math.floor(Date.parse(value) / 1000) * 1000);
}
