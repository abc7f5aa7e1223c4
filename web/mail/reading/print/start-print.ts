// Printing what is shown: the bodies first, then the page.

import type { EmailBody, EmailSummary, MailAccount } from "../../../client/types.ts";
import type { MailApp } from "../../state/mail-app.ts";
import { printEmails } from "./print-emails.ts";

/** Prints the messages in this order, apart from those whose text cannot be loaded. */
export async function startPrint(app: MailApp, account: MailAccount, emails: readonly EmailSummary[]): Promise<void> {
  const bodies = await Promise.all(emails.map(({ id }) => loadBody(account, id)));
  const printed = emails.flatMap((email, index) => {
    const body = bodies[index];
    return body ? [{ email, body }] : [];
  });
  if (printed.length > 0) await printEmails(app, account, printed);
}

/** Reading the signal asks for the record. */
function loadBody(account: MailAccount, id: string): Promise<EmailBody | undefined> {
  return new Promise((resolve) => {
    const end = account.emailBody(id).subscribe(({ state, value }) => {
      if (state === "empty" || state === "loading") return;
      resolve(value);
      // The first call comes before the subscription is there to end.
      queueMicrotask(() => end());
    });
  });
}
