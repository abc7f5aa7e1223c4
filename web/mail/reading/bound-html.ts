// HTML that a browser would need minutes to read, because its elements lie in each other by the thousand or multiply themselves, is
// shown without its tags. Found out by reading it in small pieces into a document without a window: nothing in it runs or is fetched.

/** What is shorter is read at once whatever it is. */
const HARMLESS_LENGTH = 10_000;
const PIECE_LENGTH = 4_000;
/** No author nests like that; browsers themselves give up at 512. */
const MAX_DEPTH = 300;
const MAX_ELEMENTS = 150_000;

/** The HTML itself, or its words alone. Either still has to be sanitized. */
export function boundHtml(html: string, document: Document): string {
  return html.length > HARMLESS_LENGTH && isBeyondBounds(html, document) ? withoutTags(html) : html;
}

function isBeyondBounds(html: string, document: Document): boolean {
  const probe = document.implementation.createHTMLDocument("");
  const elements = probe.getElementsByTagName("*");
  for (let at = 0; at < html.length; at += PIECE_LENGTH) {
    probe.write(html.slice(at, at + PIECE_LENGTH));
    if (elements.length > MAX_ELEMENTS || depthOf(probe) > MAX_DEPTH) return true;
  }
  return false;
}

/** Of the elements that are still open: each is the last in the one around it. */
function depthOf(probe: Document): number {
  let depth = 0;
  for (let element = probe.body?.lastElementChild; element && depth <= MAX_DEPTH; element = element.lastElementChild) {
    depth += 1;
  }
  return depth;
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, " ").replaceAll("<", " ");
}
