// The texts of a message: EmailBodyValue, RFC 8621 §4.1.4 and §4.2.
import type { EmailBodyValue } from "../../../../standards/jmap/email.ts";
import type { BodyParts } from "../../../../standards/mime/body-structure.ts";
import { decodeText } from "../../../../standards/mime/decode-body.ts";
import type { Part } from "../../../../standards/mime/types.ts";

export type BodyValueOptions = {
  fetchTextBodyValues: boolean;
  fetchHTMLBodyValues: boolean;
  fetchAllBodyValues: boolean;
  /** 0: whole. */
  maxBodyValueBytes: number;
};

export function readBodyValues(
  raw: Uint8Array,
  root: Part,
  bodies: BodyParts,
  options: BodyValueOptions,
): Record<string, EmailBodyValue> {
  const wanted = new Set<Part>();
  if (options.fetchAllBodyValues) addTexts(root, wanted);
  if (options.fetchTextBodyValues) for (const part of bodies.textBody) if (isText(part)) wanted.add(part);
  if (options.fetchHTMLBodyValues) for (const part of bodies.htmlBody) if (isText(part)) wanted.add(part);
  const values: Record<string, EmailBodyValue> = {};
  for (const part of wanted) values[part.partId!] = readBodyValue(raw, part, options.maxBodyValueBytes);
  return values;
}

function addTexts(part: Part, into: Set<Part>): void {
  if (isText(part)) into.add(part);
  for (const child of part.subParts) addTexts(child, into);
}

const isText = (part: Part) => part.partId !== null && part.type.startsWith("text/");

function readBodyValue(raw: Uint8Array, part: Part, maxBytes: number): EmailBodyValue {
  const { text, isEncodingProblem } = decodeText(raw, part);
  const value = maxBytes > 0 ? truncate(text, maxBytes, part.type === "text/html") : text;
  return { value, isEncodingProblem, isTruncated: value.length < text.length };
}

/** RFC 8621 §4.2: at most `maxBytes` octets of UTF-8, never half a character, in HTML not within a tag. */
export function truncate(text: string, maxBytes: number, isHtml: boolean): string {
  // A UTF-16 unit is at most three octets.
  if (text.length * 3 <= maxBytes) return text;
  const target = new Uint8Array(Math.min(maxBytes, text.length * 3));
  const { read } = new TextEncoder().encodeInto(text, target);
  if (read >= text.length) return text;
  const cut = text.slice(0, read);
  const tag = isHtml ? cut.lastIndexOf("<") : -1;
  return tag >= 0 && tag > cut.lastIndexOf(">") ? cut.slice(0, tag) : cut;
}
