// What the test of the three walls runs in the browser: the application's own frame and sanitizer, each of which can be left out.

import { FRAME_SANDBOX, openFrame } from "../../web/mail/reading/open-frame.ts";
import { sanitizeHtml } from "../../web/mail/reading/sanitize-html.ts";

export type Walls = { sanitize: boolean; sandbox: boolean; policy: boolean };

declare global {
  interface Window {
    showMessage(html: string, walls: Walls): Promise<string>;
  }
}

/** Shows a message behind the walls that stand; gives back the HTML that the frame holds. */
window.showMessage = async (html, walls) => {
  const box = document.body.appendChild(document.createElement("div"));
  const frame = walls.sandbox && walls.policy ? await openFrame(box, "-") : await openWeakFrame(box, walls);
  const { document: inner } = frame;
  if (walls.sanitize) inner.body.append(sanitizeHtml(html, frame.window).content);
  else inner.body.append(inner.createRange().createContextualFragment(html));
  return inner.body.innerHTML;
};

async function openWeakFrame(box: HTMLElement, { sandbox, policy }: Walls) {
  const { element } = await openFrame(box, "-");
  const weak = document.createElement("iframe");
  weak.src = policy ? element.src : "/without-policy.html";
  if (sandbox) weak.setAttribute("sandbox", FRAME_SANDBOX);
  element.replaceWith(weak);
  return loaded(weak);
}

function loaded(element: HTMLIFrameElement): Promise<{ window: Window & typeof globalThis; document: Document }> {
  return new Promise((resolve) => {
    element.addEventListener("load", () => {
      const window = element.contentWindow as Window & typeof globalThis;
      resolve({ window, document: window.document });
    });
  });
}
