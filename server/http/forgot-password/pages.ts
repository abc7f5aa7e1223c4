// The pages for a forgotten password: asking, what follows, the new password.

import type { NewPasswordReason } from "../../auth/new-password.ts";
import { describePasswordPolicy, describePasswordReason } from "../../auth/password-policy/texts.ts";
import type { PasswordPolicy } from "../../organisation/password-policy.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset } from "../page-assets.ts";
import { contact, official, secretField } from "../sign-in/page.ts";
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

export interface ResetPageState {
  address: string;
  policy: PasswordPolicy;
  reasons: readonly NewPasswordReason[];
}

export function resetPage(page: ForgotPage, { address, policy, reasons }: ResetPageState): string {
  const { language, presentation } = page;
  const text = forgotTexts[language];
  const content = html`<div class="card">
      <h1>${text.resetTitle}</h1>
      ${reasonsAlert(reasons, language)}
      <form method="post" action="/reset-password">
        <div class="field">
          <label for="username">${texts[language].username}</label>
          <input id="username" name="username" type="text" value="${address}" readonly autocomplete="username" />
        </div>
        ${newPasswordFields({ language, policy, reasons })}
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
  return render(page, { title: text.resetTitle, content, path: "/reset-password" });
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

/** The new password and its confirmation, with what the policy asks for. */
export function newPasswordFields({
  language,
  policy,
  reasons,
}: {
  language: Language;
  policy: PasswordPolicy;
  reasons: readonly NewPasswordReason[];
}): Html {
  const text = texts[language];
  const unequal = reasons.some(({ reason }) => reason === "unequal");
  const unfit = reasons.some(({ reason }) => reason !== "unequal");
  const common = { autocomplete: "new-password", text } as const;
  return html`${secretField({ ...common, name: "new-password", label: text.newPassword, invalid: unfit, describedBy: "rules" })}
    <div class="field">
      <ul class="rules hint" id="rules">
        ${describePasswordPolicy(policy, language).map((rule) => html`<li>${rule}</li>`)}
      </ul>
    </div>
    ${secretField({ ...common, name: "confirm-password", label: text.confirmPassword, invalid: unequal })}`;
}

export function reasonsAlert(reasons: readonly NewPasswordReason[], language: Language): Html | undefined {
  if (reasons.length === 0) return undefined;
  const text = forgotTexts[language];
  const sentences = reasons.map((reason) =>
    reason.reason === "unequal" ? text.unequal : describePasswordReason(reason, language),
  );
  return html`<div class="alert" role="alert">
    <p>${text.unfit}</p>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </div>`;
}

function render(
  { language, presentation }: ForgotPage,
  { title, content, path }: { title: string; content: Html; path?: string },
): string {
  return renderHtml(
    layout({
      language,
      title: `${title} — ${presentation.name}`,
      content,
      head: html`<link rel="stylesheet" href="${pageAsset("account.css")}" />
        <script src="${pageAsset("sign-in.js")}" defer></script>`,
      footer: contact(presentation, texts[language]),
      languageLink: path === undefined ? undefined : (to) => `${path}?language=${to}`,
    }),
  );
}
