// Builds messages (RFC 5322, RFC 2045, RFC 2046) from fields and a tree of parts, as Email/set needs it (RFC 8621 §4.6).
// Output is 7-bit unless more is asked for; refuses by a TypeError what would break a header (see format-header.ts).
import { encodeOctets, encodeText, type BodyOptions, type EncodedBody } from "./encode-body.ts";
import { formatHeaderField, type HeaderOptions, type HeaderToBuild } from "./format-header.ts";
import { formatParameter } from "./format-parameters.ts";

export type PartToBuild = {
  /** Without parameters, as "text/plain". */
  type: string;
  /** Of Content-Type. The charset of text given as a string is always UTF-8; the boundary is always ours. */
  parameters?: Readonly<Record<string, string>>;
  disposition?: string | null;
  /** Becomes the file name; alone it implies the disposition "attachment". */
  name?: string | null;
  cid?: string | null;
  language?: readonly string[] | null;
  location?: string | null;
  /** Other fields, in order. One that this part would write itself (a leaf's Content-Type, say) replaces ours. */
  headers?: readonly HeaderToBuild[];
  /** A leaf's content: text, or octets that are kept exactly. */
  content?: string | Uint8Array;
  /** The children of multipart/*. */
  subParts?: readonly PartToBuild[];
};

export type MessageToBuild = HeaderOptions &
  BodyOptions & {
    /** In the order they are written, before the fields of the body. Nothing is added but MIME-Version. */
    headers: readonly HeaderToBuild[];
    body: PartToBuild;
    /** A fresh boundary at each call, at most 70 characters of A-Z a-z 0-9 ' ( ) + _ , - . / : = ? (RFC 2046 §5.1.1). */
    boundary: () => string;
  };

export type Attachment = {
  type: string;
  name?: string | null;
  content: Uint8Array;
  /** Given for a picture that the HTML shows by "cid:". */
  cid?: string | null;
};

