// What is pasted looks like what is typed: its structure and emphasis stay, its fonts, colours and measures do not.

import { joinWordLists } from "./join-word-lists.ts";

export function simplifyPasted(content: DocumentFragment): void {
  joinWordLists(content);
  const ruled = [...content.querySelectorAll("table")].filter(isRuled);
  for (const element of content.querySelectorAll<HTMLElement>("*")) {
    const { fontWeight, fontStyle, textDecorationLine, textAlign } = element.style;
    // Google Docs puts everything into a <b> that is not bold.
    const isFalse = /^(?:B|STRONG)$/.test(element.nodeName) && /^(?:normal|[1-4]00)$/.test(fontWeight);
    for (const name of ["style", "class", "color", "face", "size", "bgcolor", "width", "height", "lang"]) {
      element.removeAttribute(name);
    }
    if (isFalse || element.nodeName === "FONT") {
      element.replaceWith(...element.childNodes);
      continue;
    }
    const kept = {
      fontWeight: /^(?:bold|[6-9]00)$/.test(fontWeight) ? "bold" : "",
      fontStyle,
      textDecorationLine,
      textAlign,
    };
    Object.assign(element.style, kept);
    if (element.getAttribute("style") === "") element.removeAttribute("style");
  }
  for (const table of content.querySelectorAll("table")) {
    // By attributes, which all programs of mail show; without them the cells of a spreadsheet run into each other.
    table.setAttribute("cellspacing", "0");
    table.setAttribute("cellpadding", "4");
    table.setAttribute("border", ruled.includes(table) ? "1" : "0");
    if (ruled.includes(table)) table.style.borderCollapse = "collapse";
  }
  // Typing goes on below a table, not in its last cell.
  if (content.lastElementChild?.nodeName === "TABLE") {
    const below = document.createElement("div");
    below.append(document.createElement("br"));
    content.append(below);
  }
}

/** Whether lines are drawn in it: by the table itself, as web pages do, or by its cells, as Word and Excel do. */
function isRuled(table: HTMLTableElement): boolean {
  const isDrawn = ({ style }: HTMLElement) => /solid|dotted|dashed|double/.test(style.borderStyle + style.border);
  return (
    Number(table.getAttribute("border")) > 0 ||
    isDrawn(table) ||
    [...table.querySelectorAll("td, th")].some((cell) => isDrawn(cell as HTMLElement))
  );
}
