// HTML that comes into a composer from elsewhere: what is quoted, pasted or opened again. It is rebuilt from the same allow-list as
// a message that is read, in a hidden frame of the same kind, whose policy fetches nothing while it is parsed.

import createDOMPurify from "dompurify";

import { allowedHtml } from "../reading/allowed-html.ts";
import { boundHtml } from "../reading/bound-html.ts";
import { cleanDeclarations } from "../reading/clean-css.ts";
import { openFrame } from "../reading/open-frame.ts";

export type DraftCleaner = ((html: string) => DocumentFragment) & {
  /** What is pasted looks like what is typed. */
  simplifyPasted(content: DocumentFragment): void;
};

let opening: Promise<DraftCleaner> | undefined;

/** One cleaner for all composers. */
export function draftCleaner(document: Document): Promise<DraftCleaner> {
  return (opening ??= openCleaner(document));
}

async function openCleaner(document: Document): Promise<DraftCleaner> {
  const box = document.createElement("div");
  box.hidden = true;
  document.body.append(box);
  const [{ window }, { simplifyPasted }] = await Promise.all([openFrame(box, "-"), import("./simplify-pasted.ts")]);
  const purify = createDOMPurify(window);
  purify.addHook("afterSanitizeAttributes", (node) => {
    const element = node as HTMLElement;
    if (element.hasAttribute("style")) cleanDeclarations(element.style);
    if (element.nodeName === "IMG") putSourceAside(element);
    else element.removeAttribute("src");
    if (element.nodeName !== "A") element.removeAttribute("href");
  });
  const clean = (html: string) => {
    const bounded = boundHtml(html, window.document);
    // A part of the editor, and no document with a body of its own.
    const parts = { WHOLE_DOCUMENT: false, FORBID_TAGS: ["style"], FORBID_ATTR: ["id"] };
    const cleaned = purify.sanitize(bounded, { ...allowedHtml, ...parts });
    // Nodes of the frame would be none of the editor's kind: it asks what they are with the classes of its own window.
    return document.importNode(cleaned as unknown as DocumentFragment, true);
  };
  return Object.assign(clean, { simplifyPasted });
}

/** What is quoted keeps its pictures for the recipients, but writing fetches none from outside. */
function putSourceAside(image: HTMLElement): void {
  const source = image.getAttribute("src")?.trim() ?? "";
  if (/^data:/i.test(source)) return;
  image.removeAttribute("src");
  image.dataset["source"] = source;
}

const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The HTML of what was cleaned and edited, with the pictures that were put aside and the direction of each paragraph told. */
export function toHtml(content: DocumentFragment | Element): string {
  // In a document without a window nothing is fetched.
  const inert = document.implementation.createHTMLDocument("");
  inert.body.append(...inert.importNode(content, true).childNodes);
  for (const image of inert.body.querySelectorAll<HTMLImageElement>("img[data-source]")) {
    image.setAttribute("src", image.dataset["source"] ?? "");
    delete image.dataset["source"];
  }
  for (const block of inert.body.children) {
    if (/\bsurel-(?:quote|forward)\b/.test(block.className)) continue;
    if (RIGHT_TO_LEFT.test(block.textContent)) block.setAttribute("dir", "rtl");
    else block.removeAttribute("dir");
  }
  return inert.body.innerHTML.replace(/\u200b/g, "");
}
