// /account/security and what is under it, for the signed-in person. Whatever changes how one signs in, or shows what does, asks
// for the password again when the last proof is old: that is decided here for all of them, and a page is exempt only by name.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { acknowledgeDevices } from "../../auth/account-notices.ts";
import {
  endOtherSessions,
  forgetDevices,
  makeAppPassword,
  revokeAppPasswords,
  takeNews,
  viewAccess,
  viewHistory,
} from "../../auth/account-security/access.ts";
import { changePassword } from "../../auth/account-security/change-password.ts";
import {
  chooseChannelForSignIn,
  confirmChannel,
  findAwaitedChannel,
  removeChannel,
  requestChannel,
} from "../../auth/account-security/channels.ts";
import {
  addPasskey,
  beginPasskey,
  confirmTotp,
  makeRecoveryCodes,
  removePasskey,
  removeTotp,
  viewTotpSetup,
} from "../../auth/account-security/factors.ts";
import { findPerson, proveAgain } from "../../auth/account-security/person.ts";
import type { Auth } from "../../auth/auth.ts";
import { createPreviewToken } from "../../auth/password-preview.ts";
import { findPasswordReminder } from "../../auth/password-reminder.ts";
import { SCOPES } from "../../auth/principal.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import type { ChannelKind } from "../../store/recovery.ts";
import { refuse } from "../errors.ts";
import { chooseLanguage, languageOf, LANGUAGE_COOKIE } from "../language.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { HOME, safeNext } from "../sign-in/safe-next.ts";
import { visitorOf } from "../sign-in/step-routes.ts";
import { registerProviderLinks } from "../single-sign-on/account-routes.ts";
import { passwordElsewhere, passwordElsewherePage } from "../single-sign-on/account-pages.ts";
import { appPasswordPage, newAppPasswordPage } from "./app-password-pages.ts";
import { authenticatorPage, channelPage, codesPage, newPasskeyPage } from "./factor-pages.ts";
import { accountPage, SECURITY, type Handler, type Register, type Visit } from "./frame.ts";
import { historyPage, HISTORY_FILTERS } from "./history-page.ts";
import { newsPage, reminderPage } from "./news-pages.ts";
import { registerOwnData, type ExportMail } from "./own-data-routes.ts";
import { overviewPage } from "./overview-page.ts";
import { passwordPage, provePage } from "./password-pages.ts";
import { accountTexts } from "./texts.ts";

type Form = Partial<Record<string, unknown>>;
type Done = keyof (typeof accountTexts)["id"]["done"];

const config = { access: "session" } as const;
const SHORT_PATHS = {
  "/opsi": SECURITY,
  "/opsi/ubah-kata-sandi": `${SECURITY}/password`,
  "/options": SECURITY,
  "/options/change-password": `${SECURITY}/password`,
  "/.well-known/change-password": `${SECURITY}/password`,
} as const;

export interface AccountDependencies {
  auth: Auth;
  exportMail: ExportMail;
  describeOrganisation(): Promise<Presentation>;
}

