// /sign-in/second-step, /sign-in/enrolment, /sign-in/new-password, /sign-in/passkey: what comes between password and session, or in place of it. The
// cookie of the step opens nothing else.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import type { Visitor } from "../../auth/begin-session.ts";
import type { NewPasswordReason } from "../../auth/new-password.ts";
import { createPreviewToken } from "../../auth/password-preview.ts";
import { finishEnrolment, viewEnrolment } from "../../auth/second-step/enrolment.ts";
import {
  takeNewPassword,
  viewNewPasswordStep,
  type NewPasswordView,
} from "../../auth/second-step/new-password-step.ts";
import { beginPasskeySignIn, signInWithPasskey } from "../../auth/second-step/passkey-sign-in.ts";
import { sendSignInCode, takeSecondStep, viewSecondStep } from "../../auth/second-step/second-step.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { refuse } from "../errors.ts";
import { chooseLanguage, languageOf } from "../language.ts";
import { changePage, type ChangePageState } from "./change-page.ts";
import { askNext, enter, pathAfterSignIn, setSessionCookies } from "./enter.ts";
import { sendPage, textOf } from "./routes.ts";
import { safeNext } from "./safe-next.ts";
import { enrolmentPage, newCodesPage, passkeyPage, secondStepPage, type StepPage } from "./step-pages.ts";

type Form = Partial<Record<string, unknown>>;

const config = { access: "public" } as const;
const even = { ...config, evenTime: "refusals" } as const;
const OVER = "/sign-in?after=second-step";

