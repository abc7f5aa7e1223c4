// An email with the properties that were asked for. Most come from its row; the message is read only for those that do not.
import {
  emailBodyProperties,
  emailHeaderProperties,
  emailMetadataProperties,
  type EmailBodyValue,
  type EmailGetOptions,
} from "../../../../standards/jmap/email.ts";
import { headerOfProperty, parseHeaderProperty } from "../../../../standards/jmap/header-property.ts";
import { listBodyParts, type BodyParts } from "../../../../standards/mime/body-structure.ts";
import { parseMessage } from "../../../../standards/mime/parse-message.ts";
import { previewOf } from "../../../../standards/mime/preview.ts";
import type { ParsedMessage } from "../../../../standards/mime/types.ts";
import type { Email as EmailRow } from "../../../store/mail-types.ts";
import { arrayOf, isBoolean, isString, isUnsignedInt, type Guard } from "../../guards.ts";
import { formatBlobId, type BlobName } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { invalidArguments } from "../../method-errors.ts";
import { listHeaders, planBodyParts, toBodyPart, toBodyStructure, type PartPlan } from "./body-part.ts";
import { readBodyValues, type BodyValueOptions } from "./body-values.ts";
import { readHeader } from "./header-value.ts";
import { listedReader, type ListedReader } from "./listed-properties.ts";

/** A message that has been read. `bodies` is worked out at the first use. */
export type OpenMessage = { parsed: ParsedMessage; blob: BlobName; bodies?: BodyParts };

type RowReader = (row: EmailRow) => unknown;
type MessageReader = (message: OpenMessage) => unknown;

export type EmailPlan = {
  fromList: readonly [name: string, read: ListedReader][];
  fromRow: readonly [name: string, read: RowReader][];
  fromMessage: readonly [name: string, read: MessageReader][];
};

/** Arguments that Email/get and Email/parse share (RFC 8621 §4.2, §4.9). */
export const viewGuards = {
  bodyProperties: arrayOf(isString),
  fetchTextBodyValues: isBoolean,
  fetchHTMLBodyValues: isBoolean,
  fetchAllBodyValues: isBoolean,
  maxBodyValueBytes: isUnsignedInt,
} satisfies Record<string, Guard<unknown>>;

/** How to read the properties; refuses unknown ones. With `parsedOnly` there is no row: its properties are null. */
export function planEmail(
  properties: readonly string[],
  options: EmailGetOptions,
  { parsedOnly = false } = {},
): EmailPlan {
  if (properties.length > limits.maxPropertiesInGet) throw invalidArguments("too many properties");
  const parts = planBodyParts(options.bodyProperties);
  const values: BodyValueOptions = {
    fetchTextBodyValues: options.fetchTextBodyValues ?? false,
    fetchHTMLBodyValues: options.fetchHTMLBodyValues ?? false,
    fetchAllBodyValues: options.fetchAllBodyValues ?? false,
    maxBodyValueBytes: options.maxBodyValueBytes ?? 0,
  };
  const fromList: [string, ListedReader][] = [];
  const fromRow: [string, RowReader][] = [];
  const fromMessage: [string, MessageReader][] = [];
  for (const name of new Set(properties)) {
    const onList = parsedOnly ? undefined : listedReader(name);
    const onRow = parsedOnly ? undefined : rowReaders[name];
    if (onList) fromList.push([name, onList]);
    else if (onRow) fromRow.push([name, onRow]);
    else fromMessage.push([name, messageReader(name, parts, values)]);
  }
  return { fromList, fromRow, fromMessage };
}

/** `message` is needed when the plan has something `fromMessage`. */
export function toEmail(plan: EmailPlan, row: EmailRow, message: OpenMessage | undefined): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, read] of plan.fromList) object[name] = read(row);
  for (const [name, read] of plan.fromRow) object[name] = read(row);
  if (message) for (const [name, read] of plan.fromMessage) object[name] = read(message);
  return object;
}

/** With an empty message in the place of its own, whose text says of itself that it is not all. */
export function toUnreadableEmail(plan: EmailPlan, row: EmailRow): Record<string, unknown> {
  const blob = { hash: row.blobHash, partIds: [] };
  const email = toEmail(plan, row, { parsed: parseMessage(new Uint8Array(0)), blob });
  const values = (email.bodyValues ?? {}) as Record<string, EmailBodyValue>;
  for (const value of Object.values(values)) Object.assign(value, { isEncodingProblem: true, isTruncated: true });
  return email;
}

export function toParsedEmail(plan: EmailPlan, message: OpenMessage): Record<string, unknown> {
  return Object.fromEntries(plan.fromMessage.map(([name, read]) => [name, read(message)]));
}

const rowReaders: Partial<Record<string, RowReader>> = {
  blobId: (row) => formatBlobId(row.blobHash),
  sentAt: (row) => row.header.sentAt(),
};

const known: readonly string[] = [
  ...emailMetadataProperties,
  ...emailHeaderProperties,
  ...emailBodyProperties,
  "headers",
];

export function isEmailProperty(name: string): boolean {
  return known.includes(name) || parseHeaderProperty(name) !== undefined;
}

function messageReader(name: string, parts: PartPlan, values: BodyValueOptions): MessageReader {
  const source = ({ parsed, blob }: OpenMessage) => ({ message: parsed, blob });
  switch (name) {
    case "headers":
      return ({ parsed }) => listHeaders(parsed.raw, parsed.root);
    case "bodyStructure":
      return (message) => toBodyStructure(message.parsed.root, source(message), parts);
    case "bodyValues":
      return (message) => readBodyValues(message.parsed.raw, message.parsed.root, bodiesOf(message), values);
    case "textBody":
    case "htmlBody":
    case "attachments":
      return (message) => bodiesOf(message)[name].map((part) => toBodyPart(part, source(message), parts));
    case "hasAttachment":
      return (message) => bodiesOf(message).hasAttachment;
    case "preview":
      return ({ parsed }) => previewOf(parsed.raw, parsed);
    case "size":
      return ({ parsed }) => parsed.size;
    case "id":
    case "blobId":
    case "threadId":
    case "mailboxIds":
    case "keywords":
    case "receivedAt":
      // RFC 8621 §4.9: a message that is only parsed is in no mailbox; whoever parses it knows the id of its blob.
      return () => null;
  }
  const header = Object.hasOwn(headerOfProperty, name)
    ? { ...headerOfProperty[name as keyof typeof headerOfProperty], all: false }
    : parseHeaderProperty(name);
  if (!header) throw invalidArguments(`an email has no property ${JSON.stringify(name.slice(0, 100))}`);
  return ({ parsed }) => readHeader(parsed, parsed.root, header);
}

function bodiesOf(message: OpenMessage): BodyParts {
  return (message.bodies ??= listBodyParts(message.parsed));
}