export function registerAccount(app: FastifyInstance, given: AccountDependencies): void {
  const { auth } = given;
  const { person: dependencies } = auth;
  const { open, guarded, change } = routesOf(app, given);

  app.get("/account", { config }, (_request, reply) => reply.redirect(SECURITY, 303));
  // R54: the path that manuals teach (Opsi > Ubah kata sandi) as an address, and where password managers look for it.
  for (const [path, leadsTo] of Object.entries(SHORT_PATHS)) {
    app.get(path, { config: { access: "public" } }, (_request, reply) => reply.redirect(leadsTo, 303));
  }

  open("get", "", async ({ request, reply, person, page }) => {
    const overview = await viewAccess(dependencies, person);
    const hasTextMessages = dependencies.messenger?.sendText !== undefined;
    const done = doneOf((request.query as Form).done);
    return sendPage(reply, 200, overviewPage(page, { overview, hasTextMessages, done }));
  });

  open("get", "/history", async ({ request, reply, person, page }) => {
    const { before: typed, show } = request.query as Form;
    const before = Number(typed);
    const only = HISTORY_FILTERS.find((known) => known === show);
    const history = await viewHistory(dependencies, person, { only, ...(Number.isSafeInteger(before) && { before }) });
    return sendPage(reply, 200, historyPage(page, { ...history, only, isFirst: typed === undefined }));
  });

  open("get", "/news", async ({ request, reply, person, page }) => {
    const next = safeNext((request.query as Form).next) ?? HOME;
    const locks = await takeNews(dependencies, person);
    const lifetime = await dependencies.db.read((tx) => findPasswordReminder(tx, dependencies, person.account));
    const then = lifetime ? `${SECURITY}/news?next=${encodeURIComponent(next)}` : next;
    if (locks.length > 0) return sendPage(reply, 200, newsPage(page, { locks, next: then }));
    return lifetime ? sendPage(reply, 200, reminderPage(page, { lifetime, next })) : reply.redirect(next, 303);
  });

  open("get", "/prove", async ({ request, reply, person, page }) => {
    const { factors } = await viewAccess(dependencies, person);
    const back = backOf((request.query as Form).back);
    return sendPage(reply, 200, provePage(page, { back, hasTotp: factors.hasTotp }));
  });

  open("post", "/prove", async ({ form, reply, person, page }) => {
    const [password, code] = [textOf(form.password), textOf(form.code)];
    const back = backOf(form.back);
    const result = await proveAgain(dependencies, person, code === "" ? { password } : { code });
    if (result === "proven") return reply.redirect(back, 303);
    const { factors } = await viewAccess(dependencies, person);
    const state = { back, hasTotp: factors.hasTotp, notice: result };
    const status = { wrong: 403, tooMany: 429, unavailable: 503 }[result];
    return sendPage(reply, status, provePage(page, state));
  });

  // The old password is the proof.
  open("get", "/password", async ({ reply, person, page }) => {
    const elsewhere = passwordElsewhere(page);
    if (elsewhere) return sendPage(reply, 200, passwordElsewherePage(page, elsewhere));
    const previewToken = createPreviewToken(dependencies, person.account.id);
    return sendPage(reply, 200, passwordPage(page, { previewToken }));
  });

  open("post", "/password", async ({ form, reply, person, page }) => {
    const result = await changePassword(dependencies, person, {
      old: textOf(form.password),
      candidate: textOf(form["new-password"]),
      confirmation: textOf(form["confirm-password"]),
      revokeAppPasswords: form.revoke === "yes",
    });
    if (result.outcome === "done") return toOverview(reply, "password");
    const previewToken = createPreviewToken(dependencies, person.account.id);
    if (result.outcome === "unfit") {
      return sendPage(reply, 422, passwordPage(page, { previewToken, reasons: result.reasons }));
    }
    const status = result.outcome === "wrong" ? 403 : 429;
    return sendPage(reply, status, passwordPage(page, { previewToken, notice: result.outcome }));
  });

  for (const kind of ["email", "phone"] as const satisfies ChannelKind[]) {
    guarded("get", `/recovery/${kind}`, async ({ reply, person, page }) => {
      const awaited = await findAwaitedChannel(dependencies, person, kind);
      return sendPage(reply, 200, channelPage(page, { kind, awaited }));
    });
    guarded("post", `/recovery/${kind}`, async ({ form, reply, person, page }) => {
      const typed = textOf(form.target);
      const notice = await requestChannel(dependencies, person, { kind, typed });
      if (!notice) return reply.redirect(`${SECURITY}/recovery/${kind}`, 303);
      return sendPage(reply, 422, channelPage(page, { kind, typed, notice }));
    });
    guarded("post", `/recovery/${kind}/confirm`, async ({ form, reply, person, page }) => {
      if (await confirmChannel(dependencies, person, { kind, code: textOf(form.code) }))
        return toOverview(reply, "added");
      const awaited = await findAwaitedChannel(dependencies, person, kind);
      return sendPage(reply, 403, channelPage(page, { kind, awaited, notice: "wrongCode" }));
    });
  }
  change("/recovery/remove", "removed", async ({ form, person }) => {
    const kind = kindOf(form.kind);
    if (kind) await removeChannel(dependencies, person, kind);
  });
  change("/recovery/use", "saved", async ({ form, person }) => {
    const kind = kindOf(form.kind);
    if (kind) await chooseChannelForSignIn(dependencies, person, { kind, forSignIn: form["for-sign-in"] === "yes" });
  });

  guarded("get", "/authenticator", async ({ reply, person, page }) => {
    const secret = await viewTotpSetup(dependencies, person);
    return sendPage(reply, 200, authenticatorPage(page, { secret, isWrong: false }));
  });
  guarded("post", "/authenticator", async ({ form, reply, person, page }) => {
    const added = await confirmTotp(dependencies, person, textOf(form.code));
    if (added?.recoveryCodes) return sendPage(reply, 200, codesPage(page, added.recoveryCodes));
    if (added) return toOverview(reply, "added");
    const secret = await viewTotpSetup(dependencies, person);
    return sendPage(reply, 403, authenticatorPage(page, { secret, isWrong: true }));
  });
  change("/authenticator/remove", "removed", ({ person }) => removeTotp(dependencies, person));

  guarded("get", "/passkeys", async ({ reply, person, page }) => {
    const options = await beginPasskey(dependencies, person);
    return sendPage(reply, 200, newPasskeyPage(page, { options, isWrong: false }));
  });
  guarded("post", "/passkeys", async ({ form, reply, person, page }) => {
    const shown = { response: textOf(form.passkey), name: textOf(form.name) };
    const added = await addPasskey(dependencies, person, shown);
    if (added?.recoveryCodes) return sendPage(reply, 200, codesPage(page, added.recoveryCodes));
    if (added) return toOverview(reply, "added");
    const options = await beginPasskey(dependencies, person);
    return sendPage(reply, 403, newPasskeyPage(page, { options, isWrong: true }));
  });
  change("/passkeys/remove", "removed", async ({ form, person }) => {
    await removePasskey(dependencies, person, idOf(form.id) ?? 0);
  });

  guarded("post", "/recovery-codes", async ({ reply, person, page }) =>
    sendPage(reply, 200, codesPage(page, await makeRecoveryCodes(dependencies, person))),
  );

  guarded("get", "/app-passwords", async ({ reply, page }) => sendPage(reply, 200, newAppPasswordPage(page, false)));
  guarded("post", "/app-passwords", async ({ form, reply, person, page }) => {
    const name = textOf(form.name).trim();
    const scopes = SCOPES.filter((scope) => form[scope] === "yes");
    const days = page.text.expiries.map(([known]) => known).find((known) => known === Number(textOf(form.days)));
    const secret = await makeAppPassword(dependencies, person, { name, scopes, days });
    if (secret === undefined) return sendPage(reply, 422, newAppPasswordPage(page, true));
    return sendPage(reply, 200, appPasswordPage(page, { name, secret }));
  });
  change("/app-passwords/revoke", "removed", ({ form, person }) =>
    revokeAppPasswords(dependencies, person, idOf(form.id)),
  );

  registerProviderLinks(auth, { open, guarded, backOf });
  registerOwnData(dependencies, { guarded, exportMail: given.exportMail });

  open("post", "/devices/known", async ({ request, reply }) => {
    if (request.principal) await acknowledgeDevices(dependencies, request.principal);
    return reply.redirect(SECURITY, 303);
  });

  change("/sessions/end", "ended", ({ form, person }) => endOtherSessions(dependencies, person, idOf(form.id)));
  change("/devices/forget", "removed", ({ form, person }) => forgetDevices(dependencies, person, idOf(form.id)));
}

