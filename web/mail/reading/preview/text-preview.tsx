// A file of text, as text and nothing else: HTML shows as its source.

import type { EmailPart } from "../../../client/types.ts";
import { readingWords } from "../../../i18n/parts/reading.ts";
import { useWords } from "../../state/mail-app.ts";
import { decodeText } from "./decode-text.ts";
import { PreviewState } from "./preview-state.tsx";
import { fetchAttachment, useLoaded } from "./use-loaded.ts";

/** What one reads in a dialog; the browser would be slow with more. */
const SHOWN_BYTES = 512 * 1024;

export function TextPreview({ href, part }: { href: string; part: EmailPart }) {
  const { f, locale } = useWords();
  const words = readingWords[locale];
  const { value, isFailed } = useLoaded(async (signal) => {
    const blob = await (await fetchAttachment(href, signal))?.blob();
    if (!blob) return undefined;
    const bytes = new Uint8Array(await blob.slice(0, SHOWN_BYTES).arrayBuffer());
    const isCut = blob.size > SHOWN_BYTES;
    return { text: decodeText(bytes, part.charset, isCut), isCut };
  }, href);
  if (!value) return <PreviewState isFailed={isFailed} />;
  return (
    <>
      {value.isCut && <p class="preview-hint">{words.textCut(f.size(SHOWN_BYTES))}</p>}
      {/* It scrolls by itself, so the keyboard must reach it. */}
      <pre class="preview-text" dir="auto" tabIndex={0} role="document" aria-label={part.name ?? undefined}>
        {value.text}
      </pre>
    </>
  );
}
