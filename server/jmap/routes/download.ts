// Downloading, RFC 8620 §6.2. What comes from outside is never run by the browser: saved, not shown, and under a policy that
// allows nothing should it be shown after all. Nothing is left in a cache for whoever signs in next. What is large is in memory for
// as long as it takes to write it to a file, however slowly it is taken.
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountId } from "../../base/ids.ts";
import { createSemaphore, SemaphoreFull } from "../../base/semaphore.ts";
import { spool } from "../../base/spool.ts";
import { sizeOfBlob } from "../../store/blobs.ts";
import { openBlob } from "../blob-access.ts";
import { parseBlobId } from "../ids.ts";
import { problem } from "../request-errors.ts";
import { paths } from "../session.ts";
import type { JmapContext } from "./api.ts";
import { readByteRange, type ByteRange } from "./byte-range.ts";
import { accountOf, callerOf } from "./caller.ts";
import { replyFailure, soon } from "./fail.ts";
import { isMediaType } from "./media-type.ts";

const policy = "sandbox; default-src 'none'; frame-ancestors 'none'";

const largeBytes = 1024 * 1024;
/** Large contents, or messages that parts are taken from, in memory at the same time. */
const maxLargeAtOnce = 2;
const maxWaiting = 200;

/** `*` is the name: some programs leave a "/" in it as it is. */
type Params = { accountId: string; blobId: string; "*": string };

export function registerDownload(app: FastifyInstance, { deps, access }: JmapContext): void {
  const { mail } = deps;
  const large = createSemaphore({ limit: maxLargeAtOnce, maxWaiting });

  /** All of the content, or the range of it that is asked for. */
  async function read(accountId: AccountId, blobId: string, header: string | undefined): Promise<Found> {
    const isLarge = await mail.db.read(async (tx) => {
      const hash = parseBlobId(blobId)?.hash;
      return ((hash && (await sizeOfBlob(tx, hash))) ?? 0) > largeBytes;
    });
    async function work(): Promise<Found> {
      const blob = await mail.db.read((tx) => openBlob(mail, tx, accountId, blobId));
      if (!blob) throw problem(404, "Not found");
      const size = blob.content.byteLength;
      const range = readByteRange(header, size);
      if (range === "unsatisfiable") return { size, range, body: undefined };
      const content = range ? blob.content.subarray(range.start, range.end + 1) : blob.content;
      return { size, range, body: isLarge ? await spool(content) : bufferOf(content) };
    }
    return isLarge ? large.run(work) : work();
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const { accountId, blobId, "*": name } = request.params as Params;
      const principal = callerOf(request);
      const account = await accountOf(access, principal, accountId);
      if (!account.isOwn) {
        const { accountId: actorAccountId, organisationId } = principal;
        await deps.audit({ actorAccountId, organisationId, subjectAccountId: account.accountId, method: "download" });
      }
      const { size, range, body } = await read(account.accountId, blobId, request.headers.range);
      void reply.header("accept-ranges", "bytes");
      if (range === "unsatisfiable") {
        void reply.header("content-range", `bytes */${size}`);
        throw problem(416, "Range Not Satisfiable");
      }
      if (range) void reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${size}`);
      void reply
        .type(typeOf(request))
        .header("content-disposition", dispositionOf(name))
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "private, no-store")
        .header("content-length", range ? range.end - range.start + 1 : size)
        .send(body);
    } catch (error) {
      replyFailure(reply, error instanceof SemaphoreFull ? problem(503, "Too many downloads at once") : error, deps);
    }
  }

  app.get(`${paths.download}:accountId/:blobId/*`, { config: { access: "principal" } }, soon(answer));
}

interface Found {
  /** Of the whole. */
  size: number;
  range: ByteRange | "unsatisfiable" | undefined;
  /** Absent when nothing of it was asked for. */
  body: Buffer | Readable | undefined;
}

function bufferOf(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

function typeOf({ query }: FastifyRequest): string {
  const { type } = query as { type?: unknown };
  return typeof type === "string" && isMediaType(type) ? type : "application/octet-stream";
}

/** Path separators and controls, those that turn the direction of writing included: "a\u202efdp.exe" looks like a PDF. */
const misleading = /[/\\\p{Cc}\p{Bidi_Control}]/gu;

/** RFC 6266 §4.3: an ASCII name for old programs, the real one in UTF-8; neither names a folder. */
function dispositionOf(given: string): string {
  const name = given.replace(misleading, "_") || "download";
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_").slice(0, 200);
  const encoded = encodeURIComponent(name.toWellFormed().slice(0, 200)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
