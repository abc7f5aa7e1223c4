// The language of the pages before signing in: the first of all, Indonesian, unless the person chose another.

import type { FastifyReply, FastifyRequest } from "fastify";

import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language } from "../base/language.ts";

export { isLanguage, LANGUAGES, type Language };
export const LANGUAGE_COOKIE = "surel-language";

const YEAR_SECONDS = 31_536_000;

/** The choice is a cookie that the switch on the page sets; what the browser prefers says nothing about the office. */
export function languageOf(request: FastifyRequest): Language {
  const chosen = request.cookies?.[LANGUAGE_COOKIE];
  return isLanguage(chosen) ? chosen : DEFAULT_LANGUAGE;
}

/** Remembers a choice, also for the page that is being made; anything but a language is no choice. */
export function chooseLanguage(request: FastifyRequest, reply: FastifyReply, choice: unknown): void {
  if (!isLanguage(choice)) return;
  request.cookies[LANGUAGE_COOKIE] = choice;
  reply.setCookie(LANGUAGE_COOKIE, choice, { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR_SECONDS });
}