function routesOf(app: FastifyInstance, { auth, describeOrganisation }: Omit<AccountDependencies, "exportMail">) {
  async function visit(request: FastifyRequest, reply: FastifyReply): Promise<Visit | undefined> {
    const { principal } = request;
    if (!principal) return undefined;
    const chosen = (request.query as Form).language;
    if (chosen !== undefined) chooseLanguage(request, reply, chosen);
    const person = await findPerson(auth.person, principal, visitorOf(request, auth));
    const language = request.cookies[LANGUAGE_COOKIE] === undefined ? person.account.language : languageOf(request);
    const page = accountPage({ language, presentation: await describeOrganisation(), person });
    return { request, reply, person, page, form: (request.body as Form | null | undefined) ?? {} };
  }

  function route(
    method: "get" | "post",
    path: string,
    { handler, needsProof }: { handler: Handler; needsProof: boolean },
  ) {
    app[method](`${SECURITY}${path}`, { config }, async (request: FastifyRequest, reply: FastifyReply) => {
      const made = await visit(request, reply);
      if (!made) return refuse(request, reply, "notSignedIn");
      if (!needsProof || made.person.isProven) return handler(made);
      const back = method === "get" ? `${SECURITY}${path}` : SECURITY;
      return reply.redirect(`${SECURITY}/prove?back=${encodeURIComponent(back)}`, 303);
    });
  }

  const guarded: Register = (method, path, handler) => route(method, path, { handler, needsProof: true });
  const open: Register = (method, path, handler) => route(method, path, { handler, needsProof: false });
  return {
    /** Without a fresh proof. */
    open,
    guarded,
    /** A button of the overview: does its work and leads back there. */
    change: (path: string, done: Done, work: (visit: Visit) => Promise<void>) =>
      guarded("post", path, async (made) => {
        await work(made);
        return toOverview(made.reply, done);
      }),
  };
}

function toOverview(reply: FastifyReply, done: Done): FastifyReply {
  return reply.redirect(`${SECURITY}?done=${done}`, 303);
}

function doneOf(value: unknown): Done | undefined {
  const known = Object.keys(accountTexts.id.done) as Done[];
  return known.find((one) => one === value);
}

/** Only pages of this folder. */
function backOf(value: unknown): string {
  const path = textOf(value);
  return /^\/(?:account\/security(?:\/[a-z-]+)*|admin\/(?:accounts\/\d{1,9}|working-days))$/.test(path)
    ? path
    : SECURITY;
}

function kindOf(value: unknown): ChannelKind | undefined {
  return value === "email" || value === "phone" ? value : undefined;
}

/** Absent: all of them. What is no id is nobody's. */
function idOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const id = Number(textOf(value));
  return Number.isSafeInteger(id) ? id : 0;
}
