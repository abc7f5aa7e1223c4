// The frame of every page that needs no JavaScript.

import { html, type Html } from "./html.ts";
import { LANGUAGES, type Language } from "./language.ts";
import { pageAsset } from "./page-assets.ts";

export interface Page {
  language: Language;
  title: string;
  content: Html;
  head?: Html;
  footer?: Html;
  /** The organisation, in whose name the page speaks; absent where it cannot be asked. */
  organisation?: string | undefined;
  /** Where the switch of languages leads; absent: the page has none. */
  languageLink?: (language: Language) => string;
}

const NAMES: Record<Language, string> = { id: "Indonesia", en: "English" };
const LABELS: Record<Language, string> = { id: "Bahasa", en: "Language" };

const mark = html`<svg
  width="22"
  height="22"
  viewBox="0 0 22 22"
  fill="none"
  stroke="currentColor"
  stroke-width="1.8"
  aria-hidden="true"
>
  <rect x="2" y="4" width="18" height="14" rx="3" />
  <path d="m3 6.500 8 6 8-6" stroke-linejoin="round" />
</svg>`;

const organisationMark = html`<img src="/look/icon.svg" width="32" height="32" alt="" />`;

export function layout({ language, title, content, head, footer, organisation, languageLink }: Page): Html {
  return html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>${title}</title>
      <link rel="icon" href="/look/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="${pageAsset("pages.css")}" />
      <link rel="stylesheet" href="/look/pages.css" />
      ${head}
    </head>
    <body>
      <header>
        <a class="mark" href="/"
          >${organisation === undefined ? mark : organisationMark}<span>${organisation ?? "Surel"}</span></a
        >
        ${languageLink && languages(language, languageLink)}
      </header>
      <main>${content}</main>
      ${footer && html`<footer>${footer}</footer>`}
    </body>
  </html> `;
}

function languages(current: Language, link: (language: Language) => string): Html {
  const choices = LANGUAGES.map((language) =>
    language === current
      ? html`<strong lang="${language}" aria-current="true">${NAMES[language]}</strong>`
      : html`<a href="${link(language)}" lang="${language}" hreflang="${language}">${NAMES[language]}</a>`,
  );
  return html`<nav class="languages" aria-label="${LABELS[current]}">${choices}</nav>`;
}
