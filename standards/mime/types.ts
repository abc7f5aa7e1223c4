// What parsing a message yields: offsets into the raw octets and the few values that everybody asks for. Nothing of the body
// is copied or decoded (see decode-body.ts).

/** Offsets into the raw message. The value is what follows the colon, folding included, without the final line break. */
export type HeaderField = {
  /** As written; compared without regard to case. */
  name: string;
  start: number;
  valueStart: number;
  end: number;
};

/** An EmailBodyPart of RFC 8621 §4.1.4 with its place in the raw message. */
export type Part = {
  /** Null exactly for multipart/*. Otherwise the section number IMAP gives it: "1", "2", "2.1" (RFC 9051 §6.4.5.1). */
  partId: string | null;
  headers: HeaderField[];
  /** Lower case, without parameters; the implicit type where none is given. */
  type: string;
  /** As written; "us-ascii" is implied for text without one; null for other types. */
  charset: string | null;
  /** Lower case, without parameters. */
  disposition: string | null;
  cid: string | null;
  language: string[] | null;
  location: string | null;
  name: string | null;
  /** Octets after decoding the transfer encoding: exactly what `decodePart` returns. */
  size: number;
  /** Empty unless multipart/*. Attached messages are leaves (RFC 8621 §4.1.4). */
  subParts: Part[];
  /** Content-Transfer-Encoding in lower case, "7bit" when absent. */
  encoding: string;
  headerStart: number;
  bodyStart: number;
  /** Exclusive; the line break before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
  bodyEnd: number;
};

/** What was wrong or cut off; each at most once per message. */
export type Defect =
  | "headerTruncated"
  | "malformedHeader"
  | "tooManyParts"
  | "tooDeep"
  | "boundaryMissing"
  | "multipartUnclosed";

export type ParsedMessage = {
  /** The octets that were parsed, shared and not copied; offsets are into this. */
  raw: Uint8Array;
  root: Part;
  size: number;
  /** The first charset beside ASCII and UTF-8 that a text part declares: octets of header fields that declare none are likely in it. */
  charset: string | null;
  defects: Defect[];
};

export type MimeLimits = {
  /** Nesting of multiparts; deeper ones become opaque leaves. */
  maxDepth: number;
  /** Parts of the whole message; what follows belongs to the last multipart unread. */
  maxParts: number;
  /** Octets of all headers together that are read; a field beyond is left out. */
  maxHeaderBytes: number;
  /** Fields of all headers together that are read. */
  maxHeaderFields: number;
};

export const defaultMimeLimits: MimeLimits = {
  maxDepth: 50,
  maxParts: 1_000,
  maxHeaderBytes: 1024 * 1024,
  maxHeaderFields: 20_000,
};
