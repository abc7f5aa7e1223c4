// The first wall: a message's HTML is parsed by the browser and rebuilt from an allow-list. What comes out is a tree of nodes that
// is never made into a string again. Parsing happens with the window of the frame that will show it, whose policy allows styles.

import createDOMPurify from "dompurify";

import { decodePercent } from "../state/decode-percent.ts";
import { allowedHtml } from "./allowed-html.ts";
import { boundHtml } from "./bound-html.ts";
import { cleanDeclarations, cleanStyleSheet } from "./clean-css.ts";

export type SanitizedHtml = {
  readonly content: DocumentFragment;
  /** Pictures without a source yet: those of the message by content id, those from outside by address. */
  readonly inlinePictures: readonly { element: HTMLImageElement; cid: string }[];
  readonly remotePictures: readonly { element: HTMLImageElement; url: string }[];
  /** True when the author chose colours: then it is shown on the paper that it was written for. */
  readonly hasColours: boolean;
};

export function sanitizeHtml(html: string, window: Window & typeof globalThis): SanitizedHtml {
  const purify = createDOMPurify(window);
  const inlinePictures: { element: HTMLImageElement; cid: string }[] = [];
  const remotePictures: { element: HTMLImageElement; url: string }[] = [];
  let hasColours = false;

  purify.addHook("afterSanitizeElements", (node) => {
    if (node.nodeName !== "STYLE") return;
    const clean = cleanStyleSheet(node.textContent ?? "", window);
    hasColours ||= clean.hasColours;
    node.textContent = clean.text;
  });
  purify.addHook("afterSanitizeAttributes", (node) => {
    const element = node as HTMLElement;
    hasColours ||= ["bgcolor", "color", "text"].some((name) => element.hasAttribute(name));
    if (element.hasAttribute("style")) hasColours = cleanDeclarations(element.style) || hasColours;
    if (element.nodeName === "IMG") takeSource(element as HTMLImageElement);
    else element.removeAttribute("src");
    if (element.nodeName === "A") guardLink(element as HTMLAnchorElement);
    else element.removeAttribute("href");
  });
  const takeSource = (image: HTMLImageElement): void => {
    const source = image.getAttribute("src")?.trim() ?? "";
    if (/^data:/i.test(source)) return;
    image.removeAttribute("src");
    if (/^cid:/i.test(source)) inlinePictures.push({ element: image, cid: contentId(source) });
    else if (/^https?:/i.test(source) && !isBeacon(image)) remotePictures.push({ element: image, url: source });
  };
  const whole = purify.sanitize(boundHtml(html, window.document), allowedHtml) as unknown as DocumentFragment;
  return { content: bodyOf(whole), inlinePictures, remotePictures, hasColours };
}

/** What the message's body held, in a box that looks as its author wanted the body to look. */
function bodyOf(whole: DocumentFragment): DocumentFragment {
  const body = whole.querySelector("body");
  if (!body) return whole;
  const content = whole.ownerDocument.createDocumentFragment();
  const box = whole.ownerDocument.createElement("div");
  for (const { name, value } of body.attributes) if (name !== "text") box.setAttribute(name, value);
  const paint = (name: "backgroundColor" | "color", colour: string | null): void => {
    if (colour && box.style[name] === "") box.style[name] = /^[0-9a-f]{6}$/i.test(colour) ? `#${colour}` : colour;
  };
  paint("backgroundColor", body.getAttribute("bgcolor"));
  paint("color", body.getAttribute("text"));
  // Its margins are the frame's.
  box.style.margin = "0";
  box.append(...(whole.querySelector("head")?.childNodes ?? []), ...body.childNodes);
  content.append(box);
  return content;
}

/** A new tab that knows nothing of us; the address is told on hover also where the browser has no status line. */
function guardLink(link: HTMLAnchorElement): void {
  const address = link.getAttribute("href") ?? "";
  if (address.startsWith("#")) return;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.title = address;
}

function contentId(source: string): string {
  return decodePercent(source.slice("cid:".length));
}

/** One pixel is there to tell that the message was opened; it is never asked for. */
function isBeacon(image: HTMLImageElement): boolean {
  const [width, height] = [image.getAttribute("width"), image.getAttribute("height")];
  const isTiny = (size: string | null) => size !== null && Number.parseInt(size, 10) <= 2;
  return isTiny(width) || isTiny(height) || image.style.display === "none";
}
