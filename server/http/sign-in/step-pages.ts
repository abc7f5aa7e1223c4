// The pages between password and session: forms without a script, but for passkeys.

import type { EnrolmentView } from "../../auth/second-step/enrolment.ts";
import type { SecondStepView } from "../../auth/second-step/second-step.ts";
import type { PublicKeyCredentialRequestOptionsJSON } from "../../auth/second-step/passkeys.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { qrCode } from "../account/qr-code.ts";
import { html, jsonForScript, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset } from "../page-assets.ts";
import { contact, official, publicComputerField } from "./page.ts";
import { stepTexts } from "./step-texts.ts";
import { texts } from "./texts.ts";

export interface StepPage {
  language: Language;
  presentation: Presentation;
}

export function secondStepPage(page: StepPage, view: SecondStepView, notice?: "wrong" | "sent" | "notSent"): string {
  const text = stepTexts[page.language];
  const { account, channels, passkey, security, hasTotp, hasRecoveryCodes, isPublicComputer } = view;
  const trustDays = isPublicComputer ? 0 : security.trustDays;
  const takesCode = hasTotp || hasRecoveryCodes || notice === "sent" || channels.length > 0;
  const content = html`<div class="card">
      <h1>${text.title}</h1>
      <p class="organisation">${text.account(account.address)}</p>
      ${notice === "wrong" && alert(text.wrong, text.wrongHint)} ${notice === "notSent" && alert(text.notSent)}
      ${notice === "sent" && html`<p class="success" role="status">${text.sent}</p>`}
      ${passkey && passkeyForm({ action: "/sign-in/second-step", mode: "get", options: passkey, label: text.usePasskey, failed: text.passkeyFailed, trust: trustField(trustDays, text, "trust-passkey") })}
      ${
        takesCode &&
        html`<form method="post" action="/sign-in/second-step">
          <div class="field">
            <label for="code">${text.code}</label>
            ${codeInput(notice === "wrong")}
            <p class="hint" id="code-hint">
              ${hasTotp ? text.fromApp : text.fromMessage} ${hasRecoveryCodes && text.orRecovery}
            </p>
          </div>
          ${trustField(trustDays, text, "trust")}
          <button class="button wide" type="submit">${text.submit}</button>
        </form>`
      }
      ${channels.map(
        ({ kind, hint }) =>
          html`<form method="post" action="/sign-in/second-step/send">
            <input type="hidden" name="channel" value="${kind}" />
            <button class="button plain wide" type="submit">${text.send[kind](hint)}</button>
          </form>`,
      )}
      <p class="ways"><a href="/sign-in">${text.back}</a></p>
      <p class="quiet">${text.lost}</p>
    </div>
    ${official(page.presentation, texts[page.language])}`;
  return render(page, { title: text.title, content, path: "/sign-in/second-step", hasPasskey: passkey !== undefined });
}

export function enrolmentPage(page: StepPage, view: EnrolmentView, isWrong: boolean): string {
  const text = stepTexts[page.language];
  const { organisationName, secretText, secretUri, channels } = view;
  const [install, scan, type] = text.enrolSteps;
  const content = html`<div class="card">
      <h1>${text.enrolTitle}</h1>
      <p class="organisation">${text.enrolReason(organisationName)}</p>
      ${isWrong && alert(text.wrong, text.wrongHint)}
      <form method="post" action="/sign-in/enrolment">
        <ol class="steps">
          <li>${install}</li>
          <li>
            ${scan} ${qrCode(secretUri, text.qr)}
            <p class="secret-text">${secretText}</p>
          </li>
          <li>
            <label for="code">${type}</label>
            ${codeInput(isWrong)}
          </li>
        </ol>
        <button class="button wide" type="submit">${text.enrolSubmit}</button>
      </form>
      ${channels.map(
        ({ kind, hint }) =>
          html`<form method="post" action="/sign-in/enrolment">
            <input type="hidden" name="channel" value="${kind}" />
            <button class="button plain wide" type="submit">${text.enrolChannel(hint)}</button>
          </form>`,
      )}
      <p class="ways"><a href="/sign-in">${text.back}</a></p>
    </div>
    ${official(page.presentation, texts[page.language])}`;
  return render(page, { title: text.enrolTitle, content, path: "/sign-in/enrolment" });
}

