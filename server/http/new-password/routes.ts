// POST /password-preview: what the form says about the password that is being typed.

import type { FastifyInstance } from "fastify";

import { previewPassword, type PreviewDependencies } from "../../auth/password-preview.ts";
import type { PasswordCheck } from "../../auth/password-policy/check-password.ts";
import {
  adviceTexts,
  describePasswordReason,
  previewTexts,
  strengthTexts,
  type PolicyRule,
} from "../../auth/password-policy/texts.ts";
import { MAX_PASSWORD_LENGTH } from "../../auth/password-hash.ts";
import { isLanguage, languageOf, type Language } from "../language.ts";
import { textOf } from "../sign-in/routes.ts";

type Form = Partial<Record<string, unknown>>;

const STATUS = { tooMany: 429, refused: 403 } as const;

export function registerPasswordPreview(app: FastifyInstance, { preview }: { preview: PreviewDependencies }): void {
  app.post<{ Body: Form | null }>("/password-preview", { config: { access: "public" } }, async (request, reply) => {
    const { token, candidate, language } = request.body ?? {};
    const typed = textOf(candidate).slice(0, MAX_PASSWORD_LENGTH + 1);
    const result = await previewPassword(preview, { token: textOf(token), candidate: typed });
    reply.header("cache-control", "no-store");
    if (result.outcome !== "checked") return reply.code(STATUS[result.outcome]).send({});
    return reply.send(describe(result.check, isLanguage(language) ? language : languageOf(request)));
  });
}

/** One sentence on how strong it is, then everything that is missing, or what would help. */
function describe({ strength, reasons, advice }: PasswordCheck, language: Language) {
  const missing = reasons.map((reason) => describePasswordReason(reason, language));
  const help = reasons.length === 0 && strength < 4 ? advice.slice(0, 1).map((one) => adviceTexts[language][one]) : [];
  const { lead, fit } = previewTexts[language];
  const words = [`${lead} ${strengthTexts[language][strength].toLowerCase()}.`, ...missing, ...help];
  if (reasons.length === 0) words.push(fit);
  const has = (...which: string[]) => reasons.some(({ reason }) => which.includes(reason));
  // The history is compared when the form is sent.
  const rules: Partial<Record<PolicyRule, boolean>> = {
    length: !has("tooShort", "tooLong"),
    classes: !has("tooFewClasses"),
    personal: !has("personal"),
  };
  return { level: strength, text: words.join(" "), rules };
}
