// What was quoted from earlier messages, folded: the conversation shows it already.

const QUOTES = [
  "blockquote[type=cite]",
  ".gmail_quote",
  ".yahoo_quoted",
  ".moz-cite-prefix + blockquote",
  "blockquote.protonmail_quote",
  "div.surel-quote",
].join(",");
/** Each is looked for what stands before it; no conversation has as many. */
const MAX_QUOTES = 200;
/** Where Outlook begins the quoted message; everything after it belongs to it. */
const OUTLOOK =
  "#divRplyFwdMsg, #appendonsend + hr, div[style*='border-top: 1pt solid'], div[style*='border-top-color: rgb(225, 225, 225)']";

/** `label` says what the folded part is. A message that is nothing but a quote (a forward) stays open. */
export function foldQuotes(content: DocumentFragment | Element, label: string): void {
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
    if (!quote.parentElement?.closest("details")) fold([quote]);
  }
  const start = content.querySelector(OUTLOOK);
  if (!start || start.closest("details")) return;
  const rest: Node[] = [];
  for (let node: Node | null = start; node; node = node.nextSibling) rest.push(node);
  fold(rest);
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
