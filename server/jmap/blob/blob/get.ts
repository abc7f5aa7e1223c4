// Blob/get, RFC 9404 §4.2: the content of blobs, or a range of it, and digests, within an answer.
import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { BLOB } from "../../../../standards/jmap/capabilities.ts";
import { openBlob } from "../../blob-access.ts";
import { isUnsignedInt, nullable } from "../../guards.ts";
import { limits } from "../../limits.ts";
import { invalidArguments, requestTooLarge } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { getShape, requestedIds, type GetCall } from "../../standard/get.ts";
import { digests } from "./digests.ts";

type BlobGetCall = GetCall & { offset?: number | null; length?: number | null };

const dataProperties = ["data", "data:asText", "data:asBase64", "size"];

export const blobGet = defineMethod<BlobGetCall>({
  capability: BLOB,
  right: "read",
  effect: "read",
  arguments: {
    ...getShape,
    guards: { ...getShape.guards, offset: nullable(isUnsignedInt), length: nullable(isUnsignedInt) },
  },
  async run(call, args) {
    const properties = args.properties ?? ["data", "size"];
    const unknown = properties.find((name) => !isBlobProperty(name));
    if (unknown !== undefined)
      throw invalidArguments(`a blob has no property ${JSON.stringify(unknown.slice(0, 100))}`);
    const ids = requestedIds(call, args.ids);
    if (!ids) throw requestTooLarge("name the ids");
    const list: object[] = [];
    const notFound: string[] = [];
    let total = 0;
    for (const id of ids) {
      const blob = await call.read((tx) => openBlob(call.deps.mail, tx, call.account.accountId, id));
      if (!blob) {
        notFound.push(id);
        continue;
      }
      const range = rangeOf(blob.content, args);
      if (properties.some((name) => name.startsWith("data"))) total += range.content.length;
      if (total > limits.maxBodyValuesBytes) throw requestTooLarge("ask for fewer blobs, or for ranges of them");
      list.push({
        id,
        ...describe(range, properties),
        ...(properties.includes("size") && { size: blob.content.length }),
      });
    }
    // Blobs never change.
    return { accountId: args.accountId, state: "0", list, notFound };
  },
});

function isBlobProperty(name: string): boolean {
  return name === "id" || dataProperties.includes(name) || (name.startsWith("digest:") && digests.has(name.slice(7)));
}

type Range = { content: Uint8Array; isTruncated: boolean };

function rangeOf(content: Uint8Array, { offset, length }: BlobGetCall): Range {
  const start = offset ?? 0;
  const end = length == null ? content.length : start + length;
  return { content: content.subarray(start, end), isTruncated: start > content.length || end > content.length };
}

function describe({ content, isTruncated }: Range, properties: readonly string[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name of properties) {
    const digest = name.startsWith("digest:") ? digests.get(name.slice(7)) : undefined;
    if (digest) object[name] = createHash(digest).update(content).digest("base64");
  }
  const isText = isUtf8(content);
  const wantsText = properties.includes("data:asText");
  if (wantsText || (properties.includes("data") && isText)) {
    object["data:asText"] = isText ? Buffer.from(content).toString() : null;
  }
  if (properties.includes("data:asBase64") || (properties.includes("data") && !isText)) {
    object["data:asBase64"] = Buffer.from(content).toString("base64");
  }
  // RFC 9404 §4.2.1: told where it is so.
  if ((wantsText || properties.includes("data")) && !isText) object.isEncodingProblem = true;
  if (isTruncated) object.isTruncated = true;
  return object;
}
