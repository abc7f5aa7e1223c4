// /mail/ and whatever is under it is the application's page; its files are public, since they say nothing of anybody.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { AccountNotices } from "../../auth/account-notices.ts";
import type { Principal } from "../../auth/principal.ts";
import type { PersonProfile } from "../../organisation/person-profile.ts";
import { publicComputerScript } from "../account/public-computer.ts";
import { acceptsBrotli } from "../compress-answers.ts";
import { refuse } from "../errors.ts";
import { html, jsonForScript, textOfHtml, type Html } from "../html.ts";
import { chooseLanguage, languageOf, LANGUAGE_COOKIE, type Language } from "../language.ts";
import { MESSAGE_FRAME_POLICY } from "../security-headers.ts";
import { IMMUTABLE, pageAsset } from "../page-assets.ts";
import { lookLinks } from "../look/routes.ts";
import { noScriptNotice } from "../browser/pages.ts";
import type { BuiltWeb } from "./built-web.ts";
import { readMail, startData, type LocalJmap } from "./start-data.ts";

export interface MailAppDependencies {
  loadWeb(): Promise<BuiltWeb | undefined>;
  jmap: LocalJmap;
  describePerson(principal: Principal): Promise<PersonProfile>;
  /** What is told beside the mail. */
  findNotices(principal: Principal): Promise<AccountNotices>;
}

export function registerMailApp(app: FastifyInstance, dependencies: MailAppDependencies): void {
  const { loadWeb } = dependencies;
  app.get("/mail", { config: { access: "session" } }, (_request, reply) => reply.redirect("/mail/", 303));
  app.get("/mail/*", { config: { access: "session" } }, async (request, reply) => {
    const [web, principal] = [await loadWeb(), request.principal];
    if (!web || !principal) return refuse(request, reply, "unavailable");
    const page = await mailPage(web, principal, { ...dependencies, request, reply });
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(page);
  });
  app.get<{ Params: { "*": string } }>("/assets/*", { config: { access: "public" } }, async (request, reply) => {
    const file = (await loadWeb())?.files.get(`/assets/${request.params["*"]}`);
    if (!file) return refuse(request, reply, "notFound");
    reply.type(file.type).header("cache-control", file.immutable ? IMMUTABLE : "public, max-age=300");
    reply.header("vary", "accept-encoding");
    // The only pages among the files are frames for messages.
    if (file.type.startsWith("text/html")) {
      reply.header("content-security-policy", MESSAGE_FRAME_POLICY).header("x-frame-options", "SAMEORIGIN");
    }
    if (!file.brotli || !acceptsBrotli(request)) return reply.send(file.content);
    return reply.header("content-encoding", "br").send(file.brotli);
  });
}

async function mailPage(
  web: BuiltWeb,
  principal: Principal,
  {
    jmap,
    describePerson,
    findNotices,
    request,
    reply,
  }: MailAppDependencies & { request: FastifyRequest; reply: FastifyReply },
): Promise<string> {
  const [profile, notices, mail] = await Promise.all([
    describePerson(principal),
    findNotices(principal),
    readMail({ jmap, principal }, web.firstScreenCalls),
  ]);
  const told = request.cookies[LANGUAGE_COOKIE] === undefined ? profile.language : languageOf(request);
  const start = startData({ principal, profile, notices, mail, language: told });
  const { locale: language, preferences } = start;
  if (preferences?.value.locale && request.cookies[LANGUAGE_COOKIE] !== language)
    chooseLanguage(request, reply, language);
  const theme = preferences?.value.theme ?? "system";
  const look = theme === "system" ? "" : ` data-theme="${theme}"`;
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
  return web.mailPage
    .replace(/<html lang="[\w-]*"/, `<html lang="${language}"${look}`)
    .replace(/<noscript>.*?<\/noscript>/s, () => textOfHtml(noScriptNotice(language)))
    .replace("</head>", () => `${textOfHtml(lookLinks(profile.look))}${textOfHtml(script)}\n</head>`);
}

/**
 * Links that let the browser fetch the application while the person types. The notices too: who comes from a new device has one.
 * A style sheet for no medium holds up nothing here, and waits in memory; what is only prefetched would be read from the disk.
 */
export function preloadLinks(web: BuiltWeb | undefined, language: Language): Html {
  if (!web) return html``;
  const words = web.words.get(language);
  const scripts = [...web.scripts, ...(words === undefined ? [] : [words]), ...web.notices.scripts].map(
    (path) => html`<link rel="modulepreload" href="${path}" /> `,
  );
  const styles = [...web.styles, ...web.notices.styles].map(
    (path) => html`<link rel="stylesheet" href="${path}" media="not all" crossorigin /> `,
  );
  const pictures = web.pictures.map((path) => html`<link rel="prefetch" href="${path}" as="image" /> `);
  // The application waits for it (see the page).
  const needs = html`<link rel="prefetch" href="${pageAsset("needs.js")}" as="script" />`;
  return html`${scripts}${styles}${pictures}${needs}`;
}
