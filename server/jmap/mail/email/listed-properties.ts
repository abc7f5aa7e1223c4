// The properties of an email that lists show: rows that are read for lists have these, and no more.
import { formatUtcSecond } from "../../../../standards/jmap/types.ts";
import type { ListedEmail } from "../../../store/mail-types.ts";
import { formatEmailId, formatMailboxId, formatThreadId } from "../../ids.ts";

export type ListedReader = (row: ListedEmail) => unknown;

const readers: Readonly<Record<string, ListedReader>> = {
  id: (row) => formatEmailId(row.id),
  threadId: (row) => formatThreadId(row.threadId),
  mailboxIds: (row) => setOf(row.mailboxIds, formatMailboxId),
  keywords: (row) => setOf(row.keywords, (keyword) => keyword),
  size: (row) => row.size,
  receivedAt: (row) => formatUtcSecond(row.receivedAt),
  sender: (row) => row.header.sender,
  from: (row) => row.header.from,
  to: (row) => row.header.to,
  cc: (row) => row.header.cc,
  bcc: (row) => row.header.bcc,
  subject: (row) => row.subject,
  hasAttachment: (row) => row.hasAttachment,
  preview: (row) => row.preview,
};

/** Undefined for what lists do not show. */
export function listedReader(property: string): ListedReader | undefined {
  return Object.hasOwn(readers, property) ? readers[property] : undefined;
}

/** Whether the argument `properties` of an Email/get names nothing else. */
export function areListed(properties: unknown): properties is string[] {
  return (
    Array.isArray(properties) && properties.every((name) => typeof name === "string" && Object.hasOwn(readers, name))
  );
}

/** Whether it can change or names the email: the others never change (RFC 8621 §4.1). */
export function isMark(property: string): boolean {
  return marks.includes(property);
}

const marks: readonly string[] = ["id", "threadId", "mailboxIds", "keywords"];

function setOf<T>(values: readonly T[], format: (value: T) => string): Record<string, true> {
  const set: Record<string, true> = {};
  for (const value of values) set[format(value)] = true;
  return set;
}
