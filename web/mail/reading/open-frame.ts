// The second and the third wall: the frame that shows a message has no scripts by its sandbox, and by the policy of its own page
// nothing is fetched into it. Same origin, so that we can fill and measure it; without scripts nothing in it can use that.

import { whenIdle } from "../when-idle.ts";
import frameUrl from "./message-frame.html?url&no-inline";

export const FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/** The tallest that a message may be. */
const MAX_HEIGHT_PX = 200_000;

const NARROW_PX = 520;
/** Smaller letters cannot be read; what is wider still is scrolled. */
const SMALLEST_ZOOM = 0.6;

export type OpenFrame = {
  readonly element: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
};

/** So many frames are ready for messages; a conversation seldom shows more at once. */
const SPARES = 2;
const spares: OpenFrame[] = [];
let coming = 0;
/**
 * Where they stand until then: apart from the page, for who looks through it, and as wide as where they are read, so that what is in
 * them is laid out when they come there.
 */
let shelf: ShadowRoot | undefined;

/** Has frames ready before a message needs one: loaded out of sight, or their page in the cache where frames cannot be moved. */
export function warmFrames(): void {
  if (!("moveBefore" in Element.prototype)) {
    void fetch(frameUrl, { priority: "low" }).catch(() => undefined);
    return;
  }
  if (!shelf) {
    const host = document.body.appendChild(document.createElement("div"));
    host.className = "frame-shelf";
    host.inert = true;
    shelf = host.attachShadow({ mode: "closed" });
  }
  for (; spares.length + coming < SPARES; coming++) {
    void openFrame(shelf, "").then((frame) => {
      coming--;
      spares.push(frame);
    });
  }
}

/** A frame that is ready, still on its shelf; undefined when there is none. */
export function takeFrame(): OpenFrame | undefined {
  const frame = spares.shift();
  if (frame) setTimeout(warmFrames, 300);
  return frame;
}

/** Into the connected `container`, without loading anew. */
export function placeFrame({ element }: OpenFrame, container: HTMLElement, title: string): void {
  element.title = title;
  container.moveBefore(element, null);
}

/** Takes frames out of the page; ending one takes as long as a paint, and waits until there is nothing else to do. */
export function putAway(container: HTMLElement): void {
  if (!shelf || !container.isConnected) return container.replaceChildren();
  for (const frame of [...container.children] as HTMLElement[]) {
    frame.blur();
    shelf.moveBefore(frame, null);
    whenIdle(() => frame.remove());
  }
}

/** Appends the frame to `container` and resolves when its page is there. */
export function openFrame(
  container: HTMLElement | ShadowRoot,
  title: string,
  sandbox = FRAME_SANDBOX,
): Promise<OpenFrame> {
  const element = container.ownerDocument.createElement("iframe");
  element.setAttribute("sandbox", sandbox);
  element.title = title;
  element.className = "message-frame";
  // On the shelf no style sheet of ours reaches it.
  element.width = "100%";
  element.frameBorder = "0";
  element.src = frameUrl;
  return new Promise((resolve, reject) => {
    element.addEventListener("load", () => {
      const { contentWindow, contentDocument } = element;
      if (contentWindow && contentDocument) {
        resolve({ element, window: contentWindow as Window & typeof globalThis, document: contentDocument });
      } else reject(new Error("A frame could not be opened"));
    });
    container.append(element);
  });
}

/** Keeps the frame as high as what it shows, and what it shows no wider than the frame. Returns the end of it. */
export function fitFrame({ element, document, window }: OpenFrame): () => void {
  let frameWidth = 0;
  const fit = (): void => {
    const { body, documentElement: root } = document;
    if (element.clientWidth !== frameWidth) {
      frameWidth = element.clientWidth;
      if (shelf) (shelf.host as HTMLElement).style.width = `${frameWidth}px`;
      body.style.zoom = "1";
      root.dataset["narrow"] = "false";
      const wanted = () => Math.max(body.scrollWidth, root.scrollWidth);
      const isTooWide = () => frameWidth > 0 && wanted() > frameWidth + 1;
      // On a phone first the widths that were written for a desk give way, so that the letters stay as they are.
      if (frameWidth < NARROW_PX && isTooWide()) root.dataset["narrow"] = "true";
      if (isTooWide()) body.style.zoom = String(Math.max(SMALLEST_ZOOM, frameWidth / wanted()));
    }
    const scrollBar = document.documentElement.scrollWidth > element.clientWidth ? 14 : 0;
    element.style.height = `${Math.min(MAX_HEIGHT_PX, Math.ceil(body.getBoundingClientRect().height) + scrollBar)}px`;
  };
  const observer = new ResizeObserver(fit);
  observer.observe(document.body);
  observer.observe(element);
  // Safari does not tell of sizes in a frame without scripts.
  document.addEventListener("load", fit, true);
  document.addEventListener("toggle", fit, true);
  window.addEventListener("resize", fit);
  fit();
  return () => observer.disconnect();
}
