// Leaving: what is unsaved is saved, everything held in memory is forgotten, and the server ends the session with a form, as
// the pages without JavaScript do.

import type { MailApp } from "../state/mail-app.ts";

export async function signOut(app: MailApp): Promise<void> {
  await app.client.close({ forget: true });
  // Where this chunk does not come, the server still clears what the browser keeps.
  await import("../told/sign-out-everywhere.ts").then(({ leaveDevice }) => leaveDevice(app)).catch(() => undefined);
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out";
  document.body.append(form);
  form.submit();
}
