// Plain text on paper as it stands on the screen: the columns of a table below each other, and what belongs to a name beside it. The
// look stands at each element, because the styles of the page do not reach into the text of a message.

import { fieldOf, parseText } from "../parse-text.ts";

export type MakeElement = (tag: string, className: string, text?: string) => HTMLElement;

/** What names and values look like, their table says. */
const LOOKS = {
  text: "white-space: pre-wrap",
  table: "font: 9pt/1.4 monospace; overflow-wrap: normal; white-space: pre-wrap",
  quote:
    "border-inline-start: 1.5pt solid #999; color: #444; margin-inline: 0; padding-inline-start: 3mm; white-space: pre-wrap",
  signature: "color: #444; white-space: pre-wrap",
} as const;

export function printText(text: string, make: MakeElement): HTMLElement[] {
  return parseText(text).map((block) => {
    if (block.kind === "fields") return fieldTable(block.text.split("\n"), make);
    const element = make(block.kind === "quote" ? "blockquote" : "p", "", block.text);
    element.style.cssText = LOOKS[block.kind];
    element.dir = "auto";
    return element;
  });
}

/** A line that is no field goes on with the one above. */
function fieldTable(lines: readonly string[], make: MakeElement): HTMLElement {
  const table = make("table", "");
  for (const line of lines) {
    const [name, value] = fieldOf(line) ?? ["", line.trim()];
    const row = make("tr", "");
    row.append(make("td", "", name), make("td", "", name && ":"), make("td", "", value));
    for (const cell of row.children) (cell as HTMLElement).style.cssText = "padding: 0 2mm 0 0; vertical-align: top";
    table.append(row);
  }
  return table;
}
