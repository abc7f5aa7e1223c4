// /sign-in/single-sign-on/N: to the provider, back from it, and what the provider itself posts; /sign-out/there. What a provider
// sends to is under an address of its own for each, so that none can answer for another.

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { findPerson, type Person } from "../../auth/account-security/person.ts";
import type { Auth } from "../../auth/auth.ts";
import { endByBackChannel } from "../../auth/single-sign-on/back-channel-logout.ts";
import {
  beginSingleSignOn,
  finishSingleSignOn,
  SINGLE_SIGN_ON,
  type BeginResult,
  type FinishResult,
} from "../../auth/single-sign-on/openid-sign-in.ts";
import { findSignOutThere } from "../../auth/single-sign-on/sign-out-there.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { accountPage, SECURITY, type AccountPage } from "../account/frame.ts";
import { refuse } from "../errors.ts";
import { languageOf } from "../language.ts";
import { askNext, enter } from "../sign-in/enter.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { safeNext } from "../sign-in/safe-next.ts";
import { visitorOf } from "../sign-in/step-routes.ts";
import { notDonePage } from "./account-pages.ts";
import { haltPage, type Halt, type ProviderPage } from "./halt-page.ts";

type Form = Partial<Record<string, unknown>>;
interface ById {
  Params: { id: string };
}

export interface SingleSignOnRouteDependencies {
  auth: Auth;
  describeOrganisation(): Promise<Presentation>;
}

const config = { access: "public" } as const;
const STATUS: Record<Halt["kind"], number> = { unavailable: 503, refused: 403, closed: 403, gone: 400, unlinked: 403 };

export function registerSingleSignOn(app: FastifyInstance, dependencies: SingleSignOnRouteDependencies): void {
  const { auth, describeOrganisation } = dependencies;
  const { singleSignOn } = auth;
  const { singleSignOn: kept } = auth.ownCookies;

  const pageOf = async (request: FastifyRequest): Promise<ProviderPage> => ({
    language: languageOf(request),
    presentation: await describeOrganisation(),
  });

  async function halt(request: FastifyRequest, reply: FastifyReply, why: Halt): Promise<FastifyReply> {
    if (why.kind === "unavailable") reply.header("retry-after", 60);
    return sendPage(reply, STATUS[why.kind], haltPage(await pageOf(request), why));
  }

  app.get<ById & { Querystring: Form }>(`${SINGLE_SIGN_ON}/:id`, { config }, async (request, reply) => {
    const next = safeNext(request.query.next);
    const isPublicComputer = request.query["public-computer"] === "yes";
    const asked = { providerId: idOf(request), purpose: "sign-in", next, isPublicComputer } as const;
    const begun = await beginSingleSignOn(singleSignOn, asked);
    return sendAway(reply, auth, begun) ?? halt(request, reply, haltOf(begun));
  });

  app.get<ById>(`${SINGLE_SIGN_ON}/:id/callback`, { config }, async (request, reply) => {
    const person = await findSignedIn(auth, request);
    const result = await finishSingleSignOn(singleSignOn, {
      providerId: idOf(request),
      cookie: request.cookies[kept.name] ?? "",
      parameters: new URL(request.url, "http://host.invalid").searchParams,
      visitor: visitorOf(request, auth),
      person,
    });
    if (result.outcome === "gone") return halt(request, reply, { kind: "gone" });
    reply.clearCookie(kept.name, kept.options);
    return answer(request, reply, result, person);
  });

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    result: Exclude<FinishResult, { outcome: "gone" }>,
    person: Person | undefined,
  ): Promise<FastifyReply> {
    switch (result.outcome) {
      case "signedIn":
        return enter(reply, auth, { ...result, next: safeNext(result.next) });
      case "pending":
        return askNext(reply, auth, result);
      case "linked":
        return reply.redirect(`${SECURITY}?done=added`, 303);
      case "proven":
        return reply.redirect(safeNext(result.next) ?? SECURITY, 303);
      case "notLinked":
      case "notProven": {
        if (!person) return halt(request, reply, { kind: "gone" });
        const page = await pageOfPerson(request, dependencies, person);
        return sendPage(reply, 403, notDonePage(page, { what: result.outcome, provider: result.provider }));
      }
      case "unlinked":
        return halt(request, reply, { kind: "unlinked", provider: result.provider, subject: result.subject });
      default:
        return halt(request, reply, { kind: result.outcome, provider: result.provider });
    }
  }

  // Back-Channel Logout 1.0 §2.7, §2.8: 200 or 400, and nothing of it is kept.
  app.post<ById & { Body: Form | null }>(
    `${SINGLE_SIGN_ON}/:id/back-channel-logout`,
    { config, bodyLimit: 16 * 1024 },
    async (request, reply) => {
      const token = textOf(request.body?.logout_token);
      const result = await endByBackChannel(singleSignOn, {
        providerId: idOf(request),
        token,
        networkAddress: request.ip,
      });
      reply.header("cache-control", "no-store");
      if (result.outcome === "done") return reply.code(200).send();
      if (result.outcome === "unavailable") return refuse(request, reply, "unavailable");
      return reply.code(400).type("application/json").send({ error: "invalid_request" });
    },
  );

  app.get("/sign-out/there", { config }, async (request, reply) => {
    const there = await findSignOutThere(singleSignOn, request.cookies[kept.name] ?? "");
    reply.clearCookie(kept.name, kept.options).header("cache-control", "no-store");
    return reply.redirect(there?.url ?? "/signed-out", 303);
  });
}

/** Off to the provider; undefined when that is not possible. */
export function sendAway(reply: FastifyReply, auth: Auth, begun: BeginResult): FastifyReply | undefined {
  if (begun.outcome !== "begun") return undefined;
  const { singleSignOn: kept } = auth.ownCookies;
  reply.setCookie(kept.name, begun.cookie, kept.options).header("cache-control", "no-store");
  return reply.redirect(begun.url, 303);
}

/** No provider of this number is answered as an attempt that is none. */
export function haltOf(begun: BeginResult): Halt {
  return begun.outcome === "unavailable" ? { kind: "unavailable", provider: begun.provider } : { kind: "gone" };
}

async function findSignedIn(auth: Auth, request: FastifyRequest): Promise<Person | undefined> {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const principal = await auth.authenticate({ cookie }, request.ip);
  return principal && findPerson(auth.person, principal, visitorOf(request, auth));
}

async function pageOfPerson(
  request: FastifyRequest,
  { describeOrganisation }: SingleSignOnRouteDependencies,
  person: Person,
): Promise<AccountPage> {
  return accountPage({ language: languageOf(request), presentation: await describeOrganisation(), person });
}

function idOf({ params }: { params: unknown }): number {
  const { id } = params as { id: string };
  return /^\d{1,9}$/.test(id) ? Number(id) : 0;
}
