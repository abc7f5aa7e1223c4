// Uploading, RFC 8620 §6.1: octets become a blob of the account, kept a day unless something comes to refer to it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createSemaphore } from "../../base/semaphore.ts";
import { addUpload } from "../../store/uploads.ts";
import { formatAccountId, formatBlobId } from "../ids.ts";
import { limits } from "../limits.ts";
import { limitPassed, problem, RequestFailure } from "../request-errors.ts";
import { createRunning } from "../running.ts";
import { paths } from "../session.ts";
import { isTooLarge, type JmapContext } from "./api.ts";
import { accountOf, callerOf } from "./caller.ts";
import { replyFailure, replyJson, soon, soonFailing } from "./fail.ts";
import { forgetBody } from "./forget-body.ts";
import { isMediaType } from "./media-type.ts";

const largeBytes = 1024 * 1024;
/** What is being compressed is in memory twice. */
const maxLargeAtOnce = 2;

type Params = { accountId: string };
type UploadResponse = { accountId: string; blobId: string; type: string; size: number };

export function registerUpload(app: FastifyInstance, { deps, access }: JmapContext): void {
  const running = createRunning(limits.maxConcurrentUpload);
  const large = createSemaphore({ limit: maxLargeAtOnce });

  async function store(request: FastifyRequest): Promise<UploadResponse> {
    const principal = callerOf(request);
    const account = await accountOf(access, principal, (request.params as Params).accountId);
    if (!account.mayWrite) throw problem(403, "Forbidden");
    if (!account.isOwn) {
      const { accountId: actorAccountId, organisationId } = principal;
      await deps.audit({
        actorAccountId,
        organisationId,
        subjectAccountId: account.accountId,
        method: "upload",
      });
    }
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const given = request.headers["content-type"] ?? "";
    const type = isMediaType(given) ? given : "application/octet-stream";
    const put = () => deps.mail.blobs.put(content);
    const blobHash = await (content.length > largeBytes ? large.run(put) : put());
    const { accountId } = account;
    const createdAt = new Date(deps.clock.now());
    await deps.mail.db.write((tx) => addUpload(tx, { accountId, blobHash, type, createdAt }));
    return {
      accountId: formatAccountId(accountId),
      blobId: formatBlobId(blobHash),
      type,
      size: content.length,
    };
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      replyJson(reply.code(201), await store(request));
    } catch (error) {
      replyFailure(reply, error, deps);
    }
  }

  void app.register((uploads, _, done) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, parsed) => parsed(null, body));
    uploads.setErrorHandler(
      soonFailing(async (error, request, reply) => {
        await forgetBody(request.raw);
        replyFailure(reply, isTooLarge(error) ? tooLarge() : error, deps);
      }),
    );
    // Before the body is read: what waits in memory is bounded.
    uploads.addHook("preParsing", async (request) => {
      const { accountId } = callerOf(request);
      if (!running.enter(accountId)) throw limitPassed("maxConcurrentUpload");
      request.raw.once("close", () => running.leave(accountId));
    });
    uploads.post(
      `${paths.upload}:accountId/`,
      { config: { access: "principal" }, bodyLimit: limits.maxSizeUpload },
      soon(answer),
    );
    done();
  });
}

/** RFC 8620 §6.1: as any other limit that is passed, with the status that HTTP has for it. */
function tooLarge(): RequestFailure {
  return new RequestFailure({ ...limitPassed("maxSizeUpload").problem, status: 413 });
}
