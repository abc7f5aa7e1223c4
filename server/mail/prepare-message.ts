// Everything about a message that does not depend on who gets it, worked out before any transaction: its hash and
// compressed content, what lists show, the terms it is found by, the keys of its thread.
import { hash } from "node:crypto";

import { listBodyParts } from "../../standards/mime/body-structure.ts";
import { asAddresses, asDate, asText, messageHeader } from "../../standards/mime/header-forms.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import { previewOf } from "../../standards/mime/preview.ts";
import { searchTextOf } from "../../standards/mime/search-text.ts";
import { baseSubject, threadKeysOf } from "../../standards/mime/thread-keys.ts";
import type { ParsedMessage } from "../../standards/mime/types.ts";
import type { BlobHash } from "../base/ids.ts";
import type { EmailHeader } from "../store/mail-types.ts";
import type { PreparedBlob } from "./blobs.ts";
import type { Mail } from "./mail.ts";
import { createTermSet, type TextField } from "./terms.ts";

export interface PreparedMessage {
  readonly raw: Uint8Array;
  readonly blobHash: BlobHash;
  readonly size: number;
  readonly blob: PreparedBlob;
  readonly header: EmailHeader;
  readonly subject: string | null;
  readonly preview: string;
  readonly sentAt: Date | null;
  readonly hasAttachment: boolean;
  /** Hashes of message id and base subject: what ties it to other messages. */
  readonly threadKeys: readonly bigint[];
  /** Its terms, each between line feeds. */
  readonly terms: string;
}

/** A large message is in the blob store when this resolves; a small one is inserted with the rows. */
export async function prepareMessage(
  mail: Pick<Mail, "blobs">,
  raw: Uint8Array,
  parsed: ParsedMessage = parseMessage(raw),
): Promise<PreparedMessage> {
  const blob = await mail.blobs.prepare(raw);
  const subjectValue = messageHeader(parsed, "Subject");
  const subject = subjectValue && withoutNul(asText(subjectValue, parsed.charset));
  const header = headerOf(parsed);
  return {
    raw,
    blobHash: blob.hash,
    size: raw.length,
    blob,
    header,
    subject,
    preview: shortened(withoutNul(previewOf(raw, parsed))),
    sentAt: header.sentAt === null ? null : asInstant(header.sentAt),
    hasAttachment: listBodyParts(parsed).hasAttachment,
    threadKeys: keysOf(parsed, subject ?? ""),
    terms: termsOf(raw, parsed, header),
  };
}

/** No more of a list of addresses than a person could look at; the message itself keeps all. */
const maxListedAddresses = 200;

function headerOf(parsed: ParsedMessage): EmailHeader {
  const addresses = (name: string) => {
    const value = messageHeader(parsed, name);
    return value && asAddresses(value, parsed.charset);
  };
  const date = messageHeader(parsed, "Date");
  return {
    from: addresses("From"),
    sender: addresses("Sender"),
    to: addresses("To"),
    cc: addresses("Cc"),
    bcc: addresses("Bcc"),
    sentAt: date && asDate(date),
  };
}

/** RFC 8621 §3: the same message id, and the same subject but for reply and forward marks. */
function keysOf(parsed: ParsedMessage, subject: string): bigint[] {
  const { messageId, inReplyTo, references } = threadKeysOf(parsed);
  const base = baseSubject(subject).toLowerCase();
  const ids = new Set([...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references]);
  return [...ids].map((id) => hash("sha256", `${id}\0${base}`, "buffer").readBigInt64LE());
}

function termsOf(raw: Uint8Array, parsed: ParsedMessage, header: EmailHeader): string {
  const text = searchTextOf(raw, parsed);
  const terms = createTermSet();
  terms.addText("subject", text.subject);
  for (const field of ["from", "to", "cc", "bcc"] as const satisfies TextField[]) {
    for (const { name, email } of header[field]?.slice(0, maxListedAddresses) ?? []) {
      if (name) terms.addText(field, name);
      terms.addAddress(field, email);
    }
  }
  terms.addText("body", text.body);
  terms.addText("body", text.attachmentNames);
  return `\n${terms.list().join("\n")}\n`;
}

/** What fits beside the subject in the widest list; RFC 8621 §4.1.4 allows 256. Of what is kept per email, it is the largest. */
const maxPreviewLength = 112;

/** Ends with a word: a beginning of the text and nothing else, as programs compare it. */
function shortened(preview: string): string {
  if (preview.length <= maxPreviewLength) return preview;
  const cut = preview.slice(0, maxPreviewLength).replace(/[\ud800-\udbff]$/, "");
  const ends = /\s/.test(preview.charAt(cut.length));
  return (ends ? cut : cut.replace(/(?<=.{80})\s\S*$/, "")).trimEnd();
}

function asInstant(date: string): Date | null {
  const instant = new Date(date);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

function withoutNul(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}
