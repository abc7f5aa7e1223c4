// Email, RFC 8621 §4.
import type { AddressGroup, EmailAddress } from "../address/types.ts";
import type { Id, JmapDate, UnsignedInt, UTCDate } from "./types.ts";

export type { AddressGroup, EmailAddress };

/** RFC 8621 §4.1.3: `header:{name}[:as{form}][:all]`. */
export type HeaderProperty = `header:${string}`;
export type EmailHeader = { name: string; value: string };

/** RFC 8621 §4.1.4. */
export type EmailBodyPart = {
  partId: string | null;
  blobId: Id | null;
  size: UnsignedInt;
  headers: EmailHeader[];
  name: string | null;
  type: string;
  charset: string | null;
  disposition: string | null;
  cid: string | null;
  language: string[] | null;
  location: string | null;
  subParts: EmailBodyPart[] | null;
};

export type EmailBodyValue = { value: string; isEncodingProblem: boolean; isTruncated: boolean };

export type EmailMetadata = {
  id: Id;
  blobId: Id;
  threadId: Id;
  mailboxIds: Record<Id, true>;
  keywords: Record<string, true>;
  size: UnsignedInt;
  receivedAt: UTCDate;
};

/** The header fields with a property of their own (RFC 8621 §4.1.3). */
export type EmailHeaders = {
  messageId: string[] | null;
  inReplyTo: string[] | null;
  references: string[] | null;
  sender: EmailAddress[] | null;
  from: EmailAddress[] | null;
  to: EmailAddress[] | null;
  cc: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  replyTo: EmailAddress[] | null;
  subject: string | null;
  sentAt: JmapDate | null;
};

export type EmailBody = {
  bodyStructure: EmailBodyPart;
  bodyValues: Record<string, EmailBodyValue>;
  textBody: EmailBodyPart[];
  htmlBody: EmailBodyPart[];
  attachments: EmailBodyPart[];
  hasAttachment: boolean;
  preview: string;
};

export type Email = EmailMetadata & EmailHeaders & EmailBody & { headers: EmailHeader[] };

/** An email with some properties, as Email/get gives it for a list of them. */
export type PartialEmail = Partial<Email> & { id: Id; [header: HeaderProperty]: unknown };

export const emailMetadataProperties = [
  "id",
  "blobId",
  "threadId",
  "mailboxIds",
  "keywords",
  "size",
  "receivedAt",
] as const satisfies (keyof EmailMetadata)[];

export const emailHeaderProperties = [
  "messageId",
  "inReplyTo",
  "references",
  "sender",
  "from",
  "to",
  "cc",
  "bcc",
  "replyTo",
  "subject",
  "sentAt",
] as const satisfies (keyof EmailHeaders)[];

export const emailBodyProperties = [
  "bodyStructure",
  "bodyValues",
  "textBody",
  "htmlBody",
  "attachments",
  "hasAttachment",
  "preview",
] as const satisfies (keyof EmailBody)[];

/** What Email/get gives when no properties are named (RFC 8621 §4.2). */
export const emailDefaultProperties = [
  "id",
  "blobId",
  "threadId",
  "mailboxIds",
  "keywords",
  "size",
  "receivedAt",
  "messageId",
  "inReplyTo",
  "references",
  "sender",
  "from",
  "to",
  "cc",
  "bcc",
  "replyTo",
  "subject",
  "sentAt",
  "hasAttachment",
  "preview",
  "bodyValues",
  "textBody",
  "htmlBody",
  "attachments",
] as const satisfies (keyof Email)[];

export const bodyPartProperties = [
  "partId",
  "blobId",
  "size",
  "headers",
  "name",
  "type",
  "charset",
  "disposition",
  "cid",
  "language",
  "location",
  "subParts",
] as const satisfies (keyof EmailBodyPart)[];

/** What a body part has when no bodyProperties are named (RFC 8621 §4.2). */
export const bodyPartDefaultProperties = [
  "partId",
  "blobId",
  "size",
  "name",
  "type",
  "charset",
  "disposition",
  "cid",
  "language",
  "location",
] as const satisfies (keyof EmailBodyPart)[];

export type EmailGetOptions = {
  bodyProperties?: (keyof EmailBodyPart | HeaderProperty)[];
  fetchTextBodyValues?: boolean;
  fetchHTMLBodyValues?: boolean;
  fetchAllBodyValues?: boolean;
  maxBodyValueBytes?: UnsignedInt;
};

/** A part to be created: what RFC 8621 §4.6 leaves to the client. Exactly one of partId and blobId, or subParts. */
export type EmailBodyPartCreate = Partial<Omit<EmailBodyPart, "subParts" | "headers">> & {
  subParts?: EmailBodyPartCreate[] | null;
  [header: HeaderProperty]: unknown;
};

/** RFC 8621 §4.6. Either bodyStructure, or textBody, htmlBody and attachments. */
export type EmailCreate = Partial<EmailHeaders> & {
  mailboxIds: Record<Id, true>;
  keywords?: Record<string, true>;
  receivedAt?: UTCDate;
  bodyStructure?: EmailBodyPartCreate;
  textBody?: EmailBodyPartCreate[] | null;
  htmlBody?: EmailBodyPartCreate[] | null;
  attachments?: EmailBodyPartCreate[] | null;
  bodyValues?: Record<string, Partial<EmailBodyValue> & { value: string }>;
  [header: HeaderProperty]: unknown;
};
