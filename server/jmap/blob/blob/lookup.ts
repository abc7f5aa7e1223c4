// Blob/lookup, RFC 9404 §4.3: what refers to blobs. Emails do; with them their threads and mailboxes.
import { BLOB } from "../../../../standards/jmap/capabilities.ts";
import { emailsWithBlobs, readableBlobs } from "../../../store/emails.ts";
import { arrayOf, isId, isIdOrCreationId, isString } from "../../guards.ts";
import { formatEmailId, formatMailboxId, formatThreadId, parseBlobId } from "../../ids.ts";
import { MethodFailure } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { requestedIds } from "../../standard/get.ts";
import { blobTypeNames } from "./type-names.ts";

type LookupCall = { accountId: string; typeNames: string[]; ids: string[] };

export const blobLookup = defineMethod<LookupCall>({
  capability: BLOB,
  right: "read",
  effect: "read",
  arguments: {
    required: ["accountId", "typeNames", "ids"],
    guards: { accountId: isId, typeNames: arrayOf(isString), ids: arrayOf(isIdOrCreationId) },
  },
  async run(call, { accountId, typeNames, ids: asked }) {
    const unknown = typeNames.find((name) => !(blobTypeNames as readonly string[]).includes(name));
    if (unknown !== undefined)
      throw new MethodFailure("unknownDataType", `${unknown.slice(0, 100)} refers to no blobs`);
    const ids = requestedIds(call, asked) ?? [];
    const names = new Map(ids.map((id) => [id, parseBlobId(id)?.hash]));
    const hashes = [...new Set(names.values())].filter((hash) => hash !== undefined);
    const { readable, emails } = await call.read(async (tx) => ({
      readable: await readableBlobs(tx, call.account.accountId, hashes),
      emails: await emailsWithBlobs(tx, call.account.accountId, hashes),
    }));
    const found = ids.filter((id) => readable.has(names.get(id)!));
    const list = found.map((id) => {
      const matches = emails.filter(({ blobHash }) => blobHash === names.get(id));
      const matched = {
        Email: matches.map((email) => formatEmailId(email.id)),
        Thread: [...new Set(matches.map(({ threadId }) => formatThreadId(threadId)))],
        Mailbox: [...new Set(matches.flatMap(({ mailboxIds }) => mailboxIds.map(formatMailboxId)))],
      };
      return {
        id,
        matchedIds: Object.fromEntries(typeNames.map((name) => [name, matched[name as keyof typeof matched]])),
      };
    });
    return { accountId, list, notFound: ids.filter((id) => !found.includes(id)) };
  },
});
