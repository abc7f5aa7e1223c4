// The body of a draft between the editor and the composer. What is quoted stays apart, folded, until one wants to edit it; what is
// saved and sent always holds both.

import { useRef, useState } from "preact/hooks";

import type { Composer } from "../../client/compose/types.ts";
import type { Identity } from "../../client/types.ts";
import { useWords } from "../state/mail-app.ts";
import type { Words } from "../state/words.ts";
import { toHtml, type DraftCleaner } from "./clean-draft-html.ts";
import { textOf } from "./plain-text.ts";
import { buildQuote, textToHtml, type QuoteParts } from "./quote.ts";
import { dropOwnMarks, signatureBlock, signatureOf } from "./signature.ts";

export type DraftContent = { html: string; text: string };

export type DraftBody = {
  readonly initialHtml: string;
  readonly quote: QuoteParts | null;
  readonly wasFocused: { current: boolean };
  onStart(content: DraftContent): void;
  onChange(content: DraftContent): void;
  /** Makes sure that the draft holds signature and quote also when nothing was typed: before it is sent. */
  complete(): void;
  /** The quote becomes part of what is edited; null when there is none. */
  takeQuote(): string | null;
};

const BLANK = "<div><br></div>";

export function useDraftBody(composer: Composer, identity: Identity | undefined, clean: DraftCleaner): DraftBody {
  const words = useWords();
  const wasFocused = useRef(false);
  const isTouched = useRef(false);
  const written = useRef<DraftContent>({ html: "", text: "" });
  const [state, setState] = useState(() =>
    isUnwritten(composer) ? begin(composer, identity, clean, words) : openAgain(composer, clean),
  );
  const tell = (quote: QuoteParts | null) => {
    const { html, text } = written.current;
    composer.update({
      html: quote ? `${html}${BLANK}${quote.html}` : html,
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
      if (isUnwritten(composer) && !isTouched.current) tell(state.quote);
    },
    takeQuote() {
      const { quote } = state;
      if (!quote) return null;
      setState({ ...state, quote: null });
      return quote.html;
    },
  };
}

function isUnwritten(composer: Composer): boolean {
  return composer.isFresh && (composer.draft.peek().html ?? "") === "";
}

type Beginning = { initialHtml: string; quote: QuoteParts | null };

function begin(composer: Composer, identity: Identity | undefined, clean: DraftCleaner, words: Words): Beginning {
  const { quote: quoted } = composer;
  const { text } = composer.draft.peek();
  const initialHtml = `<div>${text === "" ? "<br>" : textToHtml(text)}</div>${signatureBlock(signatureOf(identity, clean))}`;
  if (!quoted) return { initialHtml, quote: null };
  if (quoted.html === null) return { initialHtml, quote: buildQuote(quoted, null, words) };
  const content = clean(quoted.html);
  dropOwnMarks(content);
  // Of a message without a text part, the text is that of its HTML.
  const quotedText = quoted.text.trim() === "" ? textOf(content) : quoted.text;
  return { initialHtml, quote: buildQuote({ ...quoted, text: quotedText }, toHtml(content), words) };
}

/** What stands last as a quote of ours is folded again. */
function openAgain(composer: Composer, clean: DraftCleaner): Beginning {
  const { html, text } = composer.draft.peek();
  const content = clean(html ?? textToHtml(text));
  const last = content.lastElementChild;
  if (!last || last.nextSibling || !/\bsurel-(?:quote|forward)\b/.test(last.className)) {
    return { initialHtml: toHtml(content), quote: null };
  }
  last.remove();
  if (content.lastElementChild?.outerHTML === BLANK) content.lastElementChild.remove();
  const box = document.createElement("div");
  box.append(last);
  return { initialHtml: toHtml(content) || BLANK, quote: { html: toHtml(box), text: textOf(box) } };
}