/** Shown once, when the enrolment is done; `next` is one that `safeNext` gave. */
export function newCodesPage(page: StepPage, { codes, next }: { codes: readonly string[]; next: string }): string {
  const text = stepTexts[page.language];
  const content = html`<div class="card">
    <h1>${text.codesTitle}</h1>
    <p>${text.codesHint}</p>
    <ul class="codes">
      ${codes.map((code) => html`<li>${code}</li>`)}
    </ul>
    <a class="button wide" href="${next}">${text.codesDone}</a>
  </div>`;
  return render(page, { title: text.codesTitle, content });
}

export function passkeyPage(
  page: StepPage,
  { options, next, isWrong }: { options: PublicKeyCredentialRequestOptionsJSON; next?: string; isWrong: boolean },
): string {
  const text = stepTexts[page.language];
  const content = html`<div class="card">
      <h1>${text.passkeyTitle}</h1>
      <p class="organisation">${page.presentation.name}</p>
      ${isWrong && alert(text.passkeyFailed)}
      <p>${text.passkeyHint}</p>
      ${passkeyForm({ action: "/sign-in/passkey", mode: "get", options, label: text.passkeyTitle, failed: text.passkeyFailed, fields: publicComputerField(texts[page.language]) })}
      <noscript><p>${text.passkeyScript}</p></noscript>
      <p class="ways"><a href="/sign-in${next && `?next=${encodeURIComponent(next)}`}">${text.back}</a></p>
    </div>
    ${official(page.presentation, texts[page.language])}`;
  return render(page, { title: text.passkeyTitle, content, path: "/sign-in/passkey", hasPasskey: true });
}

/** The form that passkey.js fills and sends. */
export function passkeyForm(form: {
  action: string;
  mode: "get" | "make";
  options: unknown;
  label: string;
  failed: string;
  fields?: Html;
  trust?: Html;
}): Html {
  return html`<form method="post" action="${form.action}" data-passkey="${form.mode}">
      ${form.fields}
      <input type="hidden" name="passkey" value="" />
      ${form.trust}
      <button class="button wide" type="submit" disabled>${form.label}</button>
      <p class="caps" id="passkey-failure" role="status" hidden>${form.failed}</p>
    </form>
    <script type="application/json" id="passkey-options">
      ${jsonForScript(form.options)}
    </script>`;
}

export function alert(words: string, hint?: string): Html {
  return html`<div class="alert" role="alert">
    <p><strong>${words}</strong></p>
    ${hint && html`<p>${hint}</p>`}
  </div>`;
}

export function codeInput(isWrong: boolean): Html {
  return html`<input
    class="code-input"
    id="code"
    name="code"
    type="text"
    required
    maxlength="40"
    autocomplete="one-time-code"
    autocapitalize="characters"
    autocorrect="off"
    spellcheck="false"
    enterkeyhint="go"
    aria-describedby="code-hint"
    autofocus
    ${isWrong && html` aria-invalid="true"`}
  />`;
}

function trustField(days: number, text: (typeof stepTexts)["id"], id: string): Html | undefined {
  if (days === 0) return undefined;
  return html`<div class="field">
    <label class="check" for="${id}"
      ><input id="${id}" name="trust" type="checkbox" value="yes" /> ${text.trust(days)}</label
    >
    <p class="hint">${text.trustHint}</p>
  </div>`;
}

function render(
  { language, presentation }: StepPage,
  page: { title: string; content: Html; path?: string; hasPasskey?: boolean },
): string {
  const { title, content, path, hasPasskey } = page;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${title} — ${presentation.name}`,
      content,
      head: html`<link rel="stylesheet" href="${pageAsset("account.css")}" />
        ${hasPasskey && html`<script src="${pageAsset("passkey.js")}" defer></script>`}`,
      footer: contact(presentation, texts[language]),
      languageLink: path === undefined ? undefined : (to) => `${path}?language=${to}`,
    }),
  );
}
