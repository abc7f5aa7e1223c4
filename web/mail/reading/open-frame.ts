// The second and the third wall: the frame that shows a message has no scripts by its sandbox, and by the policy of its own page
// nothing is fetched into it. Same origin, so that we can fill and measure it; without scripts nothing in it can use that.

import frameUrl from "./message-frame.html?url&no-inline";

export const FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/** The tallest that a message may be. */
const MAX_HEIGHT_PX = 200_000;

export type OpenFrame = {
  readonly element: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
};

/** Has the frame's page in the browser's cache before the first message needs it. */
export function warmFrame(): void {
  void fetch(frameUrl, { priority: "low" }).catch(() => undefined);
}

/** Appends the frame to `container` and resolves when its page is there. */
export function openFrame(container: HTMLElement, title: string, sandbox = FRAME_SANDBOX): Promise<OpenFrame> {
  const element = container.ownerDocument.createElement("iframe");
  element.setAttribute("sandbox", sandbox);
  element.title = title;
  element.className = "message-frame";
  element.src = frameUrl;
  return new Promise((resolve, reject) => {
    element.addEventListener("load", () => {
      const { contentWindow, contentDocument } = element;
      if (contentWindow && contentDocument) {
        resolve({ element, window: contentWindow as Window & typeof globalThis, document: contentDocument });
      } else reject(new Error("The frame for a message could not be opened"));
    });
    container.append(element);
  });
}

/** Keeps the frame as high as what it shows, and what it shows no wider than the frame. Returns the end of it. */
export function fitFrame({ element, document, window }: OpenFrame): () => void {
  let frameWidth = 0;
  const fit = (): void => {
    const { body } = document;
    if (element.clientWidth !== frameWidth) {
      frameWidth = element.clientWidth;
      body.style.zoom = "1";
      const wanted = Math.max(body.scrollWidth, document.documentElement.scrollWidth);
      if (frameWidth > 0 && wanted > frameWidth + 1) body.style.zoom = String(Math.max(0.5, frameWidth / wanted));
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
