// HTML made ready to be shown: cleaned, and its quotes folded. For what is likely opened next that happens while nobody waits; then
// its nodes only move into their frame.

import { foldQuotes } from "./fold-quotes.ts";
import { spareWindow } from "./open-frame.ts";
import { sanitizeHtml, type SanitizedHtml } from "./sanitize-html.ts";

const FORWARD = /^\s*(?:fwd?|tr|wg|terusan):/i;
const MAX_AHEAD = 3;

/** `foldLabel` says what a folded part is. */
export type HtmlSource = { readonly html: string; readonly subject: string | null; readonly foldLabel: string };

const ahead = new Map<string, HtmlSource & { readonly prepared: SanitizedHtml }>();

/** Nothing is done where no frame stands ready to read it with. */
export function prepareAhead(source: HtmlSource): void {
  const window = spareWindow();
  if (!window || ahead.has(source.html)) return;
  ahead.set(source.html, { ...source, prepared: prepare(source, window) });
  for (const html of [...ahead.keys()].slice(0, -MAX_AHEAD)) ahead.delete(html);
}

/** For one frame, the window of which is given. */
export function preparedHtml(source: HtmlSource, window: Window & typeof globalThis): SanitizedHtml {
  const found = ahead.get(source.html);
  ahead.delete(source.html);
  const isSame = found?.subject === source.subject && found.foldLabel === source.foldLabel;
  return isSame ? found.prepared : prepare(source, window);
}

function prepare({ html, subject, foldLabel }: HtmlSource, window: Window & typeof globalThis): SanitizedHtml {
  const sanitized = sanitizeHtml(html, window);
  foldQuotes(sanitized.content, { label: foldLabel, isForward: FORWARD.test(subject ?? "") });
  return sanitized;
}
