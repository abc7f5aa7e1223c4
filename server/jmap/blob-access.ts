// The content behind a blob id, for whoever may read it: a whole blob, or one decoded part of the message that it is, or of one
// within that.
import { decodePart } from "../../standards/mime/decode-body.ts";
import { parseMessage } from "../../standards/mime/parse-message.ts";
import type { Part } from "../../standards/mime/types.ts";
import type { AccountId } from "../base/ids.ts";
import type { Mail } from "../mail/mail.ts";
import type { ReadTx } from "../store/database.ts";
import { mayReadBlob } from "../store/emails.ts";
import { parseBlobId, type BlobName } from "./ids.ts";

export type OpenBlob = { name: BlobName; content: Uint8Array };

/** Undefined when the account has no such blob: one that exists for others only is not told apart from none. */
export async function openBlob(
  mail: Mail,
  tx: ReadTx,
  accountId: AccountId,
  blobId: string,
): Promise<OpenBlob | undefined> {
  const name = parseBlobId(blobId);
  if (!name || !(await mayReadBlob(tx, accountId, name.hash))) return undefined;
  let content: Uint8Array | undefined = await mail.blobs.get(name.hash, tx);
  for (const partId of name.partIds) {
    const part = content && findPart(parseMessage(content).root, partId);
    content = content && part && decodePart(content, part);
  }
  return content && { name, content };
}

function findPart(part: Part, partId: string): Part | undefined {
  if (part.partId === partId) return part;
  for (const child of part.subParts) {
    const found = findPart(child, partId);
    if (found) return found;
  }
  return undefined;
}
