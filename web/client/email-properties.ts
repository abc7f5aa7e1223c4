// Which properties of an Email each part of the interface needs: what a row of the list shows, and what reading adds to it.

/** All that a row of the list shows; only `mailboxIds` and `keywords` of them can change (RFC 8621 §4.1.1). */
export const listProperties = [
  "id",
  "threadId",
  "mailboxIds",
  "keywords",
  "from",
  "to",
  "subject",
  "receivedAt",
  "preview",
  "hasAttachment",
  "size",
] as const;

/** The properties of an Email that can change after its creation (RFC 8621 §4.1.1). */
export const mutableProperties = ["mailboxIds", "keywords"] as const;

/** What reading adds to the list properties. */
export const bodyProperties = [
  "id",
  "blobId",
  "messageId",
  "inReplyTo",
  "references",
  "sender",
  "cc",
  "bcc",
  "replyTo",
  "sentAt",
  "htmlBody",
  "textBody",
  "attachments",
  "bodyValues",
  "header:Authentication-Results:asText:all",
  "header:List-Unsubscribe:asURLs",
] as const;

/** The properties of a body part that reading needs. */
const bodyPartProperties = ["partId", "blobId", "size", "name", "type", "charset", "disposition", "cid"] as const;

/** A text longer than this is cut by the server and can be downloaded whole instead. */
const maxBodyValueBytes = 1024 * 1024;

/** The arguments of Email/get for what reading adds. */
export const bodyArguments = {
  properties: bodyProperties,
  bodyProperties: bodyPartProperties,
  fetchHTMLBodyValues: true,
  fetchTextBodyValues: true,
  maxBodyValueBytes,
} as const;
