// The language of the pages before signing in: Indonesian, unless the person chose another.

import type { FastifyReply, FastifyRequest } from "fastify";

export const LANGUAGES = ["id", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_COOKIE = "surel-language";

const YEAR_SECONDS = 31_536_000;

/** The choice is a cookie that the switch on the page sets; what the browser prefers says nothing about the office. */
export function languageOf(request: FastifyRequest): Language {
  return request.cookies?.[LANGUAGE_COOKIE] === "en" ? "en" : "id";
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((known) => known === value);
}

/** Remembers a choice, also for the page that is being made; anything but a language is no choice. */
export function chooseLanguage(request: FastifyRequest, reply: FastifyReply, choice: unknown): void {
  const language = LANGUAGES.find((known) => known === choice);
  if (language === undefined) return;
  request.cookies[LANGUAGE_COOKIE] = language;
  reply.setCookie(LANGUAGE_COOKIE, language, { path: "/", sameSite: "lax", httpOnly: true, maxAge: YEAR_SECONDS });
}
