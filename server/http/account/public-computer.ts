// POST /account/window: the pages of a session on a public computer say when one of them goes and when one is there (R108).

import type { FastifyInstance } from "fastify";

import type { Auth } from "../../auth/auth.ts";
import { noteWindow } from "../../auth/account-security/access.ts";
import { html, type Html } from "../html.ts";
import { pageAsset } from "../page-assets.ts";
import { textOf } from "../sign-in/routes.ts";

export function registerPublicComputer(app: FastifyInstance, { auth }: { auth: Auth }): void {
  app.post<{ Body: Partial<Record<string, unknown>> | null }>(
    "/account/window",
    { config: { access: "session" } },
    async (request, reply) => {
      const { principal } = request;
      const state = textOf(request.body?.state);
      if (principal && (state === "open" || state === "closed")) await noteWindow(auth.person, principal, state);
      return reply.code(204).send();
    },
  );
}

/** For the head of every page of a session; nothing where the computer is the person's own. */
export function publicComputerScript({ isPublicComputer }: { isPublicComputer?: boolean }): Html | undefined {
  return isPublicComputer ? html`<script src="${pageAsset("public-computer.js")}" defer></script>` : undefined;
}
