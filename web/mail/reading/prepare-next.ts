// What is likely opened next is fetched and made ready: the conversation that the mouse rests at, and the one after the open one.

import { effect } from "@preact/signals";

import type { EmailBody, EmailSummary, MailAccount } from "../../client/types.ts";
import { cursorIndex } from "../commands/move-about.ts";
import { rowOf } from "../commands/target.ts";
import type { MailApp } from "../state/mail-app.ts";
import { whenIdle } from "../when-idle.ts";
import { prepareAhead } from "./prepare-html.ts";

export function prepareNext(app: MailApp): void {
  effect(() => {
    const { account, list } = app.view.value ?? {};
    const open = app.router.route.value.threadId === null ? null : app.cursor.value;
    const following = open === null ? undefined : list?.idAt(cursorIndex(app) + 1);
    for (const emailId of new Set([following, app.pointed.value])) {
      if (emailId === open) continue;
      const email = account && emailId ? newestOf(app, account, emailId) : undefined;
      // Asks for it where it is not there yet.
      const body = email && account?.emailBody(email.id).value.value;
      if (body) whenIdle(() => prepareBody(app, email, body));
    }
  });
}

/** As a conversation opens the newest that is not a draft. */
function newestOf(app: MailApp, account: MailAccount, rowEmailId: string): EmailSummary | undefined {
  const emails = (rowOf(app, rowEmailId)?.emailIds ?? []).map((id) => account.email(id).peek().value);
  return emails.findLast((email) => email && !email.keywords["$draft"]);
}

function prepareBody({ wordStore }: MailApp, { subject }: EmailSummary, body: EmailBody): void {
  const foldLabel = wordStore.words.peek().t.reading.showQuoted;
  for (const { partId, type } of body.htmlBody) {
    const html = type === "text/html" && partId !== null ? body.bodyValues[partId]?.value : undefined;
    if (html !== undefined) prepareAhead({ html, subject, foldLabel });
  }
}
