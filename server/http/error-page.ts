// The page for whatever did not work.

import { html, renderHtml } from "./html.ts";
import type { Language } from "./language.ts";
import { layout } from "./layout.ts";

const texts = {
  id: { title: "Tidak berhasil", reference: "Kode untuk Dukungan TIK:", back: "Ke halaman utama" },
  en: { title: "That did not work", reference: "Code for IT support:", back: "To the main page" },
} as const;

export interface ErrorPage {
  language: Language;
  text: string;
  /** Finds the line in the log. */
  errorId?: string | undefined;
  /** Absent where it cannot be asked. */
  organisation?: string | undefined;
}

export function errorPage(page: ErrorPage): string {
  const text = texts[page.language];
  const content = html`<div class="card">
    <h1>${text.title}</h1>
    <p>${page.text}</p>
    ${page.errorId && html`<p class="quiet">${text.reference} <code>${page.errorId}</code></p>`}
    <p><a class="button" href="/">${text.back}</a></p>
  </div>`;
  const { language, organisation } = page;
  return renderHtml(layout({ language, title: text.title, content, organisation }));
}
