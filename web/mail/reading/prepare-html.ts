// HTML made ready to be shown: cleaned, its quotes folded, put into a frame. For what is likely opened next that happens while nobody
// waits, and it is laid out there; then its frame only moves to where it is read.

import type { Preferences } from "../../../standards/jmap/preferences.ts";
import { foldQuotes } from "./fold-quotes.ts";
import { isLongText } from "./is-long-text.ts";
import type { OpenFrame } from "./open-frame.ts";
import { sanitizeHtml, type SanitizedHtml } from "./sanitize-html.ts";

const FORWARD = /^\s*(?:fwd?|tr|wg|terusan):/i;

export type HtmlSource = {
  readonly html: string;
  readonly isForward: boolean;
  /** Says what a folded part is. */
  readonly foldLabel: string;
  readonly scheme: "light" | "dark";
};
export type FilledFrame = SanitizedHtml & { readonly frame: OpenFrame };

/** By its HTML, what was filled ahead (prepare-next.ts). */
export const ahead = new Map<string, HtmlSource & { readonly filled: FilledFrame }>();

export const systemDark = matchMedia("(prefers-color-scheme: dark)");

export function schemeOf({ theme }: Pick<Preferences, "theme">): "light" | "dark" {
  return theme === "system" ? (systemDark.matches ? "dark" : "light") : theme;
}

export function isForward(subject: string | null): boolean {
  return FORWARD.test(subject ?? "");
}

/** Text without a tag in it for so long would hold up the page if it were laid out at once. */
export function hasLongText(html: string): boolean {
  return html.split("<").some(isLongText);
}

/** The frame that was filled ahead, still on its shelf, for the caller alone. */
export function takeFilled({ html, isForward, foldLabel }: HtmlSource): FilledFrame | undefined {
  const found = ahead.get(html);
  if (found?.isForward !== isForward || found.foldLabel !== foldLabel) return undefined;
  ahead.delete(html);
  return found.filled;
}

/** For the frame that is given. */
export function cleanHtml({ html, isForward, foldLabel }: HtmlSource, { window }: OpenFrame): SanitizedHtml {
  const sanitized = sanitizeHtml(html, window);
  foldQuotes(sanitized.content, { label: foldLabel, isForward });
  return sanitized;
}

export function fillFrame(frame: OpenFrame, { scheme }: HtmlSource, sanitized: SanitizedHtml): FilledFrame {
  const { body, documentElement: root } = frame.document;
  if (!sanitized.content.querySelector("[dir]")) body.dir = "auto";
  root.dataset["scheme"] = scheme;
  body.append(sanitized.content);
  return { ...sanitized, frame };
}