export function registerSteps(
  app: FastifyInstance,
  { auth, describeOrganisation }: { auth: Auth; describeOrganisation(): Promise<Presentation> },
): void {
  const { steps, ownCookies } = auth;
  const tokenOf = (request: FastifyRequest) => request.cookies[ownCookies.pending.name] ?? "";

  async function pageOf(request: FastifyRequest, reply: FastifyReply): Promise<StepPage> {
    const { language } = request.query as Form;
    if (language !== undefined) chooseLanguage(request, reply, language);
    return { language: languageOf(request), presentation: await describeOrganisation() };
  }

  function over(reply: FastifyReply): FastifyReply {
    reply.clearCookie(ownCookies.pending.name, ownCookies.pending.options);
    return reply.redirect(OVER, 303);
  }

  async function showSecondStep(request: FastifyRequest, reply: FastifyReply, notice?: "wrong" | "sent" | "notSent") {
    const view = await viewSecondStep(steps, tokenOf(request));
    if (!view) return over(reply);
    const page = secondStepPage(await pageOf(request, reply), view, notice);
    return sendPage(reply, notice === "wrong" ? 403 : 200, page);
  }

  app.get("/sign-in/second-step", { config }, (request, reply) => showSecondStep(request, reply));

  app.post<{ Body: Form | null }>("/sign-in/second-step", { config: even }, async (request, reply) => {
    const form = request.body ?? {};
    const token = tokenOf(request);
    const passkey = textOf(form.passkey);
    const shown = passkey === "" ? { code: textOf(form.code) } : { passkey };
    const trust = form.trust === "yes";
    const result = await takeSecondStep(steps, { token, visitor: visitorOf(request, auth), trust, ...shown });
    if (result.outcome === "gone") return over(reply);
    if (result.outcome === "wrong") return showSecondStep(request, reply, "wrong");
    if (result.outcome === "pending") return askNext(reply, auth, result);
    reply.clearCookie(ownCookies.pending.name, ownCookies.pending.options);
    return enter(reply, auth, { ...result, next: safeNext(result.next) });
  });

  app.post<{ Body: Form | null }>("/sign-in/second-step/send", { config }, async (request, reply) => {
    const kind = textOf(request.body?.channel);
    const sent = await sendSignInCode(steps, { token: tokenOf(request), kind, visitor: visitorOf(request, auth) });
    return showSecondStep(request, reply, sent ? "sent" : "notSent");
  });

  async function showEnrolment(request: FastifyRequest, reply: FastifyReply, isWrong = false) {
    const view = await viewEnrolment(steps, tokenOf(request));
    if (!view) return over(reply);
    return sendPage(reply, isWrong ? 403 : 200, enrolmentPage(await pageOf(request, reply), view, isWrong));
  }

  app.get("/sign-in/enrolment", { config }, (request, reply) => showEnrolment(request, reply));

  app.post<{ Body: Form | null }>("/sign-in/enrolment", { config: even }, async (request, reply) => {
    const token = tokenOf(request);
    const { code, channel } = request.body ?? {};
    const shown = { token, visitor: visitorOf(request, auth), code: textOf(code), channel: textOf(channel) };
    const result = await finishEnrolment(steps, shown);
    if (result.outcome === "gone") return over(reply);
    if (result.outcome === "wrong") return showEnrolment(request, reply, true);
    setSessionCookies(reply, auth, result);
    reply.clearCookie(ownCookies.pending.name, ownCookies.pending.options);
    const page = await pageOf(request, reply);
    const path = pathAfterSignIn({ news: result.news, next: safeNext(result.next) });
    return sendPage(reply, 200, newCodesPage(page, { codes: result.recoveryCodes, next: path }));
  });

  app.get("/sign-in/new-password", { config }, async (request, reply) => {
    const view = await viewNewPasswordStep(steps, tokenOf(request));
    if (!view) return over(reply);
    return sendPage(reply, 200, changePage(await changeState(request, reply, { view, reasons: [] })));
  });

  app.post<{ Body: Form | null }>("/sign-in/new-password", { config: even }, async (request, reply) => {
    const form = request.body ?? {};
    const result = await takeNewPassword(steps, {
      token: tokenOf(request),
      visitor: visitorOf(request, auth),
      old: textOf(form.password),
      candidate: textOf(form["new-password"]),
      confirmation: textOf(form["confirm-password"]),
    });
    if (result.outcome === "gone") return over(reply);
    if (result.outcome === "signedIn") {
      reply.clearCookie(ownCookies.pending.name, ownCookies.pending.options);
      return enter(reply, auth, { ...result, next: safeNext(result.next) });
    }
    const isOldWrong = result.outcome === "wrong";
    const reasons = result.outcome === "unfit" ? result.reasons : [];
    const state = await changeState(request, reply, { view: result.view, reasons });
    return sendPage(reply, isOldWrong ? 403 : 422, changePage({ ...state, isOldWrong }));
  });

  async function changeState(
    request: FastifyRequest,
    reply: FastifyReply,
    { view, reasons }: { view: NewPasswordView; reasons: readonly NewPasswordReason[] },
  ): Promise<ChangePageState> {
    const { policy, cause } = view;
    const previewToken = createPreviewToken(steps, view.account.id);
    const shown = { policy, cause, reasons, previewToken, username: view.account.address };
    return { ...(await pageOf(request, reply)), ...shown, action: "/sign-in/new-password" };
  }

  async function showPasskey(request: FastifyRequest, reply: FastifyReply, next: string | undefined, isWrong = false) {
    const begun = await beginPasskeySignIn(steps, { networkAddress: request.ip, next });
    if (!begun) return refuse(request, reply, "tooMany");
    const { token, options } = begun;
    reply.setCookie(ownCookies.pending.name, token, ownCookies.pending.options);
    return sendPage(reply, isWrong ? 403 : 200, passkeyPage(await pageOf(request, reply), { options, next, isWrong }));
  }

  app.get<{ Querystring: Form }>("/sign-in/passkey", { config }, (request, reply) =>
    showPasskey(request, reply, safeNext(request.query.next)),
  );

  app.post<{ Body: Form | null }>("/sign-in/passkey", { config: even }, async (request, reply) => {
    const answered = {
      token: tokenOf(request),
      response: textOf(request.body?.passkey),
      visitor: { ...visitorOf(request, auth), isPublicComputer: request.body?.["public-computer"] === "yes" },
    };
    const result = await signInWithPasskey(steps, answered);
    if (result.outcome === "pending") return askNext(reply, auth, result);
    if (result.outcome !== "signedIn") return showPasskey(request, reply, undefined, true);
    reply.clearCookie(ownCookies.pending.name, ownCookies.pending.options);
    return enter(reply, auth, { ...result, next: safeNext(result.next) });
  });
}

/** Who is at the other end, as requests tell. */
export function visitorOf(request: FastifyRequest, auth: Auth): Visitor {
  return {
    networkAddress: request.ip,
    device: textOf(request.headers["user-agent"]),
    replaces: auth.readToken(request.headers.cookie),
    deviceToken: request.cookies[auth.ownCookies.device.name],
  };
}
