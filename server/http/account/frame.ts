// What the pages of one's own account share: who asks, in which language, and the frame around what they see.

import type { FastifyReply, FastifyRequest } from "fastify";

import { createMomentFormat } from "../../base/language.ts";
import type { Person } from "../../auth/account-security/person.ts";
import { readPolicies } from "../../organisation/policies.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { html, renderHtml, type Html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset } from "../page-assets.ts";
import { contact } from "../sign-in/page.ts";
import { texts } from "../sign-in/texts.ts";
import { publicComputerScript } from "./public-computer.ts";
import { accountTexts, type AccountTexts } from "./texts.ts";

export const SECURITY = "/account/security";

export interface AccountPage {
  language: Language;
  presentation: Presentation;
  person: Person;
  text: AccountTexts;
  /** "2 Maret 2026 pukul 08.00 WIB", in the organisation's zone. */
  formatTime(at: Date): string;
}

/** A request for a page of one's own account. */
export interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  form: Partial<Record<string, unknown>>;
  person: Person;
  page: AccountPage;
}

export type Handler = (visit: Visit) => Promise<FastifyReply>;

/** `path` is below that of one's own security. */
export type Register = (method: "get" | "post", path: string, handler: Handler) => void;

export function accountPage(given: { language: Language; presentation: Presentation; person: Person }): AccountPage {
  const { language, person } = given;
  const { timeZone } = readPolicies(person.organisation.settings);
  return { ...given, text: accountTexts[language], formatTime: createMomentFormat({ language, timeZone }) };
}

/** A document. `path` is where the switch of languages leads; absent where a page is shown once. */
export function renderAccount(
  { language, presentation, person, text }: AccountPage,
  page: { title: string; content: Html; path?: string; hasPasskey?: boolean; scripts?: Html },
): string {
  const { title, content, path, hasPasskey, scripts } = page;
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${title} — ${presentation.name}`,
      content: html`${content}
        <p class="ways">
          ${path !== SECURITY && html`<a href="${SECURITY}">${text.toSecurity}</a> `}<a href="/mail/">${text.toMail}</a>
        </p>`,
      head: html`<link rel="stylesheet" href="${pageAsset("account.css")}" />
        ${scripts ?? html`<script src="${pageAsset("sign-in.js")}" defer></script>`} ${publicComputerScript(person)}
        ${hasPasskey && html`<script src="${pageAsset("passkey.js")}" defer></script>`}`,
      footer: contact(presentation, texts[language]),
      languageLink: path === undefined ? undefined : (to) => `${path}?language=${to}`,
    }),
  );
}

/** A button that is a form of its own. */
export function actionButton(button: {
  path: string;
  label: string;
  /** What it acts on, for those who do not see where it stands. */
  of?: string;
  fields?: Record<string, string | number>;
  look?: "plain" | "danger";
}): Html {
  const { path, label, of, fields = {}, look = "plain" } = button;
  return html`<form method="post" action="${SECURITY}${path}">
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="button small ${look}" type="submit" ${of && html`aria-label="${label}: ${of}"`}>${label}</button>
  </form>`;
}

export function linkButton(path: string, label: string): Html {
  return html`<a class="button small plain" href="${SECURITY}${path}">${label}</a>`;
}
