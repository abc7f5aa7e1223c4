// The one line that lists show of a message: RFC 8621 §4.1.4, `preview`. What the sender wrote, without what is quoted below
// it. Reads only the beginning of the body, however long that is.
import { listBodyParts } from "./body-structure.ts";
import { decodeTextStart } from "./decode-body.ts";
import { htmlToText } from "./html-to-text.ts";
import type { ParsedMessage, Part } from "./types.ts";

const maxPreview = 256;
const readTextOctets = 16 * 1024;
/** Newsletters carry much style before the first word. */
const readHtmlOctets = 128 * 1024;
const readHtmlText = 4 * 1024;
/** An introduction of quoted lines may still go from what has been read so far. */
const enoughText = 3 * maxPreview;

/** At most 256 UTF-16 units of folded text, never half a character; empty when there is no text. */
export function previewOf(raw: Uint8Array, message: ParsedMessage): string {
  const { textBody, htmlBody } = listBodyParts(message);
  for (const part of new Set([...textBody, ...htmlBody])) {
    const text = textStart(raw, part);
    const preview = truncate(fold(withoutQuotes(text)) || fold(text));
    if (preview !== "") return preview;
  }
  return "";
}

function textStart(raw: Uint8Array, part: Part): string {
  if (part.type === "text/plain") return decodeTextStart(raw, part, readTextOctets);
  if (part.type === "text/html") return htmlToText(decodeTextStart(raw, part, readHtmlOctets), readHtmlText);
  return "";
}

const quoted = /^\s{0,3}>/;
const signature = /^-- ?$/;
const original =
  /^\s*(?:[-_]{2,}\s*(?:original message|forwarded message|pesan asli|pesan (?:yang )?diteruskan)|begin forwarded message|_{20,}\s*$)/i;
const ornament = /^[\s\-=_*#~+.|]{3,}$/;
const pgpArmour = /^(?:-----BEGIN PGP SIGNED MESSAGE-----|Hash: [\w-]+)$/;
const attributionStart = /^(?:on|pada|am|le|el|op|il)\s/i;

/** The sender's own lines: up to the signature or the original message, without quoted lines and what introduces them. */
function withoutQuotes(text: string): string {
  const own: string[] = [];
  let visible = 0;
  for (const line of text.split("\n")) {
    if (visible > enoughText) break;
    if (signature.test(line.trimEnd() === "--" ? line.trim() : line)) break;
    if (original.test(line)) {
      if (own.some((kept) => kept.trim() !== "")) break;
    } else if (quoted.test(line)) {
      for (const dropped of dropAttribution(own)) visible -= fold(dropped).length;
    } else if (!ornament.test(line) && !pgpArmour.test(line.trimEnd())) {
      own.push(line);
      visible += fold(line).length;
    }
  }
  return own.join("\n");
}

/** "On ... wrote:", also when it was broken into two lines. Gives what it takes away. */
function dropAttribution(own: string[]): string[] {
  let last = own.length - 1;
  while (last >= 0 && own[last]!.trim() === "") last--;
  if (last < 0 || !/:\s*$/.test(own[last]!)) return [];
  if (!attributionStart.test(own[last]!) && last > 0 && attributionStart.test(own[last - 1]!)) last--;
  return own.splice(last);
}

function fold(text: string): string {
  // Newsletters fill the preview with invisible characters.
  return text
    .replace(/[\u00ad\u034f\u200b\u200c\u200e\u200f\u2060\ufeff]/g, "")
    .replace(/[\s\0]+/g, " ")
    .trim();
}

function truncate(text: string): string {
  if (text.length <= maxPreview) return text;
  const cut = text.slice(0, maxPreview);
  return (/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd();
}
