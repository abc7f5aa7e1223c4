// The frame around the pages of the desk, and who is at them.

import type { FastifyReply, FastifyRequest } from "fastify";

import { findPerson, type Person } from "../../auth/account-security/person.ts";
import type { Auth } from "../../auth/auth.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { accountPage, type AccountPage } from "../account/frame.ts";
import { publicComputerScript } from "../account/public-computer.ts";
import { html, renderHtml, type Html } from "../html.ts";
import { chooseLanguage, languageOf, LANGUAGE_COOKIE } from "../language.ts";
import { layout } from "../layout.ts";
import { pageAsset } from "../page-assets.ts";
import { visitorOf } from "../sign-in/step-routes.ts";
import { deskTexts } from "./texts.ts";

export const DESK = "/admin/";

export type Form = Partial<Record<string, unknown>>;

export interface DeskVisit {
  request: FastifyRequest;
  reply: FastifyReply;
  officer: Person;
  page: AccountPage;
  form: Form;
}

/** On routes with the access "desk". */
export async function visitDesk(
  { auth, describeOrganisation }: { auth: Auth; describeOrganisation(): Promise<Presentation> },
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<DeskVisit> {
  const { principal } = request;
  if (!principal) throw new Error("a route of the desk without a principal");
  const { language: chosen } = request.query as Form;
  if (chosen !== undefined) chooseLanguage(request, reply, chosen);
  const officer = await findPerson(auth.person, principal, visitorOf(request, auth));
  const language = request.cookies[LANGUAGE_COOKIE] === undefined ? officer.account.language : languageOf(request);
  const page = accountPage({ language, presentation: await describeOrganisation(), person: officer });
  return { request, reply, officer, page, form: (request.body as Form | null | undefined) ?? {} };
}

export function renderDesk(
  { language, presentation, person }: Pick<AccountPage, "language" | "presentation" | "person">,
  { title, content, path }: { title: string; content: Html; path?: string },
): string {
  return renderHtml(
    layout({
      language,
      organisation: presentation.name,
      title: `${title} — ${deskTexts[language].title}, ${presentation.name}`,
      content,
      head: html`<link rel="stylesheet" href="${pageAsset("account.css")}" /> ${publicComputerScript(person)}`,
      footer: html`<p><a href="/mail/">${deskTexts[language].toMail}</a></p>`,
      languageLink: path === undefined ? undefined : (to) => `${path}?language=${to}`,
    }),
  );
}
