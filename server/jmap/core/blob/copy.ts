// Blob/copy, RFC 8620 §6.3: makes content that one account may use an upload of another.
import { CORE } from "../../../../standards/jmap/capabilities.ts";
import type { SetError } from "../../../../standards/jmap/errors.ts";
import { addUpload } from "../../../store/uploads.ts";
import { openBlob } from "../../blob-access.ts";
import { arrayOf, isId } from "../../guards.ts";
import { formatBlobId } from "../../ids.ts";
import { invalidArguments } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { requestedIds } from "../../standard/get.ts";
import { orNull } from "../../standard/set.ts";

type BlobCopyCall = { fromAccountId: string; accountId: string; blobIds: string[] };

export const blobCopy = defineMethod<BlobCopyCall>({
  capability: CORE,
  right: "write",
  effect: "write",
  from: true,
  arguments: {
    required: ["fromAccountId", "accountId", "blobIds"],
    guards: { fromAccountId: isId, accountId: isId, blobIds: arrayOf(isId) },
  },
  async run(call, { fromAccountId, accountId, blobIds }) {
    if (fromAccountId === accountId) throw invalidArguments("both accounts are the same");
    const { mail, clock } = call.deps;
    const copied: Record<string, string> = {};
    const notCopied: Record<string, SetError> = {};
    for (const id of requestedIds(call, blobIds) ?? []) {
      const blob = await call.read((tx) => openBlob(mail, tx, call.fromAccount.accountId, id));
      if (!blob) {
        notCopied[id] = { type: "notFound" };
        continue;
      }
      const blobHash = await mail.blobs.put(blob.content);
      const upload = { accountId: call.account.accountId, type: "application/octet-stream" };
      await call.db.write((tx) => addUpload(tx, { ...upload, blobHash, createdAt: new Date(clock.now()) }));
      copied[id] = formatBlobId(blobHash);
    }
    return { fromAccountId, accountId, copied: orNull(copied), notCopied: orNull(notCopied) };
  },
});
