// GET and POST /sign-in, POST /sign-out, GET /signed-out. One POST for both forms: `new-password` makes it the first sign-in.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import { createPreviewToken } from "../../auth/password-preview.ts";
import type { SignInResult } from "../../auth/sign-in.ts";
import { SemaphoreFull } from "../../base/semaphore.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { html, type Html } from "../html.ts";
import { chooseLanguage, languageOf, type Language } from "../language.ts";
import { findSignOutThere, keepForSignOut } from "../../auth/single-sign-on/sign-out-there.ts";
import { haltPage } from "../single-sign-on/halt-page.ts";
import type { OpenMail } from "../mail-app/mail-page.ts";
import { singleSignOnTexts } from "../single-sign-on/texts.ts";
import { changePage } from "./change-page.ts";
import { signedOutPage, signInPage, type SignInPageState } from "./page.ts";
import { askNext, enterHere } from "./enter.ts";
import { HOME, safeNext } from "./safe-next.ts";

export interface SignInDependencies {
  auth: Auth;
  /** Asked for each page, so that a change of the organisation shows at once. */
  describeOrganisation(): Promise<Presentation>;
  preload(language: Language): Promise<Html>;
  openMail: OpenMail;
}

type Form = Partial<Record<string, unknown>>;

const CLEARED = '"cache", "storage"';

export function registerSignIn(
  app: FastifyInstance,
  { auth, describeOrganisation, preload, openMail }: SignInDependencies,
): void {
  const config = { access: "public" } as const;
  const even = { ...config, evenTime: "refusals" } as const;

  async function pageState(request: FastifyRequest, next: unknown): Promise<SignInPageState> {
    const language = languageOf(request);
    const [presentation, links] = await Promise.all([describeOrganisation(), preload(language)]);
    return { language, presentation, next: safeNext(next), preload: links };
  }

  app.get<{ Querystring: Form }>("/sign-in", { config }, async (request, reply) => {
    const { next, language } = request.query;
    if (language !== undefined) chooseLanguage(request, reply, language);
    const { cookie } = request.headers;
    if (cookie !== undefined && (await auth.authenticate({ cookie }, request.ip))) {
      return reply.redirect(safeNext(next) ?? HOME, 303);
    }
    clearPublicComputer(request, reply, auth);
    const state = await pageState(request, next);
    return sendPage(reply, 200, signInPage({ ...state, notice: noticeOf(request.query.after, state.next) }));
  });

  app.post<{ Body: Form | null }>("/sign-in", { config: even }, async (request, reply) => {
    const form = request.body ?? {};
    const attempt = {
      username: textOf(form.username),
      password: textOf(form.password),
      networkAddress: request.ip,
      device: textOf(request.headers["user-agent"]),
      replaces: auth.readToken(request.headers.cookie),
      deviceToken: request.cookies[auth.ownCookies.device.name],
      next: safeNext(form.next),
      isPublicComputer: form["public-computer"] === "yes",
    };
    const { isPublicComputer } = attempt;
    const signingIn = withRoom(() =>
      form["new-password"] === undefined
        ? auth.signIn(attempt)
        : auth.signInWithNewPassword({
            ...attempt,
            newPassword: textOf(form["new-password"]),
            confirmation: textOf(form["confirm-password"]),
          }),
    );
    // The page that may have to be shown again is prepared while the password is hashed.
    const [page, result] = await Promise.all([pageState(request, form.next), signingIn]);
    const state = { ...page, username: attempt.username.trim(), isPublicComputer };
    switch (result.outcome) {
      case "signedIn":
        return enterHere(reply, auth, { ...result, next: state.next, openMail });
      case "pending":
        return askNext(reply, auth, result);
      case "mustChange":
      case "unfit": {
        const reasons = result.outcome === "unfit" ? result.reasons : [];
        const { account, policy, cause } = result;
        const previewToken = createPreviewToken(auth.recovery, account.id);
        const shown = { username: account.address, policy, reasons, cause, previewToken };
        const changing = changePage({ ...state, ...shown, action: "/sign-in" });
        return sendPage(reply, result.outcome === "unfit" ? 422 : 200, changing);
      }
      case "wrong":
        return sendPage(reply, 403, signInPage({ ...state, notice: { kind: "wrong" } }));
      case "directoryDown":
      case "directoryExpired":
        return sendDirectoryPage(reply, state, result);
      case "unlinked":
        return sendPage(reply, 403, haltPage(state, { ...result, kind: "unlinked" }));
      case "tooMany":
        reply.header("retry-after", Math.ceil(result.waitMs / 1000));
        return sendPage(reply, 429, signInPage({ ...state, notice: { kind: "tooMany", waitMs: result.waitMs } }));
      case "busy":
        reply.header("retry-after", 5);
        return sendPage(reply, 503, signInPage({ ...state, notice: { kind: "busy" } }));
    }
  });

  app.post("/sign-out", { config }, async (request, reply) => {
    const { cookie, "user-agent": userAgent } = request.headers;
    const there = await keepForSignOut(auth.singleSignOn, auth.readToken(cookie) ?? "");
    await auth.signOut({ cookie, networkAddress: request.ip, device: textOf(userAgent) });
    reply.clearCookie(auth.cookie.name, auth.cookie.options);
    reply.clearCookie(auth.ownCookies.publicComputer.name, auth.ownCookies.publicComputer.options);
    const { singleSignOn: kept } = auth.ownCookies;
    if (there) reply.setCookie(kept.name, there.cookie, kept.options);
    // What this site keeps in the browser goes with the session.
    reply.header("clear-site-data", CLEARED);
    return reply.redirect("/signed-out", 303);
  });

  app.get<{ Querystring: Form }>("/signed-out", { config }, async (request, reply) => {
    const { language } = request.query;
    if (language !== undefined) chooseLanguage(request, reply, language);
    const presentation = await describeOrganisation();
    const there = await findSignOutThere(auth.singleSignOn, request.cookies[auth.ownCookies.singleSignOn.name] ?? "");
    const words = there && singleSignOnTexts[languageOf(request)].signOutThere(there.provider);
    const link = words && html`<p><a href="/sign-out/there">${words}</a></p>`;
    return sendPage(
      reply,
      200,
      signedOutPage({ language: languageOf(request), presentation, there: link || undefined }),
    );
  });

  app.get("/", { config }, (_request, reply) => reply.redirect(HOME, 303));
}

