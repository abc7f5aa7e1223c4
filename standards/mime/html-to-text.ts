// HTML to the text that a person would read: for previews, the search index and text alternatives. Not a sanitizer: what it
// returns is text and must be treated as such. One pass, linear also in broken HTML: a search that failed is not repeated.
import { decodeEntities } from "./html-entities.ts";

const paragraphs = new Set("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre".split(" "));
const lines = new Set(
  "div tr li dt dd hr section article header footer aside main nav address form fieldset center caption body".split(
    " ",
  ),
);
const cells = new Set(["td", "th"]);
/** Elements whose content is not text for people. */
const dropped = new Set(["script", "style", "head", "title", "template", "noframes", "object", "select"]);
const tagName = /[a-z][a-z0-9:]*/iy;

/** Text with LF between lines and an empty line between paragraphs, at most about `maxLength` UTF-16 units. */
export function htmlToText(html: string, maxLength = Number.POSITIVE_INFINITY): string {
  const writer = createWriter();
  const find = createFinder(html);
  let preformatted = 0;
  let at = 0;
  while (at < html.length && writer.length() < maxLength) {
    const open = find("<", at);
    writer.text(html.slice(at, open), preformatted > 0);
    if (open === html.length) break;
    const next = html[open + 1] ?? "";
    if (next === "!" || next === "?") {
      at = afterDeclaration(html, open, find);
      continue;
    }
    const isEnd = next === "/";
    tagName.lastIndex = open + (isEnd ? 2 : 1);
    const name = tagName.exec(html)?.[0].toLowerCase();
    if (name === undefined) {
      writer.text("<", preformatted > 0);
      at = open + 1;
      continue;
    }
    at = afterTag(html, tagName.lastIndex, find);
    if (dropped.has(name)) {
      if (!isEnd) at = afterElement(html, name, at, find);
    } else if (name === "br") writer.lineBreak();
    else if (paragraphs.has(name)) {
      writer.breaks(2);
      if (name === "pre") preformatted = Math.max(0, preformatted + (isEnd ? -1 : 1));
    } else if (lines.has(name)) writer.breaks(1);
    else if (cells.has(name)) writer.space();
  }
  return writer.finish();
}

type Finder = (needle: string, from: number) => number;

/** `indexOf` (case-insensitive for end tags) that answers the length when there is nothing, and remembers that. */
function createFinder(html: string): Finder {
  const absentFrom = new Map<string, number>();
  return (needle, from) => {
    if (from >= (absentFrom.get(needle) ?? Number.POSITIVE_INFINITY)) return html.length;
    let found: number;
    if (needle.startsWith("</")) {
      const pattern = new RegExp(needle, "gi");
      pattern.lastIndex = from;
      found = pattern.exec(html)?.index ?? -1;
    } else found = html.indexOf(needle, from);
    if (found >= 0) return found;
    absentFrom.set(needle, from);
    return html.length;
  };
}

function afterDeclaration(html: string, open: number, find: Finder): number {
  if (html.startsWith("<!--", open)) {
    const end = find("-->", open + 2);
    if (end < html.length) return end + 3;
  }
  return find(">", open) + 1;
}

const maxQuotedAttribute = 4096;

/** After the ">" of a tag; one inside a quoted attribute does not count unless the quotes are broken. */
function afterTag(html: string, from: number, find: Finder): number {
  let end = find(">", from);
  let at = from;
  while (at < end) {
    const quote = firstQuote(html, at, end);
    if (quote < 0) break;
    const close = html.slice(quote + 1, quote + 1 + maxQuotedAttribute).indexOf(html[quote]!);
    if (close < 0) break;
    at = quote + 1 + close + 1;
    // A quotation that reaches beyond this ">" had it inside.
    if (at > end) end = find(">", at);
  }
  return end + 1;
}

function firstQuote(html: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = html.charCodeAt(at);
    // Only after "=" do quotes quote: `don't` in a broken tag does not.
    if ((code === 0x22 || code === 0x27) && isAfterEquals(html, at, Math.max(from - 1, at - 4))) return at;
  }
  return -1;
}

/** Whether only white space is between a "=" that is not before `first` and what is at `at`. */
function isAfterEquals(html: string, at: number, first: number): boolean {
  for (let before = at - 1; before >= first; before--) {
    const code = html.charCodeAt(before);
    if (code === 0x3d) return true;
    if (code !== 0x20 && (code < 9 || code > 13)) return false;
  }
  return false;
}

/** After the end tag of an element that is left out; without an end tag only its start tag is. */
function afterElement(html: string, name: string, from: number, find: Finder): number {
  const end = find(`</${name}`, from);
  if (end === html.length) return from;
  return find(">", end) + 1;
}

type Writer = {
  text(html: string, isPreformatted: boolean): void;
  space(): void;
  breaks(count: number): void;
  lineBreak(): void;
  length(): number;
  finish(): string;
};

const foldable = /[\t\r\n\f]| {2}/;

/** Joins pieces of text, with white space folded and never more than one empty line. */
function createWriter(): Writer {
  let out = "";
  let breaks = 0;
  let hasSpace = false;

  function write(text: string): void {
    const folded = decodeEntities(foldable.test(text) ? text.replace(/[ \t\r\n\f]+/g, " ") : text).replaceAll(
      "\u00a0",
      " ",
    );
    const trimmed = folded.trim();
    if (trimmed === "") {
      hasSpace ||= folded !== "";
      return;
    }
    if (out !== "") {
      if (breaks > 0) out += breaks > 1 ? "\n\n" : "\n";
      else if (hasSpace || folded[0] !== trimmed[0]) out += " ";
    }
    out += trimmed;
    breaks = 0;
    hasSpace = folded.at(-1) !== trimmed.at(-1);
  }

  return {
    text(html, isPreformatted) {
      if (!isPreformatted) {
        if (html !== "") write(html);
        return;
      }
      for (const [index, line] of html.split("\n").entries()) {
        if (index > 0) breaks++;
        write(line);
      }
    },
    space() {
      hasSpace = true;
    },
    breaks(count) {
      breaks = Math.max(breaks, count);
    },
    lineBreak() {
      breaks++;
    },
    length: () => out.length,
    finish: () => out,
  };
}
