// Which parts are the body and which are attachments: the algorithm of RFC 8621 §4.1.4, as it stands there.
import type { ParsedMessage, Part } from "./types.ts";

export type BodyParts = {
  textBody: Part[];
  htmlBody: Part[];
  attachments: Part[];
  /** Whether there is something to offer for download; pictures that belong to the HTML and signatures do not count. */
  hasAttachment: boolean;
};

/** The three lists of RFC 8621 §4.1.4, which may share parts, and `hasAttachment`. */
export function listBodyParts(message: Pick<ParsedMessage, "root">): BodyParts {
  const textBody: Part[] = [];
  const htmlBody: Part[] = [];
  const attachments: Part[] = [];
  const embedded = new Set<Part>();
  sortParts([message.root], "mixed", false, { textBody, htmlBody, attachments, embedded });
  const hasAttachment = attachments.some((part) => part.disposition !== "inline" && !embedded.has(part));
  return { textBody, htmlBody, attachments, hasAttachment };
}

type Lists = { textBody: Part[] | null; htmlBody: Part[] | null; attachments: Part[]; embedded: Set<Part> };

function sortParts(parts: Part[], subtype: string, isInAlternative: boolean, into: Lists): void {
  const lists = { ...into };
  const textLength = lists.textBody?.length ?? -1;
  const htmlLength = lists.htmlBody?.length ?? -1;

  for (const [index, part] of parts.entries()) {
    if (part.partId === null) {
      const inner = part.type.slice("multipart/".length);
      sortParts(part.subParts, inner, isInAlternative || inner === "alternative", lists);
    } else if (isInline(part, index, subtype)) {
      addInline(part, subtype, isInAlternative, lists);
    } else {
      lists.attachments.push(part);
      if (isEmbedded(part, subtype)) lists.embedded.add(part);
    }
  }
  if (subtype === "alternative" && lists.textBody && lists.htmlBody) {
    balance(lists.textBody, textLength, lists.htmlBody, htmlLength);
  }
}

function isInline(part: Part, index: number, subtype: string): boolean {
  const isMedia = isInlineMediaType(part.type);
  return (
    part.disposition !== "attachment" &&
    (part.type === "text/plain" || part.type === "text/html" || isMedia) &&
    // In multipart/related only the first part is body. A text with a file name that is not the first is an attachment.
    (index === 0 || (subtype !== "related" && (isMedia || !part.name)))
  );
}

function addInline(part: Part, subtype: string, isInAlternative: boolean, lists: Lists): void {
  if (subtype === "alternative") {
    if (part.type === "text/plain") lists.textBody?.push(part);
    else if (part.type === "text/html") lists.htmlBody?.push(part);
    else lists.attachments.push(part);
    return;
  }
  if (isInAlternative) {
    if (part.type === "text/plain") lists.htmlBody = null;
    if (part.type === "text/html") lists.textBody = null;
  }
  lists.textBody?.push(part);
  lists.htmlBody?.push(part);
  if ((!lists.textBody || !lists.htmlBody) && isInlineMediaType(part.type)) lists.attachments.push(part);
}

/** An alternative that has only HTML, or only text, has it for both. */
function balance(textBody: Part[], textLength: number, htmlBody: Part[], htmlLength: number): void {
  const foundText = textBody.length !== textLength;
  const foundHtml = htmlBody.length !== htmlLength;
  if (!foundText && foundHtml) textBody.push(...htmlBody.slice(htmlLength));
  if (!foundHtml && foundText) htmlBody.push(...textBody.slice(textLength));
}

function isInlineMediaType(type: string): boolean {
  return type.startsWith("image/") || type.startsWith("audio/") || type.startsWith("video/");
}

/** Handled by the reader itself: RFC 8621 §4.1.4 lets these go uncounted. */
function isEmbedded(part: Part, subtype: string): boolean {
  if (part.type === "application/pkcs7-signature" || part.type === "application/x-pkcs7-signature") return true;
  if (part.type === "application/pgp-signature") return true;
  const isReferenced = part.cid !== null || part.location !== null;
  return subtype === "related" && isReferenced && part.disposition !== "attachment" && isInlineMediaType(part.type);
}
