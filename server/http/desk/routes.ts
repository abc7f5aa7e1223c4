// /admin/: the service desk finds an account and helps its person back in. Routes are for the roles of the desk; every action asks
// for a fresh proof of who acts.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import {
  resetFactors,
  setStateForDesk,
  startReset,
  unlockForDesk,
  type DeskResult,
} from "../../auth/desk/help-account.ts";
import { findDeskAccounts, viewDeskAccount } from "../../auth/desk/view-account.ts";
import type { AccountId } from "../../base/ids.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { refuse } from "../errors.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { DESK, visitDesk, type DeskVisit, type Form } from "./frame.ts";
import { deskAccountPage, searchPage, slipPage, type DeskAccountState } from "./pages.ts";
import { deskTexts, type DeskDone } from "./texts.ts";

/** What an action comes to: a note on the account's page, or an answer of its own. */
type Act = (visit: DeskVisit, accountId: AccountId) => Promise<DeskResult>;

const config = { access: "desk" } as const;
const MAX_ID = 2 ** 31;

export function registerDesk(
  app: FastifyInstance,
  given: { auth: Auth; describeOrganisation(): Promise<Presentation> },
): void {
  const { person: dependencies } = given.auth;

  const visit = (request: FastifyRequest, reply: FastifyReply) => visitDesk(given, { request, reply });

  async function show(made: DeskVisit, accountId: AccountId, status: number, state: DeskAccountState = {}) {
    const { request, reply, officer, page } = made;
    const view = await viewDeskAccount(dependencies, officer, accountId);
    return view ? sendPage(reply, status, deskAccountPage(page, view, state)) : refuse(request, reply, "notFound");
  }

  function action(name: string, work: (made: DeskVisit, accountId: AccountId) => Promise<FastifyReply>): void {
    app.post<{ Params: { id: string } }>(`${DESK}accounts/:id/${name}`, { config }, async (request, reply) => {
      const made = await visit(request, reply);
      const accountId = readId(request.params.id);
      if (accountId === undefined) return refuse(request, reply, "notFound");
      return made.officer.isProven ? work(made, accountId) : show(made, accountId, 403);
    });
  }

  async function conclude(
    made: DeskVisit,
    accountId: AccountId,
    { result, done }: { result: DeskResult; done: DeskDone },
  ) {
    if (result.outcome === "done") return made.reply.redirect(`${DESK}accounts/${accountId}?done=${done}`, 303);
    if (result.outcome === "identityMissing") return show(made, accountId, 422, { notice: "identityMissing" });
    return show(made, accountId, 403);
  }

  function change(name: string, done: DeskDone, act: Act): void {
    action(name, async (made, accountId) => conclude(made, accountId, { result: await act(made, accountId), done }));
  }

  app.get("/admin", { config }, (_request, reply) => reply.redirect(DESK, 303));

  app.get<{ Querystring: Form }>(DESK, { config }, async (request, reply) => {
    const { officer, page } = await visit(request, reply);
    const typed = textOf(request.query.q).trim().slice(0, 200);
    const accounts = await findDeskAccounts(dependencies, officer, typed);
    return sendPage(reply, 200, searchPage(page, { typed, accounts }));
  });

  app.get<{ Params: { id: string }; Querystring: Form }>(`${DESK}accounts/:id`, { config }, async (request, reply) => {
    const made = await visit(request, reply);
    const accountId = readId(request.params.id);
    if (accountId === undefined) return refuse(request, reply, "notFound");
    return show(made, accountId, 200, { done: doneOf(request.query.done) });
  });

  change("unlock", "unlocked", ({ officer }, accountId) => unlockForDesk(dependencies, officer, accountId));
  change("enable", "enabled", ({ officer }, accountId) =>
    setStateForDesk(dependencies, officer, { accountId, state: "active" }),
  );
  change("disable", "disabled", ({ officer }, accountId) =>
    setStateForDesk(dependencies, officer, { accountId, state: "disabled" }),
  );
  change("reset-factors", "factors", ({ officer, form }, accountId) =>
    resetFactors(dependencies, officer, { accountId, identity: textOf(form.identity) }),
  );

  // The code is in the answer itself and nowhere else.
  action("reset", async (made, accountId) => {
    const given = { accountId, identity: textOf(made.form.identity) };
    const result = await startReset(dependencies, made.officer, given);
    if (result.outcome === "done") return sendPage(made.reply, 200, slipPage(made.page, result));
    return show(made, accountId, result.outcome === "refused" ? 403 : 422, {
      notice: result.outcome === "identityMissing" ? "identityMissing" : undefined,
    });
  });
}

function readId(text: string): AccountId | undefined {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id > 0 && id < MAX_ID ? (id as AccountId) : undefined;
}

function doneOf(value: unknown): DeskDone | undefined {
  return (Object.keys(deskTexts.id.done) as DeskDone[]).find((one) => one === value);
}
