// The sign-in page and the page after signing out: they work without a script, in a browser of any age.

import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset } from "../page-assets.ts";
import { secretField } from "../secret-field.ts";
import { directoryHint, providerButtons, useButtonHint } from "../single-sign-on/parts.ts";
import { texts, type Texts } from "./texts.ts";

export interface SignInPageState {
  language: Language;
  presentation: Presentation;
  /** Where to go afterwards; checked by `safeNext`. */
  next?: string;
  username?: string;
  isPublicComputer?: boolean;
  notice?:
    | { kind: "wrong" }
    | { kind: "tooMany"; waitMs: number }
    | { kind: "busy" }
    | { kind: "sessionNeeded" }
    /** The second step came too late or failed too often. */
    | { kind: "startAgain" }
    /** The password was reset: now it can be used. */
    | { kind: "passwordSet" }
    /** The organisation's directory cannot be asked, or wants another password first. */
    | { kind: "directory"; words: string };
  /** The mail application's files, fetched while the person types. */
  preload: Html;
}

export function signInPage(state: SignInPageState): string {
  const { language, presentation, username = "", notice, next } = state;
  const text = texts[language];
  const wrong = notice?.kind === "wrong";
  const content = html`<div class="card split">
    <div class="entry">
      <h1>${text.signIn}</h1>
      <p class="organisation">${text.purpose(presentation.name)}</p>
      ${notice && noticeOf(notice, state)} ${providerButtons(state)}
      <form method="post" action="/sign-in">
        ${nextField(state)}
        <div class="field">
          <label for="username">${text.username}</label>
          <input
            id="username"
            name="username"
            type="text"
            value="${username}"
            required
            maxlength="320"
            autocomplete="username"
            autocapitalize="none"
            autocorrect="off"
            spellcheck="false"
            enterkeyhint="next"
            aria-describedby="username-hint"
            ${username === "" && html` autofocus`}
          />
          <p class="hint" id="username-hint">${text.usernameHint(presentation)}</p>
        </div>
        ${secretField({ name: "password", label: text.password, autocomplete: "current-password", text, invalid: wrong, focus: username !== "" })}
        ${directoryHint(state)} ${publicComputerField(text, state.isPublicComputer)}
        <button class="button wide" type="submit">${text.signIn}</button>
      </form>
      <p class="ways">
        <a href="/forgot-password">${text.forgot}</a>
        <a href="/sign-in/passkey${next === undefined ? "" : `?next=${encodeURIComponent(next)}`}">${text.passkey}</a>
      </p>
      <details>
        <summary>${text.trouble}</summary>
        <ul>
          ${text.tips.map((tip) => html`<li>${tip}</li>`)}
        </ul>
      </details>
    </div>
    ${assurance(presentation, text)}
  </div>`;
  return render(
    state,
    wrong ? `${text.wrong} — ${presentation.name}` : `${text.signIn} — ${presentation.name}`,
    content,
  );
}

/** `there`: the link with which the person signs out at the organisation's provider as well. */
export function signedOutPage(state: { language: Language; presentation: Presentation; there?: Html }): string {
  const { language, presentation, there } = state;
  const text = texts[language];
  const content = html`<div class="card">
    <svg
      class="done"
      width="40"
      height="40"
      viewBox="0 0 40 40"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      aria-hidden="true"
    >
      <circle cx="20" cy="20" r="17" />
      <path d="m12.500 20.500 5 5 10-11" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
    <h1>${text.signedOutTitle}</h1>
    <p role="status">${text.signedOut}</p>
    <p class="quiet">${text.signedOutHint}</p>
    ${there}
    <a class="button wide" href="/sign-in">${text.signInAgain}</a>
  </div>`;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${text.signedOutTitle} — ${presentation.name}`,
      content,
      footer: contact(presentation, text),
      languageLink: (to) => `/signed-out?language=${to}`,
    }),
  );
}

function render(state: SignInPageState, title: string, content: Html): string {
  const { language, presentation, next, preload } = state;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title,
      content,
      head: html`<script src="${pageAsset("sign-in.js")}" defer></script>
        ${preload}`,
      languageLink: (to) => `/sign-in?language=${to}${next ? `&next=${encodeURIComponent(next)}` : ""}`,
    }),
  );
}

function noticeOf(notice: NonNullable<SignInPageState["notice"]>, state: SignInPageState): Html {
  const text = texts[state.language];
  if (notice.kind === "directory") return html`<div class="alert" role="alert"><p>${notice.words}</p></div>`;
  if (notice.kind === "sessionNeeded") return html`<p role="status">${text.sessionNeeded}</p>`;
  if (notice.kind === "passwordSet") return html`<p class="success" role="status">${text.passwordSet}</p>`;
  if (notice.kind === "startAgain") return html`<div class="alert" role="alert"><p>${text.startAgain}</p></div>`;
  if (notice.kind === "wrong") {
    return html`<div class="alert" role="alert">
      <p><strong>${text.wrong}</strong></p>
      <p>${text.wrongHint}</p>
      ${useButtonHint(state)}
    </div>`;
  }
  const words = notice.kind === "busy" ? text.busy : text.tooMany(Math.ceil(notice.waitMs / 1000));
  return html`<div class="alert" role="alert"><p>${words}</p></div>`;
}

/** R108: others use this computer. */
export function publicComputerField(text: Texts, isChecked = false): Html {
  return html`<div class="field">
    <label class="check" for="public-computer"
      ><input
        id="public-computer"
        name="public-computer"
        type="checkbox"
        value="yes"
        aria-describedby="public-computer-hint"
        ${isChecked && html` checked`}
      />
      ${text.publicComputer}</label
    >
    <p class="hint" id="public-computer-hint">${text.publicComputerHint}</p>
  </div>`;
}

export function nextField({ next }: { next?: string }): Html | undefined {
  return next === undefined ? undefined : html`<input type="hidden" name="next" value="${next}" /> `;
}

/** R20, R42: what the person compares with the address bar, and whom to ask, beside the form and never below the fold. */
function assurance({ url, contact: who }: Presentation, text: Texts): Html {
  return html`<aside class="assurance">
    <h2>${text.official}</h2>
    <p><strong>${url}</strong></p>
    <p>${text.officialHint}</p>
    ${
      who &&
      html`<h2>${text.contact}</h2>
        <p class="who">${who.name}</p>
        ${who.telephone && html`<p>${telephoneLink(who.telephone)}</p>`} ${who.place && html`<p>${who.place}</p>`}
        ${who.hours && html`<p>${who.hours}</p>`}`
    }
  </aside>`;
}

/** R20: what the person compares with the address bar. */
export function official({ url }: Presentation, text: Texts): Html {
  return html`<p class="official">${text.official}: <strong>${url}</strong><br />${text.officialHint}</p>`;
}

/** R42: whom to ask. */
export function contact({ contact: who }: Presentation, text: Texts): Html | undefined {
  if (!who) return undefined;
  const { name, telephone, place, hours } = who;
  const call = telephone && html` · ${telephoneLink(telephone)}`;
  return html`<p>
    <strong>${text.contact}:</strong> ${name}${call}${place && ` · ${place}`}${hours && ` · ${hours}`}
  </p>`;
}

function telephoneLink(telephone: string): Html {
  return html`<a href="tel:${telephone.replace(/[^\d+]/g, "")}">${telephone}</a>`;
}
