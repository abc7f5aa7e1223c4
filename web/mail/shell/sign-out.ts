// Leaving: what is unsaved is saved, everything held in memory is forgotten, and the server ends the session with a form, as
// the pages without JavaScript do.

import type { MailApp } from "../state/mail-app.ts";

export async function signOut({ client }: MailApp): Promise<void> {
  await client.close({ forget: true });
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out";
  document.body.append(form);
  form.submit();
}
