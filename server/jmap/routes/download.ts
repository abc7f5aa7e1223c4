// Downloading, RFC 8620 §6.2. What comes from outside is never run by the browser: saved, not shown, and under a policy that
// allows nothing should it be shown after all. Nothing is left in a cache for whoever signs in next.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { openBlob } from "../blob-access.ts";
import { problem } from "../request-errors.ts";
import { paths } from "../session.ts";
import type { JmapContext } from "./api.ts";
import { accountOf, callerOf } from "./caller.ts";
import { replyFailure, soon } from "./fail.ts";
import { isMediaType } from "./media-type.ts";

const policy = "sandbox; default-src 'none'; frame-ancestors 'none'";

type Params = { accountId: string; blobId: string; name: string };

export function registerDownload(app: FastifyInstance, { deps, access }: JmapContext): void {
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const { accountId, blobId, name } = request.params as Params;
      const principal = callerOf(request);
      const account = await accountOf(access, principal, accountId);
      if (!account.isOwn) {
        const { accountId: actorAccountId, organisationId } = principal;
        await deps.audit({ actorAccountId, organisationId, subjectAccountId: account.accountId, method: "download" });
      }
      const { mail } = deps;
      const blob = await mail.db.read((tx) => openBlob(mail, tx, account.accountId, blobId));
      if (!blob) throw problem(404, "Not found");
      const { content } = blob;
      void reply
        .type(typeOf(request))
        .header("content-disposition", dispositionOf(name))
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "private, no-store")
        .send(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
    } catch (error) {
      replyFailure(reply, error, deps);
    }
  }

  app.get(`${paths.download}:accountId/:blobId/:name`, { config: { access: "principal" } }, soon(answer));
}

function typeOf({ query }: FastifyRequest): string {
  const { type } = query as { type?: unknown };
  return typeof type === "string" && isMediaType(type) ? type : "application/octet-stream";
}

/** Path separators and controls, those that turn the direction of writing included: "a\u202efdp.exe" looks like a PDF. */
const misleading = /[/\\\p{Cc}\p{Bidi_Control}]/gu;

/** RFC 6266 §4.3: an ASCII name for old programs, the real one in UTF-8; neither names a folder. */
function dispositionOf(given: string): string {
  const name = given.replace(misleading, "_");
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_").slice(0, 200) || "download";
  const encoded = encodeURIComponent(name.toWellFormed().slice(0, 200)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
