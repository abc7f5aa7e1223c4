// The text of what stands in an editor or a cleaned message, as people read it in plain text: blocks as lines, lists with their
// marks, quotes with ">" (RFC 3676 §4.5), a signature after its separator (RFC 3676 §4.3).

export const SIGNATURE_CLASS = "surel-signature";

const BLOCKS: ReadonlySet<string> = new Set(
  "ADDRESS BLOCKQUOTE CAPTION CENTER DD DIV DL DT FIGURE H1 H2 H3 H4 H5 H6 HR LI OL P PRE SECTION TABLE TR UL".split(
    " ",
  ),
);
const SPACED: ReadonlySet<string> = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6"]);

export function textOf(root: Node): string {
  return linesOf(root)
    .join("\n")
    .replace(/\u200b/g, "");
}

function linesOf(root: Node): string[] {
  const lines: string[] = [];
  let line = "";
  let hasText = false;
  const endLine = () => {
    if (hasText) lines.push(line.trimEnd());
    line = "";
    hasText = false;
  };
  const visit = (node: Node, isVerbatim: boolean): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = (node.nodeValue ?? "").replace(/\u00a0/g, " ");
      const shown = isVerbatim ? text : text.replace(/\s+/g, " ");
      const added = line === "" && !isVerbatim ? shown.trimStart() : shown;
      if (added === "") return;
      line += added;
      hasText = true;
      return;
    }
    if (!isElement(node)) return node.childNodes.forEach((child) => visit(child, isVerbatim));
    const { nodeName: name } = node;
    if (name === "BR") {
      hasText = true;
      return endLine();
    }
    if (name === "IMG") {
      const alt = node.getAttribute("alt")?.trim();
      if (!alt) return;
      line += `[${alt}]`;
      hasText = true;
      return;
    }
    if (name === "TD" || name === "TH") {
      if (line !== "") line += "  ";
      line += linesOf(node).join(" ");
      hasText ||= line !== "";
      return;
    }
    if (!BLOCKS.has(name)) {
      node.childNodes.forEach((child) => visit(child, isVerbatim));
      const address = name === "A" ? (node.getAttribute("href") ?? "") : "";
      if (/^https?:/i.test(address) && !namesLink(node, address)) line += ` <${address}>`;
      return;
    }
    endLine();
    if (SPACED.has(name) && lines.length > 0 && lines.at(-1) !== "") lines.push("");
    if (name === "HR") lines.push("---");
    else if (name === "BLOCKQUOTE")
      lines.push(...linesOf(node).map((inner) => (inner.startsWith(">") ? `>${inner}` : `> ${inner}`)));
    else if (name === "LI") lines.push(...marked(linesOf(node), markOf(node)));
    else {
      if (node.classList.contains(SIGNATURE_CLASS)) lines.push("-- ");
      node.childNodes.forEach((child) => visit(child, isVerbatim || name === "PRE"));
      endLine();
    }
    if (SPACED.has(name) && node.nextElementSibling) lines.push("");
  };
  root.childNodes.forEach((child) => visit(child, root.nodeName === "PRE"));
  endLine();
  return lines;
}

function isElement(node: Node): node is HTMLElement {
  return node.nodeType === Node.ELEMENT_NODE;
}

function markOf(item: Element): string {
  const { parentElement: list } = item;
  if (list?.nodeName !== "OL") return "- ";
  const { start, type } = list as HTMLOListElement;
  const value = [...list.children].indexOf(item) + start;
  return `${type === "a" ? String.fromCharCode(96 + value) : value}. `;
}

function marked(lines: string[], mark: string): string[] {
  return lines.map((line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line);
}

function namesLink(link: Element, address: string): boolean {
  const text = link.textContent.trim();
  return text === "" || address.replace(/^https?:\/\/|\/$/g, "") === text.replace(/^https?:\/\/|\/$/g, "");
}
