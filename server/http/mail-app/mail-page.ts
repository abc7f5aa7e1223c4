// The application's page: what the build made, with all that the application starts with in it.

import type { FastifyReply } from "fastify";

import type { AccountNotices } from "../../auth/account-notices.ts";
import type { Principal } from "../../auth/principal.ts";
import type { PersonProfile } from "../../organisation/person-profile.ts";
import { publicComputerScript } from "../account/public-computer.ts";
import { noScriptNotice } from "../browser/pages.ts";
import { html, jsonForScript, textOfHtml, type Html } from "../html.ts";
import { chooseLanguage, languageOf, LANGUAGE_COOKIE, type Language } from "../language.ts";
import { lookLinks } from "../look/routes.ts";
import { pageAsset } from "../page-assets.ts";
import type { BuiltWeb } from "./built-web.ts";
import { readMail, startData, type LocalJmap, type Start } from "./start-data.ts";

/** The application's page for somebody, and the language they chose set with the reply; undefined while there is no build. */
export type OpenMail = (principal: Principal, reply: FastifyReply) => Promise<string | undefined>;

export interface MailPageDependencies {
  loadWeb(): Promise<BuiltWeb | undefined>;
  jmap: LocalJmap;
  describePerson(principal: Principal): Promise<PersonProfile>;
  /** What is told beside the mail. */
  findNotices(principal: Principal): Promise<AccountNotices>;
}

export function createMailPage({ loadWeb, jmap, describePerson, findNotices }: MailPageDependencies): OpenMail {
  return async (principal, reply) => {
    const web = await loadWeb();
    if (!web) return undefined;
    const [profile, notices, mail] = await Promise.all([
      describePerson(principal),
      findNotices(principal),
      readMail({ jmap, principal }, web.firstScreenCalls),
    ]);
    const { request } = reply;
    const told = request.cookies[LANGUAGE_COOKIE] === undefined ? profile.language : languageOf(request);
    const start = startData({ principal, profile, notices, mail, language: told });
    const { locale: language, preferences } = start;
    if (preferences?.value.locale && request.cookies[LANGUAGE_COOKIE] !== language)
      chooseLanguage(request, reply, language);
    return writePage(web, { principal, profile, start });
  };
}

function writePage(
  web: BuiltWeb,
  { principal, profile, start }: { principal: Principal; profile: PersonProfile; start: Start },
): string {
  const { locale: language, preferences, organisation } = start;
  const { theme = "system", contrast = "system" } = preferences?.value ?? {};
  const look =
    (theme === "system" ? "" : ` data-theme="${theme}"`) +
    (contrast === "system" ? "" : ` data-contrast="${contrast}"`);
  const words = web.words.get(language);
  const early = [...(words === undefined ? [] : [words]), ...(start.notices.length > 0 ? web.notices.scripts : [])];
  const preload = early.map((path) => html`<link rel="modulepreload" href="${path}" />`);
  const styles = start.notices.length > 0 ? web.notices.styles : [];
  // Before the application: an old browser stumbles over its first line.
  const script = html`<script defer src="${pageAsset("needs.js")}"></script>
    ${preload} ${styles.map((path) => html`<link rel="stylesheet" href="${path}" crossorigin />`)}
    ${publicComputerScript(principal)}
    <script type="application/json" id="surel-start">
      ${jsonForScript(start)}
    </script>`;
  const mark = html`<img class="organisation-mark" src="${organisation.icon}" width="32" height="32" alt="" />`;
  const name = html`<span class="organisation-name truncate">${organisation.name}</span>`;
  return web.mailPage
    .replace("<!--organisation-->", () => textOfHtml(mark) + textOfHtml(name))
    .replace(/<html lang="[\w-]*"/, `<html lang="${language}"${look}`)
    .replace(/<noscript>.*?<\/noscript>/s, () => textOfHtml(noScriptNotice(language)))
    .replace("</head>", () => `${textOfHtml(lookLinks(profile.look))}${textOfHtml(script)}\n</head>`);
}

/**
 * Links that let the browser fetch the application while the person types; sign-in.js then runs the first of them, which waits there
 * (web/mail/enter-in-place.ts). The notices too: who comes from a new device has one.
 * A style sheet for no medium holds up nothing here, and waits in memory; what is only prefetched would be read from the disk.
 */
export function preloadLinks(web: BuiltWeb | undefined, language: Language): Html {
  if (!web) return html``;
  const words = web.words.get(language);
  const scripts = [...web.scripts, ...(words === undefined ? [] : [words]), ...web.notices.scripts].map(
    (path, index) => html`<link rel="modulepreload" href="${path}" ${index === 0 && html`data-application`} /> `,
  );
  const styles = [...web.styles, ...web.notices.styles].map(
    (path) => html`<link rel="stylesheet" href="${path}" media="not all" crossorigin /> `,
  );
  const pictures = web.pictures.map((path) => html`<link rel="prefetch" href="${path}" as="image" /> `);
  // The application waits for it (see the page).
  const needs = html`<link rel="prefetch" href="${pageAsset("needs.js")}" as="script" />`;
  return html`${scripts}${styles}${pictures}${needs}`;
}
