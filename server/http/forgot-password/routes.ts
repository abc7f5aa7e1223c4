// /forgot-password and /reset-password. The token of a link leaves the address at once: it goes into a cookie, so that neither a
// Referer nor the history shows it; and it is never logged.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import type { NewPasswordReason } from "../../auth/new-password.ts";
import { createPreviewToken } from "../../auth/password-preview.ts";
import { requestResetLink, resetPassword, viewReset } from "../../auth/recovery/reset-link.ts";
import type { Log } from "../../base/log.ts";
import { readPasswordPolicy } from "../../organisation/password-policy.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import type { Account } from "../../store/accounts.ts";
import type { Organisation } from "../../store/organisations.ts";
import { chooseLanguage, languageOf } from "../language.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { visitorOf } from "../sign-in/step-routes.ts";
import { askPage, gonePage, resetPage, sentPage, type ForgotPage, type ResetPageState } from "./pages.ts";

type Form = Partial<Record<string, unknown>>;

const config = { access: "public" } as const;
const even = { ...config, evenTime: "all" } as const;
const MAX_WAITING = 50;

export function registerForgotPassword(
  app: FastifyInstance,
  { auth, describeOrganisation, log }: { auth: Auth; describeOrganisation(): Promise<Presentation>; log: Log },
): void {
  const { recovery } = auth;
  const { reset } = auth.ownCookies;
  const waiting = new Set<Promise<void>>();
  app.addHook("onClose", async () => void (await Promise.allSettled(waiting)));

  async function pageOf(request: FastifyRequest, reply: FastifyReply): Promise<ForgotPage> {
    const { language } = request.query as Form;
    if (language !== undefined) chooseLanguage(request, reply, language);
    return { language: languageOf(request), presentation: await describeOrganisation() };
  }

  app.get("/forgot-password", { config }, async (request, reply) =>
    sendPage(reply, 200, askPage(await pageOf(request, reply))),
  );

  app.post<{ Body: Form | null }>("/forgot-password", { config: even }, async (request, reply) => {
    const typed = textOf(request.body?.username).slice(0, 320).trim();
    const page = sentPage(await pageOf(request, reply), typed);
    // Nobody waits for it: how long it takes says whether the account exists.
    if (typed !== "" && waiting.size < MAX_WAITING) {
      const work = requestResetLink(recovery, { username: typed, ...visitorOf(request, auth) })
        .catch((error: unknown) => log.error({ err: error }, "a link to a new password could not be sent"))
        .finally(() => waiting.delete(work));
      waiting.add(work);
    }
    return sendPage(reply, 200, page);
  });

  app.get<{ Querystring: Form }>("/reset-password", { config }, async (request, reply) => {
    const { token } = request.query;
    if (typeof token === "string") {
      reply.setCookie(reset.name, token.slice(0, 100), reset.options);
      return reply.header("cache-control", "no-store").redirect("/reset-password", 303);
    }
    const view = await viewReset(recovery, request.cookies[reset.name] ?? "");
    const page = await pageOf(request, reply);
    if (!view) return sendPage(reply, 410, gonePage(page));
    return sendPage(reply, 200, resetPage(page, formOf(view, [])));
  });

  app.post<{ Body: Form | null }>("/reset-password", { config }, async (request, reply) => {
    const form = request.body ?? {};
    const result = await resetPassword(recovery, {
      token: request.cookies[reset.name] ?? "",
      candidate: textOf(form["new-password"]),
      confirmation: textOf(form["confirm-password"]),
      revokeAppPasswords: form.revoke === "yes",
      visitor: visitorOf(request, auth),
    });
    if (result.outcome === "done") {
      reply.clearCookie(reset.name, reset.options);
      return reply.redirect("/sign-in?after=reset", 303);
    }
    const page = await pageOf(request, reply);
    if (result.outcome === "gone") return sendPage(reply, 410, gonePage(page));
    return sendPage(reply, 422, resetPage(page, formOf(result, result.reasons)));
  });

  function formOf(
    { account: whose, organisation }: { account: Account; organisation: Organisation },
    reasons: readonly NewPasswordReason[],
  ): ResetPageState {
    const policy = readPasswordPolicy(organisation.settings);
    return { address: whose.address, policy, reasons, previewToken: createPreviewToken(recovery, whose.id) };
  }
}
