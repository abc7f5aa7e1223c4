// Under /account/security: linking the organisation's provider or directory with one's account, and proving oneself over there.

import type { FastifyReply } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import { linkDirectoryForPerson } from "../../auth/single-sign-on/link-identity.ts";
import { beginSingleSignOn } from "../../auth/single-sign-on/openid-sign-in.ts";
import { SECURITY, type Register, type Visit } from "../account/frame.ts";
import { refuse } from "../errors.ts";
import { sendPage, textOf } from "../sign-in/routes.ts";
import { directoryPage } from "./account-pages.ts";
import { haltPage } from "./halt-page.ts";
import { haltOf, sendAway } from "./routes.ts";

/** `guarded` asks for a fresh proof first, `open` does not; `backOf` checks where to go on. */
export function registerProviderLinks(
  auth: Auth,
  { open, guarded, backOf }: { open: Register; guarded: Register; backOf: (value: unknown) => string },
): void {
  const { singleSignOn } = auth;

  async function goThere(visit: Visit, purpose: "link" | "prove", next: string): Promise<FastifyReply> {
    const { request, reply, person, page } = visit;
    const provider = person.ways.providers.find(({ kind }) => kind === "openid");
    if (!provider) return refuse(request, reply, "notFound");
    const begun = await beginSingleSignOn(singleSignOn, { providerId: provider.id, purpose, person, next });
    const halt = haltOf(begun);
    return (
      sendAway(reply, auth, begun) ?? sendPage(reply, halt.kind === "unavailable" ? 503 : 400, haltPage(page, halt))
    );
  }

  guarded("get", "/single-sign-on", (visit) => goThere(visit, "link", SECURITY));

  open("get", "/prove/single-sign-on", (visit) =>
    goThere(visit, "prove", backOf((visit.request.query as Partial<Record<string, unknown>>).back)),
  );

  guarded("get", "/directory", async ({ request, reply, person, page }) => {
    const { directory } = person.ways;
    if (!directory) return refuse(request, reply, "notFound");
    return sendPage(reply, 200, directoryPage(page, { name: directory.name }));
  });

  guarded("post", "/directory", async ({ request, reply, form, person, page }) => {
    const { directory } = person.ways;
    if (!directory) return refuse(request, reply, "notFound");
    const username = textOf(form.username).slice(0, 320).trim();
    const result = await linkDirectoryForPerson(singleSignOn, person, { username, password: textOf(form.password) });
    if (result === "linked") return reply.redirect(`${SECURITY}?done=added`, 303);
    const status = result === "unavailable" ? 503 : result === "tooMany" ? 429 : 403;
    return sendPage(reply, status, directoryPage(page, { name: directory.name, username, notice: result }));
  });
}
