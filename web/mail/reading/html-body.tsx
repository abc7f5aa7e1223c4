// A message body in HTML, behind its three walls.

import { useEffect, useRef, useState } from "preact/hooks";

import type { EmailBody, EmailPart, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { composeNew } from "../shell/compose-new.ts";
import { decodePercent } from "../state/decode-percent.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { foldQuotes } from "./fold-quotes.ts";
import { claimedHost } from "./link-claim.ts";
import { fitFrame, openFrame, warmFrame, type OpenFrame } from "./open-frame.ts";
import { loadInline, loadRemote } from "./pictures.ts";
import { sanitizeHtml, type SanitizedHtml } from "./sanitize-html.ts";

// This chunk is fetched when the first screen is painted: time enough for the page as well.
warmFrame();

export type HtmlBodyProps = { account: MailAccount; body: EmailBody; part: EmailPart; html: string };

export function HtmlBody({ account, body, html }: HtmlBodyProps) {
  const app = useMailApp();
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<SanitizedHtml | null>(null);
  const [arePicturesShown, setPicturesShown] = useState(false);
  const scheme = useScheme();

  useEffect(() => {
    if (!box.current) return undefined;
    const ending = new AbortController();
    void openFrame(box.current, t.frame.reading).then((frame) => {
      if (ending.signal.aborted) return;
      const sanitized = sanitizeHtml(html, frame.window);
      foldQuotes(sanitized.content, t.reading.showQuoted);
      frame.document.documentElement.dataset["paper"] = String(sanitized.hasColours);
      frame.document.documentElement.dataset["scheme"] = sanitized.hasColours ? "light" : scheme;
      frame.document.body.dir = "auto";
      frame.document.body.append(sanitized.content);
      setShown(sanitized);
      const endFit = fitFrame(frame);
      ending.signal.addEventListener("abort", endFit);
      listen(frame, app);
      loadInline(sanitized.inlinePictures, { account, body, signal: ending.signal });
    });
    return () => {
      ending.abort();
      box.current?.replaceChildren();
    };
  }, [html]);
  useEffect(() => {
    const root = box.current?.querySelector("iframe")?.contentDocument?.documentElement;
    if (root && shown && !shown.hasColours) root.dataset["scheme"] = scheme;
  }, [scheme, shown]);

  const hidden = shown && !arePicturesShown ? shown.remotePictures.length : 0;
  return (
    <>
      {hidden > 0 && (
        <div class="pictures-bar">
          <Icon name="image" size={16} />
          <span>{t.reading.imagesHidden}</span>
          <Button
            variant="quiet"
            onClick={() => {
              setPicturesShown(true);
              if (shown) loadRemote(shown.remotePictures);
            }}
          >
            {t.actions.showImages}
          </Button>
        </div>
      )}
      <div ref={box} class="message-paper" data-paper={shown?.hasColours ?? false} data-ready={shown !== null} />
    </>
  );
}

/** Keys go to the application, addresses to the composer, and a link that lies about where it leads asks first. */
function listen(frame: OpenFrame, app: ReturnType<typeof useMailApp>): void {
  frame.document.addEventListener("keydown", (event) => {
    const copy = new KeyboardEvent("keydown", event);
    if (!frame.element.dispatchEvent(copy)) event.preventDefault();
  });
  frame.document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
    if (!link) return;
    if (link.protocol === "mailto:") {
      event.preventDefault();
      composeNew(app, { to: [{ name: null, email: decodePercent(link.pathname) }] });
      return;
    }
    const claimed = claimedHost(link.textContent ?? "");
    if (claimed === null || claimed === link.hostname.replace(/^www\./, "")) return;
    const { t } = app.wordStore.words.peek();
    if (!window.confirm(t.frame.linkLies(claimed, link.href))) event.preventDefault();
  });
}

function useScheme(): "light" | "dark" {
  const { preferences } = useMailApp();
  const [isDark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const list = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setDark(list.matches);
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, []);
  const { theme } = preferences.value.value;
  return theme === "system" ? (isDark ? "dark" : "light") : theme;
}