const mediaType = /^[\w!#$%&'*+.^`{|}~-]+\/[\w!#$%&'*+.^`{|}~-]+$/;
const boundaryPattern = /^[\w'()+,./:=?-]{1,70}$/;
const lineBreak = Buffer.from("\r\n");
const maxTries = 8;
const maxDepth = 100;

/** The message as it would be sent. */
export function buildMessage(message: MessageToBuild): Uint8Array {
  const hasVersion = message.headers.some((header) => header.name.toLowerCase() === "mime-version");
  const fields = message.headers.map((header) => formatHeaderField(header, message));
  if (!hasVersion) fields.push("MIME-Version: 1.0\r\n");
  return Buffer.concat([Buffer.from(fields.join("")), ...buildPart(message.body, message, 0)]);
}

/** The usual arrangement: text and HTML as alternatives, pictures of the HTML with it, attachments after it. */
export function composeBody(content: {
  text?: string | null;
  html?: string | null;
  inline?: readonly Attachment[];
  attachments?: readonly Attachment[];
}): PartToBuild {
  const alternatives: PartToBuild[] = [];
  if (content.text != null || content.html == null)
    alternatives.push({ type: "text/plain", content: content.text ?? "" });
  if (content.html != null) {
    const html: PartToBuild = { type: "text/html", content: content.html };
    const inline = (content.inline ?? []).map((part) => attachmentPart(part, "inline"));
    alternatives.push(wrap("related", [html, ...inline]));
  }
  const attachments = (content.attachments ?? []).map((part) => attachmentPart(part, "attachment"));
  return wrap("mixed", [wrap("alternative", alternatives), ...attachments]);
}

function wrap(subtype: string, parts: PartToBuild[]): PartToBuild {
  return parts.length === 1 ? parts[0]! : { type: `multipart/${subtype}`, subParts: parts };
}

function attachmentPart({ type, name, content, cid }: Attachment, disposition: string): PartToBuild {
  return { type, disposition, name: name ?? null, cid: cid ?? null, content };
}

/** Header, empty line and body as pieces. */
function buildPart(part: PartToBuild, message: MessageToBuild, depth: number): Uint8Array[] {
  if (!mediaType.test(part.type)) throw new TypeError("a media type is not valid");
  if (depth > maxDepth) throw new TypeError("the parts are nested too deeply");
  if (part.type.toLowerCase().startsWith("multipart/")) return buildMultipart(part, message, depth);

  const { content = "" } = part;
  const { encoding, octets }: EncodedBody =
    typeof content === "string"
      ? encodeText(content, message)
      : encodeOctets(content, isFile(part) ? "application/octet-stream" : part.type.toLowerCase(), message);
  const charset: Record<string, string> = typeof content === "string" ? { charset: "utf-8" } : {};
  const header = partHeader(part, { ...part.parameters, ...charset }, message);
  const transfer = encoding === "7bit" ? "" : `Content-Transfer-Encoding: ${encoding}\r\n`;
  return [Buffer.from(`${header}${transfer}\r\n`), octets];
}

/** A text that is a file keeps its line breaks with every reader only in base64. */
function isFile({ type, name, disposition }: PartToBuild): boolean {
  return (disposition === "attachment" || Boolean(name)) && /^text\//i.test(type);
}

function buildMultipart(part: PartToBuild, message: MessageToBuild, depth: number): Uint8Array[] {
  const children = (part.subParts ?? []).map((child) => buildPart(child, message, depth + 1));
  if (children.length === 0) throw new TypeError("a multipart has no parts");
  const boundary = freshBoundary(message.boundary, children.flat());
  const others = (part.headers ?? []).filter((header) => header.name.toLowerCase() !== "content-type");
  const header = partHeader({ ...part, headers: others }, { ...part.parameters, boundary }, message);
  const delimiter = Buffer.from(`\r\n--${boundary}\r\n`);
  return [
    Buffer.from(`${header}\r\n`),
    ...children.flatMap((child, index) => [index === 0 ? delimiter.subarray(lineBreak.length) : delimiter, ...child]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ];
}

/** RFC 2046 §5.1.1: the boundary must not appear in what it bounds. */
function freshBoundary(next: () => string, pieces: Uint8Array[]): string {
  for (let tries = 0; tries < maxTries; tries++) {
    const boundary = next();
    if (!boundaryPattern.test(boundary)) throw new TypeError("a boundary is not valid");
    if (!pieces.some((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.length).includes(`--${boundary}`))) {
      return boundary;
    }
  }
  throw new TypeError("the boundaries given all appear in the content");
}

function partHeader(part: PartToBuild, parameters: Record<string, string>, options: HeaderOptions): string {
  const given = part.headers ?? [];
  const has = (name: string) => given.some((header) => header.name.toLowerCase() === name);
  const fields = given.map((header) => formatHeaderField(header, options));
  const name: Record<string, string> = part.name ? { name: part.name } : {};
  if (!has("content-type")) fields.push(parameterized("Content-Type", part.type, { ...parameters, ...name }));
  const disposition = part.disposition ?? (part.name ? "attachment" : null);
  if (disposition && !has("content-disposition")) {
    const fileName: Record<string, string> = part.name ? { filename: part.name } : {};
    fields.push(parameterized("Content-Disposition", disposition, fileName));
  }
  const field = (header: HeaderToBuild) => {
    if (!has(header.name.toLowerCase())) fields.push(formatHeaderField(header, options));
  };
  if (part.cid) field({ name: "Content-ID", messageIds: [part.cid] });
  if (part.language?.length) field({ name: "Content-Language", text: part.language.join(", ") });
  if (part.location) field({ name: "Content-Location", text: part.location });
  return fields.join("");
}

function parameterized(name: string, value: string, parameters: Record<string, string>): string {
  if (!/^[\w!#$%&'*+./^`{|}~-]+$/.test(value)) throw new TypeError(`the value of ${name} is not valid`);
  const tokens = Object.entries(parameters).flatMap(([key, text]) => formatParameter(key, text));
  let line = `${name}: ${value}`;
  let field = "";
  for (const token of tokens) {
    line += ";";
    if (line.length + token.length > 77) {
      field += `${line}\r\n`;
      line = token;
    } else line += token;
  }
  return `${field}${line}\r\n`;
}
