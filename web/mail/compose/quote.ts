// What stands under an answer or a forward: the original with a line that says whose it is, as HTML and as text.

import type { Quote } from "../../client/compose/types.ts";
import type { EmailAddress } from "../../client/types.ts";
import type { Words } from "../state/words.ts";

export type QuoteParts = { readonly html: string; readonly text: string };

/** `cleanHtml` is the original's HTML after sanitizing, or null for plain text. */
export function buildQuote(quote: Quote, cleanHtml: string | null, words: Words): QuoteParts {
  const original = cleanHtml ?? textToHtml(quote.text);
  const head = headOf(quote, words);
  if (quote.kind === "forward") {
    const rule = `---------- ${words.t.compose.forwardIntroduction} ----------`;
    return {
      html: `<div class="surel-forward">${textToHtml([rule, ...head].join("\n"))}<br>${original}</div>`,
      text: [rule, ...head, "", quote.text].join("\n"),
    };
  }
  const quotedText = quote.text.trimEnd().replace(/^/gm, "> ").replace(/^> >/gm, ">>");
  return {
    html: `<div class="surel-quote">${textToHtml(head.join("\n"))}<blockquote type="cite">${original}</blockquote></div>`,
    text: `${head.join("\n")}\n${quotedText}`,
  };
}

function headOf(quote: Quote, { t, f }: Words): string[] {
  const date = f.fullDate(new Date(quote.sentAt));
  if (quote.kind === "reply") {
    const [sender] = quote.from;
    return [t.compose.quoteIntroduction(date, sender?.name || sender?.email || "")];
  }
  return [
    `${t.reading.from}: ${list(quote.from)}`,
    `${t.reading.date}: ${date}`,
    `${t.reading.subject}: ${quote.subject ?? ""}`,
    `${t.reading.to}: ${list(quote.to)}`,
    ...(quote.cc.length > 0 ? [`${t.reading.cc}: ${list(quote.cc)}`] : []),
  ];
}

function list(people: readonly EmailAddress[]): string {
  return people.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(", ");
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function textToHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "").replace(/\r?\n/g, "<br>");
}
