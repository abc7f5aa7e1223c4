// The JMAP surface: routes for the network, and the same dispatcher for the page that brings its first screen along.
import type { FastifyInstance } from "fastify";
import type { Invocation, Response } from "../../standards/jmap/request.ts";
import type { Session } from "../../standards/jmap/session.ts";
import type { Principal } from "../auth/principal.ts";
import { createAccountAccess } from "./account-access.ts";
import type { JmapDependencies } from "./dependencies.ts";
import { dispatch } from "./dispatch.ts";
import { checkRequest } from "./parse-request.ts";
import { startPush } from "./core/push-subscription/send-push.ts";
import { KeptTexts } from "./mail/email/kept-texts.ts";
import { keptTextsBytes } from "./mail/email/listed-emails.ts";
import { registerApi } from "./routes/api.ts";
import { registerDownload } from "./routes/download.ts";
import { registerEventSource, type EventSources } from "./routes/event-source.ts";
import { registerUpload } from "./routes/upload.ts";
import { capabilitiesOf, describeSession } from "./session.ts";

export interface Jmap extends AsyncDisposable {
  /** Open event sources: as many as people who have the mail application open. */
  readonly eventSources: number;
  /** Registers every route; the app guards them by their `config.access`. */
  register(app: FastifyInstance): void;
  session(principal: Principal): Promise<Session>;
  /** Answers calls with every capability in use. Rejects with RequestFailure what is no request. */
  call(principal: Principal, methodCalls: Invocation[]): Promise<Response>;
}

export function createJmap(given: Omit<JmapDependencies, "pushes" | "keptTexts">): Jmap {
  const access = createAccountAccess(given);
  const pushes = startPush({ ...given, access });
  const deps: JmapDependencies = { ...given, pushes, keptTexts: new KeptTexts(keptTextsBytes) };
  const context = { deps, access };
  let sources: EventSources | undefined;
  const forgetSessions = given.onSessionEnd((ended) => {
    sources?.recheck(ended);
    pushes.end(ended);
  });
  return {
    get eventSources() {
      return sources?.count ?? 0;
    },
    register(app) {
      registerApi(app, context);
      registerUpload(app, context);
      registerDownload(app, context);
      sources = registerEventSource(app, context);
      // Streams would keep the listener open for ever.
      app.addHook("preClose", async () => sources?.closeAll());
    },
    session: async (principal) => describeSession(await access.list(principal), deps),
    call(principal, methodCalls) {
      const using = capabilitiesOf(deps);
      return dispatch(context, principal, checkRequest({ using: [...using], methodCalls }, using));
    },
    async [Symbol.asyncDispose]() {
      forgetSessions();
      sources?.closeAll();
      await pushes[Symbol.asyncDispose]();
    },
  };
}
