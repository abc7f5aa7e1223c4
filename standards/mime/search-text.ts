// What a message is found by: the text for the full-text index, bounded. Attached messages count with their own text, so that
// forwarded mail is found by what was forwarded (RFC 8621 §4.4.1, `body`).
import type { EmailAddress } from "../address/types.ts";
import { eventText } from "../icalendar/event-text.ts";
import { listBodyParts } from "./body-structure.ts";
import { decodePart, decodeTextStart } from "./decode-body.ts";
import { asAddresses, asText, findHeaders, headerValue, messageHeader } from "./header-forms.ts";
import { htmlToText } from "./html-to-text.ts";
import { parseMessage } from "./parse-message.ts";
import type { ParsedMessage, Part } from "./types.ts";

export type SearchText = {
  subject: string;
  /** Names and addresses, one line each. */
  from: string;
  to: string;
  body: string;
  /** One line each. */
  attachmentNames: string;
};

export type SearchLimits = {
  /** UTF-16 units of all text parts together. */
  maxBodyLength: number;
  /** UTF-16 units of each of the other texts. */
  maxFieldLength: number;
  /** Messages within messages that are read. */
  maxMessages: number;
};

const defaultLimits: SearchLimits = { maxBodyLength: 256 * 1024, maxFieldLength: 32 * 1024, maxMessages: 20 };
/** Raw octets read for each unit of text that is still wanted: markup and encodings are larger than what they say. */
const octetsPerUnit = 8;
/** A text this short beside HTML is often only "please view this message as HTML": then all of the HTML counts. */
const shortText = 200;
/** UTF-16 units of what HTML says beyond a longer text. */
const maxBeyond = 16 * 1024;

/** The texts of the message, its To, Cc and Bcc together as `to`. */
export function searchTextOf(raw: Uint8Array, message: ParsedMessage, limits: Partial<SearchLimits> = {}): SearchText {
  const { maxBodyLength, maxFieldLength, maxMessages } = { ...defaultLimits, ...limits };
  const body: string[] = [];
  const names: string[] = [];
  let wanted = maxBodyLength;
  let messages = 0;

  const add = (text: string) => {
    if (text === "" || wanted <= 0) return;
    body.push(text.slice(0, wanted));
    wanted -= text.length;
  };
  const collect = (octets: Uint8Array, inner: ParsedMessage) => {
    if (++messages > maxMessages) return;
    const { textBody, htmlBody, attachments } = listBodyParts(inner);
    const first = body.length;
    for (const part of textBody) add(textOf(octets, part, wanted));
    const html = htmlBody.filter((part) => !textBody.includes(part));
    if (html.length > 0) {
      const text = body.slice(first).join("\n");
      const room = text.length < shortText ? wanted : Math.min(wanted, maxBeyond);
      const texts = html.map((part) => textOf(octets, part, text.length + room));
      add(linesBeyond(texts.join("\n"), text).join("\n").slice(0, room));
    }
    for (const part of attachments) {
      if (part.type.startsWith("text/")) add(textOf(octets, part, wanted));
      else if (part.type === "message/rfc822" || part.type === "message/global") {
        const attached = decodePart(octets, part);
        const parsed = parseMessage(attached);
        add(asText(messageHeader(parsed, "Subject") ?? "", parsed.charset));
        add(namesOf(parsed, ["From", "To", "Cc"]));
        collect(attached, parsed);
      }
    }
    for (const part of new Set([...textBody, ...htmlBody, ...attachments])) if (part.name) names.push(part.name);
  };
  collect(raw, message);

  return {
    subject: asText(messageHeader(message, "Subject") ?? "", message.charset).slice(0, maxFieldLength),
    from: namesOf(message, ["From"]).slice(0, maxFieldLength),
    to: namesOf(message, ["To", "Cc", "Bcc"]).slice(0, maxFieldLength),
    body: body.join("\n").replaceAll("\0", ""),
    attachmentNames: names.join("\n").slice(0, maxFieldLength),
  };
}

const space = /[\s,.;:!?"()<>*]+/;

/** Lines that are looked for as they stand, beyond which only their words are: each is a walk through the text. */
const maxMissed = 20;

/** The lines of `html` with words that `text` lacks: whole ones, so that phrases in them are found as well. */
function linesBeyond(html: string, text: string): string[] {
  const whole = text.replace(/\s+/g, " ");
  let words: Set<string> | undefined;
  let at = 0;
  let missed = 0;
  return html.split("\n").filter((line) => {
    // Mostly the text says the same in the same order.
    const found = missed > maxMissed ? -1 : whole.indexOf(line, at);
    if (found >= 0) {
      at = found + line.length;
      return false;
    }
    missed++;
    words ??= new Set(text.split(space)).add("");
    return line.split(space).some((word) => !words!.has(word));
  });
}

function textOf(raw: Uint8Array, part: Part, wanted: number): string {
  if (wanted <= 0 || !part.type.startsWith("text/")) return "";
  const text = decodeTextStart(raw, part, wanted * octetsPerUnit);
  if (part.type === "text/calendar") return eventText(text);
  return part.type === "text/html" ? htmlToText(text, wanted) : text;
}

function namesOf(message: ParsedMessage, fields: string[]): string {
  const addresses: EmailAddress[] = fields.flatMap((name) =>
    findHeaders(message.root, name).flatMap((field) => asAddresses(headerValue(message.raw, field), message.charset)),
  );
  return addresses.map(({ name, email }) => (name ? `${name} ${email}` : email)).join("\n");
}
