// /admin/working-days: an administrator adds the days of a decree, and sees first what they move. Saving asks for a fresh proof.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import {
  addDay,
  previewDay,
  readDay,
  viewDays,
  viewWithdrawal,
  withdrawDay,
  type TypedDay,
} from "../../auth/desk/organisation-days.ts";
import type { Auth } from "../../auth/auth.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { visitDesk, type DeskVisit, type Form } from "../desk/frame.ts";
import { refuse } from "../errors.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { DAYS, daysPage, previewPage, withdrawPage, type DaysState } from "./pages.ts";

const config = { access: "desk" } as const;

export function registerWorkingDays(
  app: FastifyInstance,
  given: { auth: Auth; describeOrganisation(): Promise<Presentation> },
): void {
  const { days } = given.auth;

  function route(method: "get" | "post", path: string, work: (visit: DeskVisit) => Promise<FastifyReply>): void {
    app[method](`${DAYS}${path}`, { config }, async (request: FastifyRequest, reply: FastifyReply) => {
      const visit = await visitDesk(given, { request, reply });
      // The desk helps people; the calendar is the administrators'.
      if (visit.officer.account.role !== "administrator") return refuse(request, reply, "notFound");
      if (method === "get" || visit.officer.isProven) return work(visit);
      return reply.redirect(`/account/security/prove?back=${encodeURIComponent(DAYS)}`, 303);
    });
  }

  async function show({ reply, officer, page }: DeskVisit, status: number, state: DaysState): Promise<FastifyReply> {
    return sendPage(reply, status, daysPage(page, await viewDays(days, officer), state));
  }

  route("get", "", (visit) => {
    const { done } = visit.request.query as Form;
    return show(visit, 200, { done: done === "saved" || done === "withdrawn" ? done : undefined });
  });

  route("post", "/preview", async (visit) => {
    const typed = typedDay(visit.form);
    const day = readDay(days, visit.officer, typed);
    if (Array.isArray(day)) return show(visit, 422, { typed, problems: day });
    const preview = await previewDay(days, visit.officer, day);
    return sendPage(visit.reply, 200, previewPage(visit.page, { typed, preview }));
  });

  route("post", "", async (visit) => {
    const typed = typedDay(visit.form);
    const day = readDay(days, visit.officer, typed);
    if (Array.isArray(day)) return show(visit, 422, { typed, problems: day });
    await addDay(days, visit.officer, day);
    return visit.reply.redirect(`${DAYS}?done=saved`, 303);
  });

  async function showWithdrawal(visit: DeskVisit, id: number, isMissing: boolean): Promise<FastifyReply> {
    const view = await viewWithdrawal(days, visit.officer, id);
    if (!view) return refuse(visit.request, visit.reply, "notFound");
    return sendPage(visit.reply, isMissing ? 422 : 200, withdrawPage(visit.page, { ...view, isMissing }));
  }

  route("get", "/withdraw", (visit) => showWithdrawal(visit, Number((visit.request.query as Form).id), false));

  route("post", "/withdraw", async (visit) => {
    const id = Number(textOf(visit.form.id));
    if (!Number.isSafeInteger(id)) return refuse(visit.request, visit.reply, "notFound");
    const isDone = await withdrawDay(days, visit.officer, { id, basis: textOf(visit.form.basis) });
    return isDone ? visit.reply.redirect(`${DAYS}?done=withdrawn`, 303) : showWithdrawal(visit, id, true);
  });
}

function typedDay({ day, kind, name, basis }: Form): TypedDay {
  return { day: textOf(day), kind: textOf(kind), name: textOf(name).trim(), basis: textOf(basis).trim() };
}
