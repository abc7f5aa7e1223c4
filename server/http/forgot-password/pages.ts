// The pages for a forgotten password: asking, what follows, the new password.

import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { newPasswordFields, newPasswordScripts, reasonsAlert, type NewPasswordForm } from "../new-password/fields.ts";
import { pageAsset } from "../page-assets.ts";
import { forgottenElsewhere } from "../single-sign-on/parts.ts";
import { contact, official } from "../sign-in/page.ts";
import { texts } from "../sign-in/texts.ts";
import { forgotTexts } from "./texts.ts";

export interface ForgotPage {
  language: Language;
  presentation: Presentation;
}

export function askPage(page: ForgotPage): string {
  const text = forgotTexts[page.language];
  const content = html`<div class="card">
      <h1>${text.title}</h1>
      <p class="organisation">${text.intro}</p>
      <form method="post" action="/forgot-password">
        <div class="field">
          <label for="username">${text.username}</label>
          <input
            id="username"
            name="username"
            type="text"
            required
            maxlength="320"
            autocomplete="username"
            autocapitalize="none"
            autocorrect="off"
            spellcheck="false"
            enterkeyhint="send"
            autofocus
          />
        </div>
        <button class="button wide" type="submit">${text.submit}</button>
      </form>
      ${forgottenElsewhere(page)}
      <p class="ways"><a href="/sign-in">${text.back}</a></p>
    </div>
    ${official(page.presentation, texts[page.language])}`;
  return render(page, { title: text.title, content, path: "/forgot-password" });
}

/** The same for every name: only what was typed is in it. */
export function sentPage(page: ForgotPage, typed: string): string {
  const text = forgotTexts[page.language];
  const { presentation } = page;
  const letter = text.letterBody(typed, presentation.name);
  const mail = `mailto:?subject=${encodeURIComponent(text.letterSubject)}&body=${encodeURIComponent(letter)}`;
  const content = html`<div class="card">
    <h1>${text.sentTitle}</h1>
    <p role="status">${text.sent}</p>
    <p class="quiet">${text.spam}</p>
    <div class="part">
      <h2>${text.noChannel}</h2>
      <p>${text.desk}</p>
      ${contact(presentation, texts[page.language])}
      <label for="letter">${text.letter}</label>
      <textarea id="letter" rows="12" readonly>${letter}</textarea>
      <p class="hint">${text.letterHint}</p>
      <p class="ways"><a href="${mail}">${text.mail}</a></p>
    </div>
    <p class="ways"><a href="/sign-in">${text.back}</a></p>
  </div>`;
  return render(page, { title: text.sentTitle, content });
}

export type ResetPageState = Omit<NewPasswordForm, "language"> & { address: string };

export function resetPage(page: ForgotPage, { address, ...form }: ResetPageState): string {
  const { language, presentation } = page;
  const text = forgotTexts[language];
  const content = html`<div class="card">
      <h1>${text.resetTitle}</h1>
      ${reasonsAlert(form.reasons, { language, lead: text.unfit })}
      <form method="post" action="/reset-password">
        <div class="field">
          <label for="username">${texts[language].username}</label>
          <input id="username" name="username" type="text" value="${address}" readonly autocomplete="username" />
        </div>
        ${newPasswordFields({ language, ...form })}
        <div class="field">
          <label class="check" for="revoke"
            ><input id="revoke" name="revoke" type="checkbox" value="yes" checked /> ${text.revoke}</label
          >
          <p class="hint">${text.revokeHint}</p>
        </div>
        <p class="hint">${text.sessions}</p>
        <button class="button wide" type="submit">${text.save}</button>
      </form>
    </div>
    ${official(presentation, texts[language])}`;
  const scripts = newPasswordScripts();
  return render(page, { title: text.resetTitle, content, path: "/reset-password", scripts });
}

export function gonePage(page: ForgotPage): string {
  const text = forgotTexts[page.language];
  const content = html`<div class="card">
    <h1>${text.goneTitle}</h1>
    <p role="status">${text.gone}</p>
    <a class="button wide" href="/forgot-password">${text.again}</a>
  </div>`;
  return render(page, { title: text.goneTitle, content });
}

function render(
  { language, presentation }: ForgotPage,
  page: { title: string; content: Html; path?: string; scripts?: Html },
): string {
  const { title, content, path, scripts } = page;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${title} — ${presentation.name}`,
      content,
      head: html`<link rel="stylesheet" href="${pageAsset("account.css")}" />
        ${scripts ?? html`<script src="${pageAsset("sign-in.js")}" defer></script>`}`,
      footer: contact(presentation, texts[language]),
      languageLink: path === undefined ? undefined : (to) => `${path}?language=${to}`,
    }),
  );
}
