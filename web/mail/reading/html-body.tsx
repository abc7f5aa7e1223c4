// A message body in HTML, behind its three walls.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { EmailBody, EmailPart, MailAccount } from "../../client/types.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useMailApp, useWords } from "../state/mail-app.ts";
import { claimedHost } from "./link-claim.ts";
import { fitFrame, openFrame, placeFrame, putAway, takeFrame, warmFrames, type OpenFrame } from "./open-frame.ts";
import { breakLongText } from "./lazy-long-text.ts";
import { loadInline, loadRemote } from "./lazy-pictures.ts";
import {
  cleanHtml,
  fillFrame,
  hasLongText,
  isForward,
  schemeOf,
  systemDark,
  takeFilled,
  type FilledFrame,
} from "./prepare-html.ts";
import { writeToLink } from "./write-to-link.ts";

// This chunk is fetched when the first screen is painted: time enough for the frames as well.
warmFrames();

export type HtmlBodyProps = {
  account: MailAccount;
  body: EmailBody;
  part: EmailPart;
  html: string;
  subject: string | null;
};

type Colours = { readonly isPaper: boolean; readonly darken: (document: Document) => () => void };

export function HtmlBody({ account, body, html, subject }: HtmlBodyProps) {
  const app = useMailApp();
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<FilledFrame | null>(null);
  const [arePicturesShown, setPicturesShown] = useState(false);
  const scheme = useScheme();
  const look = useLook(shown, scheme);

  useLayoutEffect(() => {
    const container = box.current;
    if (!container) return undefined;
    const ending = new AbortController();
    const show = (filled: FilledFrame): void => {
      setShown(filled);
      listen(filled.frame, app);
      void loadInline(filled.inlinePictures, { account, body, signal: ending.signal });
    };
    const source = { html, isForward: isForward(subject), foldLabel: t.reading.showQuoted, scheme };
    const fill = async (frame: OpenFrame): Promise<void> => {
      const sanitized = cleanHtml(source, frame);
      if (hasLongText(html)) await breakLongText(sanitized.content);
      if (!ending.signal.aborted) show(fillFrame(frame, source, sanitized));
    };
    const filled = takeFilled(source);
    const frame = filled?.frame ?? takeFrame();
    if (frame) placeFrame(frame, container, t.frame.reading);
    if (filled) show(filled);
    else if (frame) void fill(frame);
    else void openFrame(container, t.frame.reading).then(fill);
    return () => {
      ending.abort();
      putAway(container);
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
function useLook(
  shown: FilledFrame | null,
  scheme: "light" | "dark",
): { isReady: boolean; isPaper: boolean; toggle?: () => void } {
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
    if (!link || writeToLink(app, event)) return;
    const claimed = claimedHost(link.textContent ?? "");
    if (claimed === null || claimed === link.hostname.replace(/^www\./, "")) return;
    const { t } = app.wordStore.words.peek();
    if (!window.confirm(t.frame.linkLies(claimed, link.href))) event.preventDefault();
  });
}

function useScheme(): "light" | "dark" {
  const { preferences } = useMailApp();
  const [, setDark] = useState(systemDark.matches);
  useEffect(() => {
    const follow = () => setDark(systemDark.matches);
    systemDark.addEventListener("change", follow);
    return () => systemDark.removeEventListener("change", follow);
  }, []);
  return schemeOf(preferences.value.value);
}
