// The SHA-256 of a message as it was received, computed here from its very bytes.

import type { MailAccount } from "../../../client/types.ts";

/** Lower-case hexadecimal. Undefined when the message cannot be fetched, or the page is not served over HTTPS. */
export async function digestOf(account: MailAccount, blobId: string): Promise<string | undefined> {
  if (!("subtle" in crypto)) return undefined;
  const url = account.downloadUrl({ blobId, name: "email.eml", type: "message/rfc822" });
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
