// What was quoted from earlier messages, folded: the conversation shows it already. Gmail, Apple Mail, Thunderbird, Yahoo, Proton and
// we ourselves mark what is quoted; Outlook and Zimbra only mark where it begins. What is forwarded is what one came to read.

const QUOTES = [
  "blockquote[type=cite]",
  ".gmail_quote",
  ".yahoo_quoted",
  ".moz-cite-prefix",
  ".moz-cite-prefix + blockquote",
  "blockquote.protonmail_quote",
  "div.surel-quote",
].join(",");
/** Each is looked for what stands before it; no conversation has as many. */
const MAX_QUOTES = 200;
/** Outlook's (desktop: a line above the heads, as `isHeadsOfOutlook` knows; web: its ids) and Zimbra's beginning of what is quoted. */
const BEGINNINGS = "#divRplyFwdMsg, #appendonsend + hr, hr#zwchr, div[style*=border-top]";
const FORWARDED =
  /^[\s\-_*>]*(?:begin )?(?:forwarded message|original message forwarded|pesan (?:yang )?diteruskan|pesan terusan)/i;
const HEADS = /^\s*(?:from|dari|von|de|van|da)\s*:/i;

export type FoldOptions = {
  /** Says what the folded part is. */
  label: string;
  /** By the subject, where the body does not tell a forward from an answer. */
  isForward: boolean;
};

/** A message that is nothing but a quote stays open, and so does what was forwarded. */
export function foldQuotes(content: DocumentFragment | Element, { label, isForward }: FoldOptions): void {
  const document = content.ownerDocument;
  const fold = (nodes: Node[]): void => {
    const [first] = nodes;
    if (!first?.parentNode || !hasTextBefore(content, first)) return;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = "•••";
    summary.title = label;
    summary.setAttribute("aria-label", label);
    first.parentNode.insertBefore(details, first);
    details.append(summary, ...nodes);
  };
  for (const quote of [...content.querySelectorAll(QUOTES)].slice(0, MAX_QUOTES)) {
    if (quote.closest("details") || FORWARDED.test(quote.textContent ?? "")) continue;
    const isIntroduced = quote.matches(".moz-cite-prefix") && quote.nextElementSibling?.matches("blockquote");
    fold(isIntroduced ? between(quote, quote.nextElementSibling) : [quote]);
  }
  if (isForward) return;
  const start = [...content.querySelectorAll(BEGINNINGS)]
    .slice(0, MAX_QUOTES)
    .find((element) => element.matches("hr, [id]") || isHeadsOfOutlook(element as HTMLElement));
  if (start && !start.closest("details")) fold(between(start, null));
}

/** The heads of what is quoted stand below a line that Word draws as the border of their paragraph's box. */
function isHeadsOfOutlook(element: HTMLElement): boolean {
  return element.style.borderTopStyle === "solid" && HEADS.test(element.textContent ?? "");
}

/** The siblings from the first to the last, or to the end; where the first is alone in its parent, those of the parent. */
function between(first: Element, last: Element | null): Node[] {
  let start: Node = first;
  while (!last && !start.nextSibling && start.parentNode?.parentNode && !hasTextBefore(start.parentNode, start)) {
    start = start.parentNode;
  }
  const nodes: Node[] = [];
  for (let node: Node | null = start; node; node = node.nextSibling) {
    nodes.push(node);
    if (node === last) break;
  }
  return nodes;
}

function hasTextBefore(content: Node, end: Node): boolean {
  const walker = end.ownerDocument?.createTreeWalker(content, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  if (!walker) return false;
  for (let node = walker.nextNode(); node && node !== end; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE && node.parentNode?.nodeName !== "STYLE" && node.textContent?.trim())
      return true;
    if (node.nodeName === "IMG") return true;
  }
  return false;
}
