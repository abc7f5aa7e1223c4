// Why somebody who came from the organisation's provider or directory was not signed in, and what helps.

import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { contact, official } from "../sign-in/page.ts";
import { texts } from "../sign-in/texts.ts";
import { singleSignOnTexts } from "./texts.ts";

export interface ProviderPage {
  language: Language;
  presentation: Presentation;
}

export type Halt =
  | { kind: "unavailable" | "refused" | "closed"; provider: string }
  | { kind: "gone" }
  | { kind: "unlinked"; provider: string; subject: string };

/** Why nobody was signed in, and what helps. */
export function haltPage({ language, presentation }: ProviderPage, halt: Halt): string {
  const text = singleSignOnTexts[language];
  const title = text[`${halt.kind}Title`];
  const words = halt.kind === "gone" ? text.gone : text[halt.kind](halt.provider);
  const content = html`<div class="card">
      <h1>${title}</h1>
      <div role="alert"><p>${words}</p></div>
      ${
        halt.kind === "unlinked" &&
        html`<p><code class="subject">${halt.subject}</code></p>
          <p class="quiet">${text.unlinkedHint}</p>`
      }
      <a class="button wide" href="/sign-in">${text.back}</a>
    </div>
    ${official(presentation, texts[language])}`;
  const footer = contact(presentation, texts[language]);
  const organisation = presentation.name;
  return renderHtml(layout({ language, organisation, title: `${title} — ${organisation}`, content, footer }));
}
