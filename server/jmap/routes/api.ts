// The API and the session resource: RFC 8620 §2 and §3.1.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountAccess } from "../account-access.ts";
import type { JmapDependencies } from "../dependencies.ts";
import { dispatch } from "../dispatch.ts";
import { formatResponse } from "../json-list.ts";
import { limits } from "../limits.ts";
import { parseRequest } from "../parse-request.ts";
import { limitPassed, notJson } from "../request-errors.ts";
import { createRunning } from "../running.ts";
import { capabilitiesOf, describeSession, paths } from "../session.ts";
import { callerOf } from "./caller.ts";
import { replyFailure, replyJson, replyText, soon, soonFailing } from "./fail.ts";
import { forgetBody } from "./forget-body.ts";

export type JmapContext = { deps: JmapDependencies; access: AccountAccess };

export function registerApi(app: FastifyInstance, context: JmapContext): void {
  const { deps, access } = context;
  const running = createRunning(limits.maxConcurrentRequests);

  async function answerSession(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const session = describeSession(await access.list(callerOf(request)), deps);
      replyJson(reply, session);
    } catch (error) {
      replyFailure(reply, error, deps);
    }
  }

  async function answerRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const principal = callerOf(request);
      if (!running.enter(principal.accountId)) throw limitPassed("maxConcurrentRequests");
      try {
        const response = await dispatch(context, principal, parseRequest(bodyOf(request), capabilitiesOf(deps)));
        replyText(reply, formatResponse(response));
      } finally {
        running.leave(principal.accountId);
      }
    } catch (error) {
      replyFailure(reply, error, deps);
    }
  }

  const config = { access: "principal" } as const;
  app.get("/.well-known/jmap", { config }, soon(answerSession));
  app.get(paths.session, { config }, soon(answerSession));
  app.get(paths.api, { config }, soon(answerSession));
  void app.register((api, _, done) => {
    api.removeAllContentTypeParsers();
    api.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, parsed) => parsed(null, body));
    api.setErrorHandler(
      soonFailing(async (error, request, reply) => {
        await forgetBody(request.raw);
        replyFailure(reply, isTooLarge(error) ? limitPassed("maxSizeRequest") : error, deps);
      }),
    );
    api.post(paths.api, { config, bodyLimit: limits.maxSizeRequest }, soon(answerRequest));
    done();
  });
}

/** RFC 8620 §3.6.1: another content type is no JSON. */
function bodyOf({ headers, body }: FastifyRequest): Buffer {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") throw notJson("The content type is not application/json.");
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "statusCode" in error && error.statusCode === 413;
}
