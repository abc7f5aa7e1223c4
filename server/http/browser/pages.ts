// The pages that stand in for the mail application when the browser or the network cannot bring it.

import { createHash } from "node:crypto";

import { pagesStyle } from "../../organisation/look/accent.ts";
import type { Look } from "../../organisation/look/look.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset, pageAssetText } from "../page-assets.ts";
import { texts } from "./texts.ts";

/** Opens the mail as soon as there is a network again; asks the server, since the browser's word for it is often wrong. */
const RETURN_SCRIPT = `"use strict";
const look = () => fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok && location.reload(), () => {});
addEventListener("online", look);
setInterval(look, 10000);`;

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Whole in itself, so that it can be kept: its style and its script are in it, known by their hashes. */
export function offlinePage(language: Language, look: Look): { page: string; policy: string } {
  const text = texts[language];
  const content = html`<div class="card" role="alert">
    <h1>${text.offlineTitle}</h1>
    <p>${text.offline}</p>
    <p class="quiet">${text.offlineHint}</p>
    <p><a class="button" href="">${text.again}</a></p>
  </div>`;
  const style = pageAssetText("pages.css") + pagesStyle(look.accent);
  const page = renderHtml(layout({ language, title: text.offlineTitle, content }))
    .replace(/<link rel="[^>]*>/g, "")
    .replace("</head>", () => `<style>${style}</style></head>`)
    .replace("</body>", () => `<script>${RETURN_SCRIPT}</script></body>`);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(RETURN_SCRIPT)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { page, policy };
}

/** R22: what to do, in words that need no script and hardly any style. */
export function oldBrowserPage(state: { language: Language; presentation: Presentation }): string {
  const { language, presentation } = state;
  const text = texts[language];
  const { contact } = presentation;
  const content = html`<div class="card">
    <h1>${text.oldTitle}</h1>
    <p>${text.old}</p>
    <ul>
      ${text.oldSteps.map((step) => html`<li>${step}</li>`)}
    </ul>
    ${contact && html`<p>${text.contact} ${[contact.name, contact.telephone, contact.place].filter(Boolean).join(", ")}</p>`}
    <form method="post" action="/sign-out"><button class="button" type="submit">${text.signOut}</button></form>
  </div>`;
  const languageLink = (other: Language) => `/unsupported?language=${other}`;
  return renderHtml(layout({ language, title: `${text.oldTitle} — ${presentation.name}`, content, languageLink }));
}

/** In the application's own page, where its script does not run. */
export function noScriptNotice(language: Language): Html {
  const text = texts[language];
  return html`<noscript>
    <link rel="stylesheet" href="${pageAsset("pages.css")}" />
    <main>
      <div class="card">
        <h1>${text.noScriptTitle}</h1>
        <p>${text.noScript}</p>
        <p>${text.noScriptHint}</p>
        <form method="post" action="/sign-out"><button class="button" type="submit">${text.signOut}</button></form>
      </div>
    </main>
  </noscript>`;
}
