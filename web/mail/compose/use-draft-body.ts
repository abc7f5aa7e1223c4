// The body of a draft between the editor and the composer. What is quoted stays apart, folded, until one wants to edit it; what is
// saved and sent always holds both.

import { useRef, useState } from "preact/hooks";

import type { Composer } from "../../client/compose/types.ts";
import { useWords } from "../state/mail-app.ts";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";
import { buildQuote, textToHtml, type QuoteParts } from "./quote.ts";

export type DraftBody = {
  readonly initialHtml: string;
  readonly quote: QuoteParts | null;
  readonly wasFocused: { current: boolean };
  onStart(content: { html: string; text: string }): void;
  onChange(content: { html: string; text: string }): void;
  /** Makes sure that the draft holds the quote also when nothing was typed: before it is sent. */
  complete(): void;
  /** The quote becomes part of what is edited; null when there is none. */
  takeQuote(): string | null;
};

export function useDraftBody(composer: Composer, clean: DraftCleaner): DraftBody {
  const words = useWords();
  const wasFocused = useRef(false);
  const isTouched = useRef(false);
  const written = useRef({ html: "", text: "" });
  const [state, setState] = useState(() => {
    const draft = composer.draft.peek();
    const isFresh = composer.quote !== null && (draft.html ?? "") === "";
    const quoted = composer.quote;
    const quote =
      isFresh && quoted ? buildQuote(quoted, quoted.html === null ? null : toHtml(clean(quoted.html)), words) : null;
    const initialHtml = isFresh ? "" : (draft.html ?? textToHtml(draft.text));
    return { initialHtml, quote };
  });
  const tell = (quote: QuoteParts | null) => {
    const { html, text } = written.current;
    composer.update({
      html: quote ? `${html}<div><br></div>${quote.html}` : html,
      text: quote ? `${text.trimEnd()}\n\n${quote.text}` : text,
    });
  };
  return {
    ...state,
    wasFocused,
    onStart(content) {
      written.current = content;
    },
    onChange(content) {
      if (content.html === written.current.html) return;
      isTouched.current = true;
      written.current = content;
      tell(state.quote);
    },
    complete() {
      if (state.quote && !isTouched.current) tell(state.quote);
    },
    takeQuote() {
      const { quote } = state;
      if (!quote) return null;
      setState({ ...state, quote: null });
      return quote.html;
    },
  };
}