function sendDirectoryPage(
  reply: FastifyReply,
  state: SignInPageState,
  result: Extract<SignInResult, { outcome: "directoryDown" | "directoryExpired" }>,
): FastifyReply {
  const text = singleSignOnTexts[state.language];
  const isDown = result.outcome === "directoryDown";
  const help = isDown ? undefined : result.provider.settings.passwordHelp;
  const words = isDown ? text.directoryDown(result.provider) : text.directoryExpired(result.provider.name);
  if (isDown) reply.header("retry-after", 60);
  const notice = { kind: "directory", words: help ? `${words} ${help}` : words } as const;
  return sendPage(reply, isDown ? 503 : 403, signInPage({ ...state, notice }));
}

/** R108: a session on a public computer that ended by itself leaves nothing behind either. */
function clearPublicComputer(request: FastifyRequest, reply: FastifyReply, { ownCookies }: Auth): void {
  const { name, options } = ownCookies.publicComputer;
  if (request.cookies[name] === undefined) return;
  reply.clearCookie(name, options).header("clear-site-data", CLEARED);
}

function noticeOf(after: unknown, next: string | undefined): SignInPageState["notice"] {
  if (after === "reset") return { kind: "passwordSet" };
  if (after === "second-step") return { kind: "startAgain" };
  return next === undefined || next === HOME ? undefined : { kind: "sessionNeeded" };
}

/** Too many at once is an answer here, not a failure. */
async function withRoom(work: () => Promise<SignInResult>): Promise<SignInResult | { outcome: "busy" }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SemaphoreFull) return { outcome: "busy" };
    throw error;
  }
}

export function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).header("cache-control", "no-store").type("text/html; charset=utf-8").send(page);
}

/** A field that was given twice or not at all is empty. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
