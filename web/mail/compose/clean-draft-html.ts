// HTML that comes into a composer from elsewhere: what is quoted, pasted or opened again. It is rebuilt from the same allow-list as
// a message that is read, in a hidden frame of the same kind, whose policy fetches nothing while it is parsed.

import createDOMPurify from "dompurify";

import { allowedHtml } from "../reading/allowed-html.ts";
import { boundHtml } from "../reading/bound-html.ts";
import { cleanDeclarations } from "../reading/clean-css.ts";
import { openFrame } from "../reading/open-frame.ts";

export type DraftCleaner = (html: string) => DocumentFragment;

let opening: Promise<DraftCleaner> | undefined;

/** One cleaner for all composers. */
export function draftCleaner(document: Document): Promise<DraftCleaner> {
  return (opening ??= openCleaner(document));
}

async function openCleaner(document: Document): Promise<DraftCleaner> {
  const box = document.createElement("div");
  box.hidden = true;
  document.body.append(box);
  const { window } = await openFrame(box, "-");
  const purify = createDOMPurify(window);
  purify.addHook("afterSanitizeAttributes", (node) => {
    const element = node as HTMLElement;
    if (element.hasAttribute("style")) cleanDeclarations(element.style);
    if (element.nodeName === "IMG") putSourceAside(element);
    else element.removeAttribute("src");
    if (element.nodeName !== "A") element.removeAttribute("href");
  });
  return (html) => {
    const bounded = boundHtml(html, window.document);
    const clean = purify.sanitize(bounded, { ...allowedHtml, FORBID_TAGS: ["style"], FORBID_ATTR: ["id"] });
    // Nodes of the frame would be none of the editor's kind: it asks what they are with the classes of its own window.
    return document.importNode(clean as unknown as DocumentFragment, true);
  };
}

/** What is quoted keeps its pictures for the recipients, but writing fetches none of them. */
function putSourceAside(image: HTMLElement): void {
  const source = image.getAttribute("src") ?? "";
  if (/^data:/i.test(source)) return;
  image.removeAttribute("src");
  image.dataset["source"] = source;
}

/** The HTML of what was cleaned, with the pictures that were put aside. */
export function toHtml(content: DocumentFragment | Element): string {
  // In a document without a window nothing is fetched.
  const inert = document.implementation.createHTMLDocument("");
  inert.body.append(...inert.importNode(content, true).childNodes);
  for (const image of inert.body.querySelectorAll<HTMLImageElement>("img[data-source]")) {
    image.setAttribute("src", image.dataset["source"] ?? "");
    delete image.dataset["source"];
  }
  return inert.body.innerHTML;
}
