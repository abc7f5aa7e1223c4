// A message body in HTML, behind its three walls.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { EmailBody, EmailPart, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { composeNew } from "../shell/compose-new.ts";
import { decodePercent } from "../state/decode-percent.ts";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { claimedHost } from "./link-claim.ts";
import { fitFrame, openFrame, takeFrame, warmFrames, type OpenFrame } from "./open-frame.ts";
import { isLongText } from "./is-long-text.ts";
import { breakLongText } from "./lazy-long-text.ts";
import { loadInline, loadRemote } from "./lazy-pictures.ts";
import { preparedHtml } from "./prepare-html.ts";
import type { SanitizedHtml } from "./sanitize-html.ts";

// This chunk is fetched when the first screen is painted: time enough for the frames as well.
warmFrames();

export type HtmlBodyProps = {
  account: MailAccount;
  body: EmailBody;
  part: EmailPart;
  html: string;
  subject: string | null;
};

type Shown = SanitizedHtml & { readonly frame: OpenFrame };
type Colours = { readonly isPaper: boolean; readonly darken: (document: Document) => () => void };

export function HtmlBody({ account, body, html, subject }: HtmlBodyProps) {
  const app = useMailApp();
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [arePicturesShown, setPicturesShown] = useState(false);
  const look = useLook(shown);

  useLayoutEffect(() => {
    const container = box.current;
    if (!container) return undefined;
    const ending = new AbortController();
    const show = async (frame: OpenFrame): Promise<void> => {
      const sanitized = preparedHtml({ html, subject, foldLabel: t.reading.showQuoted }, frame.window);
      // Text without a tag in it for so long would hold up the page if it were laid out at once.
      if (html.split("<").some(isLongText)) await breakLongText(sanitized.content);
      if (ending.signal.aborted) return;
      if (!sanitized.content.querySelector("[dir]")) frame.document.body.dir = "auto";
      frame.document.body.append(sanitized.content);
      setShown({ ...sanitized, frame });
      listen(frame, app);
      void loadInline(sanitized.inlinePictures, { account, body, signal: ending.signal });
    };
    const ready = takeFrame(container, t.frame.reading);
    if (ready) void show(ready);
    else void openFrame(container, t.frame.reading).then(show);
    return () => {
      ending.abort();
      container.replaceChildren();
    };
  }, [html]);
  useLayoutEffect(() => (shown && look.isReady ? fitFrame(shown.frame) : undefined), [shown, look.isReady]);

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
              if (shown) void loadRemote(shown.remotePictures, () => app.toasts.show({ text: t.reading.noPictures }));
            }}
          >
            {t.actions.showImages}
          </Button>
        </div>
      )}
      {look.toggle && (
        <div class="paper-toggle">
          <Button variant="quiet" icon="sun" aria-pressed={look.isPaper} onClick={look.toggle}>
            {t.reading.ownColours}
          </Button>
        </div>
      )}
      <div ref={box} class="message-paper" data-paper={look.isPaper} data-ready={look.isReady} />
    </>
  );
}

/**
 * How the message is shown: in the light as it is; in the dark, mail without colours simply in light letters, mail with some with
 * its colours adapted, and what was designed on the white paper that it was made for, unless the reader asks otherwise.
 */
function useLook(shown: Shown | null): { isReady: boolean; isPaper: boolean; toggle?: () => void } {
  const scheme = useScheme();
  const [colours, setColours] = useState<Colours | null>(null);
  const [choice, setChoice] = useState<"paper" | "dark" | null>(null);
  const isColoured = shown?.hasColours === true && scheme === "dark";
  useLayoutEffect(() => {
    if (!isColoured) return;
    const { document } = shown.frame;
    void import("./adapt-colours.ts").then(({ isDesigned, darken }) =>
      setColours({ isPaper: isDesigned(document), darken }),
    );
  }, [isColoured, shown]);
  const isReady = shown !== null && (!isColoured || colours !== null);
  const isPaper = isColoured && colours !== null && (choice === null ? colours.isPaper : choice === "paper");
  useLayoutEffect(() => {
    if (!shown || !isReady) return undefined;
    const { dataset } = shown.frame.document.documentElement;
    dataset["paper"] = String(isPaper);
    dataset["scheme"] = isPaper ? "light" : scheme;
    return isColoured && !isPaper ? colours?.darken(shown.frame.document) : undefined;
  }, [shown, isReady, isPaper, scheme]);
  return {
    isReady,
    isPaper,
    ...(isColoured && isReady && { toggle: () => setChoice(isPaper ? "dark" : "paper") }),
  };
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
