// The signature in a message: a block of its own at the foot of what is written and above what is quoted.

import type { Identity } from "../../client/types.ts";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";
import { SIGNATURE_CLASS } from "./plain-text.ts";
import { textToHtml } from "./quote.ts";

/** Its content as lines; empty where the identity has none. What another program stored is cleaned like everything else. */
export function signatureOf(identity: Identity | undefined, clean: DraftCleaner): string {
  if (!identity) return "";
  const html = identity.htmlSignature || textToHtml(identity.textSignature);
  const content = clean(html);
  dropOwnMarks(content);
  if (content.textContent.trim() === "" && !content.querySelector("img")) return "";
  const isBlocks = [...content.childNodes].every((node) => /^(?:DIV|P|UL|OL|TABLE|HR)$/.test(node.nodeName));
  return isBlocks ? toHtml(content) : `<div>${toHtml(content)}</div>`;
}

export function signatureBlock(content: string): string {
  return content === "" ? "" : `<div><br></div><div class="${SIGNATURE_CLASS}">${content}</div>`;
}

/** In what is quoted, a signature is part of the text: it is neither replaced nor taken for ours. */
export function dropOwnMarks(content: DocumentFragment): void {
  for (const element of content.querySelectorAll(`.${SIGNATURE_CLASS}, .surel-quote, .surel-forward`)) {
    element.classList.remove(SIGNATURE_CLASS, "surel-quote", "surel-forward");
  }
}

/**
 * Puts another signature where one stands. One that was deleted by hand stays deleted: it is added only where the identity before
 * had none.
 */
export function replaceSignature(root: HTMLElement, next: DocumentFragment | null, options: { hadOne: boolean }): void {
  const [current, ...more] = [...root.querySelectorAll<HTMLElement>(`.${SIGNATURE_CLASS}`)].filter(
    (element) => !element.closest("blockquote, .surel-quote, .surel-forward"),
  );
  for (const rest of more) rest.remove();
  if (!current) {
    if (next && !options.hadOne) insertSignature(root, next);
    return;
  }
  if (next) return current.replaceChildren(next);
  if (current.previousElementSibling?.textContent === "") current.previousElementSibling.remove();
  current.remove();
}

function insertSignature(root: HTMLElement, content: DocumentFragment): void {
  const { ownerDocument: document } = root;
  const space = document.createElement("div");
  space.append(document.createElement("br"));
  const block = document.createElement("div");
  block.className = SIGNATURE_CLASS;
  block.append(content);
  const quote = root.querySelector(":scope > .surel-quote, :scope > .surel-forward");
  if (quote) quote.before(space, block);
  else root.append(space, block);
}
