// What the browser itself asks for around the mail application: its service worker, the page for no network, whether somebody is
// signed in, and the page for browsers that are too old. All public: they say nothing of anybody.

import type { FastifyInstance } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import type { Presentation } from "../../organisation/presentation.ts";
import { refuse } from "../errors.ts";
import { chooseLanguage, languageOf } from "../language.ts";
import type { Looks } from "../look/routes.ts";
import type { BuiltWeb } from "../mail-app/built-web.ts";
import { offlinePage, oldBrowserPage } from "./pages.ts";

export interface BrowserDependencies {
  auth: Pick<Auth, "isSignedIn">;
  describeOrganisation(): Promise<Presentation>;
  loadWeb(): Promise<BuiltWeb | undefined>;
  looks: Looks;
}

export function registerBrowser(app: FastifyInstance, dependencies: BrowserDependencies): void {
  const { auth, describeOrganisation, loadWeb, looks } = dependencies;
  const config = { access: "public" } as const;

  // Under /mail/, for a worker sees only what is beside and below it. Asked for again by each visit.
  app.get("/mail/service-worker.js", { config }, async (request, reply) => {
    const worker = (await loadWeb())?.worker;
    if (!worker) return refuse(request, reply, "notFound");
    return reply.type(worker.type).header("cache-control", "no-cache").send(worker.content);
  });

  app.get("/ui/", { config }, async (request, reply) => {
    const gallery = (await loadWeb())?.gallery;
    return gallery === undefined
      ? refuse(request, reply, "notFound")
      : reply.type("text/html; charset=utf-8").send(gallery);
  });

  app.get("/mail/presence", { config }, async (request, reply) =>
    reply.code((await auth.isSignedIn(request.headers.cookie)) ? 204 : 401).send(),
  );

  app.get("/mail/offline", { config }, async (request, reply) => {
    const { page, policy } = offlinePage(languageOf(request), await looks.first());
    return reply.type("text/html; charset=utf-8").header("content-security-policy", policy).send(page);
  });

  app.get<{ Querystring: { language?: unknown } }>("/unsupported", { config }, async (request, reply) => {
    if (request.query.language !== undefined) chooseLanguage(request, reply, request.query.language);
    const page = oldBrowserPage({ language: languageOf(request), presentation: await describeOrganisation() });
    return reply.type("text/html; charset=utf-8").send(page);
  });
}
