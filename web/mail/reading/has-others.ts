// Whether an answer to all is another one than an answer to the sender alone.

import type { EmailSummary, MailAccount } from "../../client/types.ts";
import type { MailApp } from "../state/mail-app.ts";

/** Yes until it is known who gets copies. */
export function hasOthers(
  { start }: Pick<MailApp, "start">,
  account: MailAccount,
  { id, from, to }: EmailSummary,
): boolean {
  const body = account.emailBody(id).value.value;
  const others = new Set([...(from ?? []), ...(to ?? []), ...(body?.cc ?? [])].map(({ email }) => email.toLowerCase()));
  others.delete((account.isPersonal ? start.user.address : account.name).toLowerCase());
  return !body || others.size > 1;
}
