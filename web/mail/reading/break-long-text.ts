// Cuts what is too long in a message's HTML, as `long-text.tsx` does in plain text. Only text is touched, and only by its nodes.

import { chunksOf, piecesOf } from "./cut-text.ts";
import { isLongText } from "./is-long-text.ts";

/** About what a chunk takes, so that the scroll bar is nearly right before it was laid out. */
const CHUNK_HEIGHT = "150rem";

export function breakLongText(content: DocumentFragment): void {
  const document = content.ownerDocument;
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isLongText((node as Text).data) && node.parentNode?.nodeName !== "STYLE") found.push(node as Text);
  }
  for (const node of found) {
    // A table makes its columns as wide as what is laid out in them.
    const isMeasured = node.parentElement?.closest("table") != null;
    node.replaceWith(...chunksOf(node.data).map((chunk) => chunkElement(document, chunk, isMeasured)));
  }
}

function chunkElement(document: Document, chunk: string, isMeasured: boolean): HTMLElement {
  const element = document.createElement("span");
  element.style.display = "block";
  if (!isMeasured) {
    element.style.contentVisibility = "auto";
    element.style.containIntrinsicBlockSize = `auto ${CHUNK_HEIGHT}`;
  }
  for (const [index, piece] of piecesOf(chunk).entries()) {
    if (index > 0) element.append(document.createElement("wbr"));
    element.append(piece);
  }
  return element;
}
