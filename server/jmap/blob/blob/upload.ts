// Blob/upload, RFC 9404 §4.1: a blob of texts, octets and ranges of other blobs, made without a request of its own.
import { BLOB } from "../../../../standards/jmap/capabilities.ts";
import type { SetError } from "../../../../standards/jmap/errors.ts";
import { uploadBlob } from "../../../mail/upload-blob.ts";
import { openBlob } from "../../blob-access.ts";
import { isId, isObject, isString, isUnsignedInt, mapOf } from "../../guards.ts";
import { formatBlobId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { requestTooLarge } from "../../method-errors.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { isMediaType } from "../../routes/media-type.ts";
import { invalidProperties, SetFailure, setError } from "../../set-errors.ts";
import { attempt, orNull } from "../../standard/set.ts";

type UploadCall = { accountId: string; create: Record<string, Record<string, unknown>> };
type Uploaded = { id: string; type: string | null; size: number };

export const blobUpload = defineMethod<UploadCall>({
  capability: BLOB,
  right: "write",
  effect: "write",
  arguments: { required: ["accountId", "create"], guards: { accountId: isId, create: mapOf(isObject, isId) } },
  async run(call, { accountId, create }) {
    if (Object.keys(create).length > limits.maxObjectsInSet) throw requestTooLarge("more objects than maxObjectsInSet");
    const created: Record<string, Uploaded> = {};
    const notCreated: Record<string, SetError> = {};
    for (const [creationId, object] of Object.entries(create)) {
      await attempt(notCreated, creationId, async () => {
        const blob = await upload(call, object);
        call.created.set(creationId, blob.id);
        created[creationId] = blob;
      });
    }
    return { accountId, created: orNull(created), notCreated: orNull(notCreated) };
  },
});

async function upload(call: MethodCall, { data, type = null, ...others }: Record<string, unknown>): Promise<Uploaded> {
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw invalidProperties(unknown, "cannot be set");
  if (!Array.isArray(data) || !data.every(isObject) || data.length > limits.maxDataSources)
    throw invalidProperties(["data"]);
  if (type !== null && !(isString(type) && isMediaType(type))) throw invalidProperties(["type"]);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const source of data) {
    const piece = await readSource(call, source);
    pieces.push(piece);
    size += piece.length;
    if (size > limits.maxSizeBlobSet) throw setError("tooLarge", "more than maxSizeBlobSet");
  }
  const { mail } = call.deps;
  const kept = { content: Buffer.concat(pieces), type: type ?? "application/octet-stream" };
  return { id: formatBlobId(await uploadBlob(mail, call.account.accountId, kept)), type, size };
}

/** RFC 9404 §4.1.1: a text, octets in base64, or a range of a blob, which must be within it. */
async function readSource(call: MethodCall, source: Record<string, unknown>): Promise<Uint8Array> {
  const { "data:asText": text, "data:asBase64": base64, blobId, offset, length, ...others } = source;
  const wrong = (description: string) => invalidProperties(["data"], description);
  if (Object.keys(others).length > 0) throw wrong("a source has an unknown property");
  if ([text, base64, blobId].filter((given) => given != null).length !== 1) throw wrong("a source is one of three");
  if (isString(blobId)) return readRange(call, blobId, { offset: offset ?? 0, length: length ?? null });
  if (offset != null || length != null) throw wrong("only a blob has a range");
  if (isString(text)) return Buffer.from(text);
  if (isString(base64) && isBase64(base64)) return Buffer.from(base64, "base64");
  throw wrong("a source is not of its type");
}

async function readRange(
  call: MethodCall,
  blobId: string,
  { offset, length }: { offset: unknown; length: unknown },
): Promise<Uint8Array> {
  if (!isUnsignedInt(offset) || (length !== null && !isUnsignedInt(length))) {
    throw invalidProperties(["data"], "a range is not of its type");
  }
  const id = blobId.startsWith("#") ? (call.created.get(blobId.slice(1)) ?? blobId) : blobId;
  const blob = await call.read((tx) => openBlob(call.deps.mail, tx, call.account.accountId, id));
  if (!blob) throw new SetFailure({ type: "blobNotFound", notFound: [blobId] });
  const end = length === null ? blob.content.length : offset + length;
  if (offset > blob.content.length || end > blob.content.length) {
    throw invalidProperties(["data"], "a range is not within its blob");
  }
  return blob.content.subarray(offset, end);
}

/** With or without the padding, and nothing else. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, "").length % 4 !== 1;
}
