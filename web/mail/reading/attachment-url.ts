// Where an attachment is downloaded from.

import type { EmailPart, MailAccount } from "../../client/types.ts";

/** Undefined for a part that cannot be asked for: one of a message within a message. */
export function attachmentUrl(account: MailAccount, part: EmailPart, unnamed: string): string | undefined {
  if (part.blobId === null) return undefined;
  return account.downloadUrl({ blobId: part.blobId, name: part.name ?? unnamed, type: part.type });
}
